"""How well sentences are read: each of `sentences.jsonl` against what was expected of it before it was read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.law.lawbook import Lawbook

TODAY = dt.date(2026, 11, 27)
SENTENCES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
BUILT_ON, TRIED_ON = SENTENCES[::2], SENTENCES[1::2]
"""The half that served for building, and the half that did not."""


def read(book: Lawbook, text: str) -> Sentence:
    """A sentence on the day that the expectations are written for."""
    return read_sentence(book, text, TODAY)


def exact(book: Lawbook, want: dict[str, Any]) -> bool:
    """Whether question, facts, open facts and words not understood are all as expected."""
    found = read(book, want["text"])
    facts: dict[str, list[str]] = {}
    for case in found.cases:
        for name, value in case.items():
            if value not in facts.setdefault(name, []):
                facts[name].append(value)
    open_ = {c.fact for c in found.chips if not c.value}
    if "origin" in want["open"] and "share" in want["open"]:
        open_ |= {f for f in found.left_out if f in ("origin", "share")}
    return (
        found.question == want["question"]
        and facts == want["facts"]
        and open_ == set(want["open"])
        and {n.words for n in found.not_understood} == set(want["gone"])
    )


def wrong_chips(book: Lawbook, want: dict[str, Any]) -> list[str]:
    """Values that a chip settles and nobody expected."""
    found = read(book, want["text"])
    return [
        f"{c.fact}={c.value}"
        for c in found.chips
        if c.value and c.value not in want["facts"].get(c.fact, ()) and c.fact not in want["open"]
    ]
