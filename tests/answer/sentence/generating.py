"""Sentences put together from `generated.txt`: sentences with {slots}, and for each slot the ways in which people say a fact. What such a
sentence says is known, so that every reading is judged without a reader.

A line `@question language` begins a question, `F` a sentence, `S` a slot, and a line with a blank before it a way to say something. Behind
`=>` stand the facts: `fact=value` must be read, `fact=*value*` or `may fact=value` may be. `{N}` is a number of persons, for the fact that
stands behind `#` in the line of the slot.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shidian.answer.sentence.chips import Sentence
from tests.answer.sentence.measured import without_open_days

FILE = Path(__file__).parent / "generated.txt"
_NUMBERS = {
    "en": {"3,000": "3000", "12,000": "12000", "800": "800", "1.2 million": "1200000", "90,000": "90000", "two thousand": "2000"},
    "zh": {"3000": "3000", "1.2万": "12000", "800": "800", "120万": "1200000", "五千": "5000", "9万": "90000"},
}
Values = dict[str, set[str]]


class Generated(NamedTuple):
    """A sentence, its question, the values that must be read, and those that may be (`*`: any)."""

    text: str
    question: str
    must: Values
    may: Values


_TOLD_SINCE = {"transfer": {"sent-abroad"}, "acquisition": {"yes", "no"}, "sector": {"genetic-resources"}, "importer": {"zone-medical"}}
"""Values that are read since the frames were written, and said by their words."""


def _facts(said: str) -> tuple[Values, Values]:
    must: Values = {}
    may: Values = {}
    for part in (p.strip() for p in said.split(";")):
        if "=" not in part:
            continue
        name, value = part.removeprefix("may ").split("=", 1)
        loose = part.startswith("may ") or value.startswith("*")
        (may if loose else must)[name.strip()] = set((value.strip("*") or "*").split("|"))
    return must, may


def generated(chance: random.Random, each: int) -> Iterator[Generated]:
    """So many fillings of every sentence of the file."""
    question = language = slot = counts = ""
    loose: Values = {}
    frames: list[str] = []
    slots: dict[str, list[tuple[str, str, str]]] = {}
    for line in [*FILE.read_text(encoding="utf-8").splitlines(), "@ end"]:
        if line.startswith("@"):
            for frame in frames:
                yield from (_filled(frame, question, language, loose, slots, chance) for _ in range(each))
            question, language = line[1:].split() if line != "@ end" else ("", "")
            frames, slots, loose = [], {}, {}
        elif line.startswith("may "):
            loose = _facts(";".join("may " + p.strip() for p in line[4:].split(";")))[1]
        elif line.startswith("F "):
            frames.append(line[2:].split(" :: ")[0])
        elif line.startswith("S "):
            slot, _, counts = line[2:].partition(" #")
            slots[slot] = []
        elif line.strip():
            words, _, said = line.strip().partition(" => ")
            slots[slot].append((words, said, counts.rstrip("@")))


def _filled(
    frame: str, question: str, language: str, loose: Values, slots: dict[str, list[tuple[str, str, str]]], chance: random.Random
) -> Generated:
    text, _, said = frame.partition(" => ")
    must, may = _facts(said)
    may = {n: set(v) for n, v in (*loose.items(), *may.items())}
    for name in re.findall(r"\{(\w+)\}", text):
        words, facts, counts = chance.choice(slots[name])
        also, perhaps = _facts(facts)
        if "{N}" in words:
            number, value = chance.choice(sorted(_NUMBERS[language].items()))
            words = words.replace("{N}", number)
            (perhaps if facts == "!" else also)[counts] = {value}
        text = text.replace("{" + name + "}", words, 1)
        for fact, values in also.items():
            must[fact] = must.get(fact, values) & values or values
        for fact, values in perhaps.items():
            may[fact] = may.get(fact, set()) | values
    for fact, values in _TOLD_SINCE.items():
        may[fact] = may.get(fact, set()) | values
    return Generated(text[0].upper() + text[1:], question, must, may)


def wrong_values(read: Sentence, want: Generated) -> list[str]:
    """The values that were read and not put in."""
    if read.question != want.question:
        return []
    return [
        f"{name}={value}"
        for case in without_open_days(read)
        for name, value in case.items()
        if not {value, "*"} & (want.must.get(name, set()) | want.may.get(name, set()))
    ]


def is_exact(read: Sentence, want: Generated) -> bool:
    """Whether the question and every value is read, nothing else is, and no word is left over."""
    given = {name for case in without_open_days(read) for name in case}
    return read.question == want.question and want.must.keys() <= given and not wrong_values(read, want) and not read.not_understood
