"""887 sentences written before the kinds of faults were mended: what was read as expected stays so, and the page says how many are.

`facts` gives for each fact the values any of which is right (`*`: any), `may` what may be read besides; `rest` whether something must be named
as left over (null: either); `day` tells that the day is open and no case may be without one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.answer.sentence.measured import read, without_open_days
from tests.cases.real import real_book

LAW = real_book().lawbook
KINDS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "kinds.jsonl").read_text(encoding="utf-8").splitlines()
]
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "sentences.md"


def _missed(want: dict[str, Any]) -> list[str]:
    found = read(LAW, want["text"])
    if found.question != want["question"] or found.question is None:
        return [] if found.question == want["question"] else [f"question {found.question}"]
    values: dict[str, set[str]] = {}
    for case in without_open_days(found):
        for name, value in case.items():
            values.setdefault(name, set()).add(value)
    if want.get("day") == "open" and any("on" not in case for case in found.cases):
        return ["on=today"]
    wrong = [f"missing {name}" for name in want["facts"] if name not in values]
    for name, read_as in values.items():
        right = want["facts"].get(name) or want["may"].get(name, [])
        wrong += [f"{name}={value}" for value in sorted(read_as) if "*" not in right and value not in right]
    if (want["rest"] is True and found.whole) or (want["rest"] is False and found.not_understood):
        wrong.append("left over")
    return wrong


def test_what_was_read_as_expected_still_is() -> None:
    assert {w["text"]: missed for w in KINDS if w["exact"] and (missed := _missed(w))} == {}


def test_the_page_says_how_many_are_read_as_expected() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for half, name in (
        ("built", "62 to build with"),
        ("kept", "63 kept back"),
        ("elsewhere", "40 told of elsewhere"),
        ("elsewhere-kept", "36 told of elsewhere"),
        ("elsewhere-last", "20 told of elsewhere"),
        ("round-built", "57 to build with"),
        ("round-kept", "56 of that round"),
        ("styles-built", "29 of other styles"),
        ("styles-kept", "28 of other styles"),
        ("plain-built", "25 in plain words of that day, to build"),
        ("plain-kept", "25 in plain words of that day, kept"),
        ("natural-built", "24 natural ones, to build"),
        ("natural-kept", "24 natural ones, kept"),
        ("practice-built", "43 of six offices, to build"),
        ("practice-a", "43 of six offices, kept"),
        ("practice-b", "42 of six offices, kept"),
        ("swept-built", "50 written before the sweeps, to build"),
        ("swept-check", "50 written before the sweeps, kept back until the middle"),
        ("swept-sealed", "50 written before the sweeps, kept back until the end"),
        ("voices-built", "60 in the voices of advisers, staff departments, officers for data and founders, to build"),
        ("voices-kept", "60 in the same voices, kept"),
    ):
        said = re.search(rf"\* {name}.*now (\d+)", text)
        assert said is not None
        assert int(said[1]) == sum(not _missed(w) for w in KINDS if w["half"] == half)


def test_nothing_told_of_elsewhere_gives_a_wrong_value() -> None:
    wrong = [
        (w["text"], m)
        for w in KINDS
        if w["half"].startswith(("elsewhere", "round", "styles", "plain", "natural", "practice"))
        for m in _missed(w)
        if "=" in m
    ]
    assert wrong == []
