"""The page on the files that were read rule by rule says what is so."""

from __future__ import annotations

from tests.cases.real import real_lawbook
from tests.docs.rules_read import PAGE, findings, record, state, written

KINDS = {"changed", "marked", "opened", "stays", "wording", "unread"}


def test_the_page_is_what_the_record_and_the_files_say_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run `make docs`"


def test_a_reading_is_of_an_instrument_that_exists() -> None:
    assert set(record()) - set(real_lawbook().instruments) == set()


def test_a_file_that_differs_from_what_was_read_is_not_as_read() -> None:
    name = min(record())
    assert state(name, {name: ("2026-11-28", "0" * 16)}) == "changed since"
    assert state(name, {}) == "not read"


def test_each_finding_names_files_that_exist_and_what_became_of_it() -> None:
    names = set(real_lawbook().instruments)
    assert [f for f in findings() if set(f.instruments) - names or f.kind not in KINDS or not (f.found and f.became)] == []
