"""Grammatical frames filled with the names of the vocabulary: what such a sentence says is read, nothing that it does not say is, and every
name, number and day in it is in a chip or shown as not understood.

On a push 150 frames once, others with other names each day; at night (`SHIDIAN_NIGHTLY`) each frame forty times.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections import Counter

import pytest

from tests.answer.sentence.framing import FRAMES, Filled, faults, fill, frames
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
NIGHTLY = bool(os.environ.get("SHIDIAN_NIGHTLY"))
FILES = sorted(FRAMES.glob("*.txt"))


def _filled() -> list[Filled]:
    chance = random.Random(dt.date.today().toordinal())
    everything = [frame for path in FILES for frame in frames(path)]
    return [fill(LAW, frame, chance) for frame in (everything * 40 if NIGHTLY else chance.sample(everything, 150))]


@pytest.fixture(scope="module")
def found() -> list[tuple[Filled, list[tuple[str, str]]]]:
    return [(filled, list(faults(read(LAW, filled.text), filled))) for filled in _filled()]


def test_most_filled_frames_are_read_exactly(found: list[tuple[Filled, list[tuple[str, str]]]]) -> None:
    exact = sum(not wrong for _, wrong in found)
    kinds = Counter(kind for _, wrong in found for kind, _ in wrong)
    assert exact >= len(found) * 8 // 10, kinds.most_common(8)


def test_a_filled_frame_gives_no_value_that_it_does_not_say(found: list[tuple[Filled, list[tuple[str, str]]]]) -> None:
    wrong = [(f.text, k, w) for f, all_ in found for k, w in all_ if k.startswith("wrong")]
    assert len(wrong) <= len(found) // 50, wrong


def test_no_name_number_or_day_of_a_filled_frame_is_passed_over(found: list[tuple[Filled, list[tuple[str, str]]]]) -> None:
    dropped = [(f.text, k, w) for f, all_ in found for k, w in all_ if k.startswith("dropped")]
    assert len(dropped) <= len(found) // 50, dropped
