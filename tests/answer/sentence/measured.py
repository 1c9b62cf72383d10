"""How well sentences are read: each of `sentences.jsonl`, and of `fresh.jsonl`, which was written later, against what was expected of it before it was read."""

from __future__ import annotations

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.law.lawbook import Lawbook
from tests.cases.real import real_lawbook

TODAY = dt.date(2026, 11, 27)
SENTENCES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
FRESH: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "fresh.jsonl").read_text(encoding="utf-8").splitlines()
]
"""200 more, in the manner of advisers and staff departments: 80 to build with, and two parts of 60 kept back until the end of a round.
`exact` says which are read as expected; one that is must stay so."""
BUILT_ON = [s for s in SENTENCES if s["half"] == "built"]
KEPT = [s for s in SENTENCES if s["half"] == "kept"]
"""The half that served for building, and the half whose expectations were written before anything of it was read."""


def read(book: Lawbook, text: str) -> Sentence:
    """A sentence on the day that the expectations are written for; of the real lawbook once, for all that is asked of it."""
    return _read(text) if book is real_lawbook() else read_sentence(book, text, TODAY)


@functools.lru_cache(4_000)
def _read(text: str) -> Sentence:
    return read_sentence(real_lawbook(), text, TODAY)


def differences(book: Lawbook, want: dict[str, Any]) -> list[str]:
    """What is not as expected of question, facts, open facts and words not understood; empty where the reading is exact.

    Words not understood are as expected when each of them touches an expected one, and each expected one is touched.
    """
    found = read(book, want["text"])
    facts: dict[str, list[str]] = {}
    for case in without_open_days(found):
        for name, value in case.items():
            if value not in facts.setdefault(name, []):
                facts[name].append(value)
    open_ = {c.fact for c in found.chips if not c.value}
    open_ |= {f for f in found.left_out if f in want["open"]}
    wrong = []
    if found.question != want["question"]:
        wrong.append(f"question {found.question}")
    if facts != want["facts"]:
        wrong.append(f"facts {facts}")
    if want["question"] is not None and open_ != set(want["open"]):
        wrong.append(f"open {sorted(open_)}")
    gone = [n.words for n in found.not_understood]
    spans = [(want["text"].index(w), want["text"].index(w) + len(w)) for w in want["gone"]]
    seen = [(n.start, n.end) for n in found.not_understood]
    if any(not _touch(s, spans) for s in seen) or any(not _touch(s, seen) for s in spans):
        wrong.append(f"gone {gone}")
    return wrong


def without_open_days(found: Sentence) -> list[dict[str, str]]:
    """The cases of a sentence; where its day is open, without the ends of what it may mean."""
    gone = {"on"} if "on" in found.left_out else set()
    return [{n: v for n, v in case.items() if n not in gone} for case in found.undated or found.cases]


def _touch(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < b and a < span[1] for a, b in others)


def wrong_chips(book: Lawbook, want: dict[str, Any]) -> list[str]:
    """Values that a chip settles and nobody expected; an entry that contains the expected one is coarse, and not wrong."""
    found = read(book, want["text"])
    tree = book.trees["activities"]
    return [
        f"{c.fact}={c.value}"
        for c in found.chips
        if c.value
        and c.fact not in want["open"]
        and not any(c.value in book.trees["territories"].zone_around.get(v, ()) for v in want["facts"].get(c.fact, ()))
        and not any(c.value == v or c.value in tree.above(v) for v in want["facts"].get(c.fact, ()) if c.value == v or v in tree.parent)
    ]
