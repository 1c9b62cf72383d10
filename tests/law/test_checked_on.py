"""The day up to which the law was checked is said by the editors; a source that is added never makes it later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import shidian
from tests.building import ORSIA, edited, load_book

SOURCES = next(n for n in ORSIA if n.startswith("evidence/sources/"))
LATE = """sources:
  - {id: late, title: {en: A late gazette, zh: 晚报}, publisher: {en: Orsia, zh: 奥西亚}, language: en, grade: official, address: "https://orsia.example/late", read: 2031-01-01}
"""
PIGEONS = {"activity": "pigeons", "territory": "harbour", "origin": "freedonia", "share": "40", "on": "2024-06-01"}


def test_a_source_that_is_added_never_makes_the_law_look_newer(tmp_path: Path) -> None:
    before, after = load_book(tmp_path / "a"), load_book(tmp_path / "b", {"evidence/sources/late.yaml": LATE})
    assert before.ask("access", PIGEONS).read_on == after.ask("access", PIGEONS).read_on == dt.date(2024, 12, 31)


def test_without_an_imprint_the_earliest_reading_of_a_source_counts(tmp_path: Path) -> None:
    bare = {"imprint.yaml": None}
    early = LATE.replace("2031-01-01", "2001-01-01").replace("late", "early")
    one = load_book(tmp_path / "a", bare).lawbook.read_on
    assert load_book(tmp_path / "b", bare, {"evidence/sources/late.yaml": LATE}).lawbook.read_on in (one, dt.date(2031, 1, 1))
    assert load_book(tmp_path / "c", bare, {"evidence/sources/early.yaml": early}).lawbook.read_on == dt.date(2001, 1, 1)


def test_a_decision_is_as_old_as_the_act_it_rests_on_that_was_checked_earliest(tmp_path: Path) -> None:
    older = edited("instruments/orsia-pilot.yaml", ("adjusts: [orsia-list]", "adjusts: [orsia-list]\nchecked: 2023-12-01"))
    book = load_book(tmp_path, older)
    assert book.ask("access", PIGEONS).read_on == dt.date(2023, 12, 1)
    assert book.ask("access", PIGEONS | {"activity": "baking"}).read_on == dt.date(2024, 12, 31)
    assert "2023-12-01" in book.ask("access", PIGEONS).to_text()


def test_the_lawbook_says_when_it_was_checked() -> None:
    assert shidian.load().lawbook.content.imprint is not None
