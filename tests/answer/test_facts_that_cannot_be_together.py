"""Facts that cannot be together are refused, in both languages, one by one and in a table; what can be is answered."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from shidian.errors import BadValue
from shidian.words.refusals import refusal_in
from tests.cases.real import real_book

NEVER: list[tuple[str, dict[str, Any], str]] = [
    ("entry", {"asked": "visa-free", "nationality": "tw", "document": "residence-permit"}, "不能并存"),
    ("entry", {"asked": "visa-free", "nationality": "hk", "document": "official-passport"}, "不能并存"),
    ("supply", {"activity": "banking", "matter": "securities-advice", "profession": "auctioneer"}, "不能并存"),
    ("supply", {"activity": "general-hospital", "matter": "ship-survey"}, "不能并存"),
    ("merger_control", {"turnover-china": 10, "second-china": 6}, "倍"),
    ("merger_control", {"turnover-world": 10, "second-china": "5.1"}, "倍"),
]
FINE: list[tuple[str, dict[str, Any]]] = [
    ("entry", {"asked": "visa-free", "nationality": "us", "document": "hk-mo-permit"}),
    ("supply", {"activity": "securities-company", "matter": "securities-advice"}),
    ("supply", {"activity": "banking", "profession": "auctioneer"}),
    ("merger_control", {"turnover-china": 10, "second-china": 5}),
]


def test_what_cannot_be_together_is_refused_in_both_languages_and_spoils_its_row() -> None:
    book = real_book()
    for question, facts, said in NEVER:
        with pytest.raises(BadValue) as refused:
            book.ask(question, {**facts, "on": "2026-06-01"})
        assert said in refusal_in("zh", str(refused.value)), facts
        rows = book.screen(question, pa.table({**{f: [str(v)] for f, v in facts.items()}, "on": ["2026-06-01"]}))
        assert [code for code, _ in rows.errors.values()] == ["bad-value"], facts


def test_what_can_be_together_is_answered() -> None:
    book = real_book()
    for question, facts in FINE:
        assert book.ask(question, {**facts, "on": "2026-06-01"}).in_force.outcome, facts


def test_what_would_help_is_never_what_is_refused() -> None:
    """A resident of Hong Kong or Taiwan holds no document of foreigners, and the second turnover is at most half of all."""
    book = real_book()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("entry", {"asked": "work-permit", "capacity": "zone-party", "document": "residence-permit"}),
        ("entry", {"asked": "visa-free", "document": "official-passport", "purpose": "news", "territory": "hainan", "stay": 50}),
        ("supply", {"activity": "banking", "profession": "auctioneer", "mode": "from-abroad"}),
        ("merger_control", {"turnover-china": 50, "second-china": 20}),
    ]
    found = [(question, turn) for question, facts in cases for turn in book.whatif(question, {**facts, "on": "2026-06-01"}).turns]
    assert len(found) > 5
    for question, turn in found:
        assert book.read(question, turn.facts).facts
