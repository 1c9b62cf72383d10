"""The tables of licences, of regions and of what follows a decision say what the lawbook holds."""

from __future__ import annotations

import msgspec
import pytest

from tests.cases.real import real_lawbook
from tests.docs.tables_of_law import PAGES, REFERENCE, Row, bare, contradictions, followed, rows, rules


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_lawbook_says_today(page: str) -> None:
    assert (REFERENCE / page).read_text(encoding="utf-8") == PAGES[page](), "run `make docs`"


def test_each_row_of_the_register_has_a_duty_on_each_of_its_activities_or_a_reason() -> None:
    assert {row.subject: bare(row) for row in rows() if bare(row)} == {}
    assert len(rows()) == 156


def test_a_row_without_its_duty_is_found() -> None:
    row = next(r for r in rows() if len(r.activities) == 1 and len(r.duties) == 1)
    assert bare(row) == ()
    assert bare(msgspec.structs.replace(row, duties=())) == row.activities
    assert bare(Row("a section", "nothing at all")) == ("",)


def test_what_holds_a_contradiction_exists() -> None:
    editions = {f"{i.instrument}@{e.edition}" for i in real_lawbook().instruments.values() for e in i.editions}
    assert [c.id for c in contradictions() if not (c.stands or c.reason) or set(c.stands) - editions - set(rules())] == []


def test_each_question_that_gives_a_decision_says_what_follows_it() -> None:
    assert {row.question for row in followed()} == set(real_lawbook().questions) - {"data_export", "data_change"}
