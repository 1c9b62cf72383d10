"""300 sentences about access, written before code or lists of words were read: 100 to build with, 100 opened once after that, 100 at the end.

`want` is what was expected then, in a shorthand of its own; `first` tells whether the first look was as expected, `exact` whether it is now. What
is exact is kept as it is read.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.answer.sentence.measured import read, without_open_days
from tests.cases.real import real_book

LAW = real_book().lawbook
HERE = Path(__file__).parent
ACCESS: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "access.jsonl").read_text(encoding="utf-8").splitlines()]
PAGE = HERE.parents[2] / "docs" / "reference" / "sentences.md"


def test_what_was_read_as_expected_still_is() -> None:
    otherwise = {}
    for want in (w for w in ACCESS if w["exact"]):
        found = read(LAW, want["text"])
        facts: dict[str, set[str]] = {}
        for case in without_open_days(found):
            for name, value in case.items():
                facts.setdefault(name, set()).add(value)
        read_as = found.question, facts, [n.words for n in found.not_understood]
        if read_as != (want["question"], {k: set(v) for k, v in want["facts"].items()}, want["rest"]):
            otherwise[want["text"]] = read_as
    assert otherwise == {}


@pytest.mark.parametrize(
    ("half", "name"), [("built", "100 to build with"), ("first", "100 kept back, first"), ("last", "100 kept back, last")]
)
def test_the_page_says_how_many_were_and_are_as_expected(half: str, name: str) -> None:
    said = re.search(rf"\* {name}: .*?(\d+) exact at .*?first look.*?now (\d+)", PAGE.read_text(encoding="utf-8"))
    assert said is not None
    mine = [w for w in ACCESS if w["half"] == half]
    assert (int(said[1]), int(said[2])) == (sum(w["first"] for w in mine), sum(w["exact"] for w in mine))
