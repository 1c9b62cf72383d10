"""What the meaning fills in for a number that is missing: values that the number can have, between all that the rules tell apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shidian.answer.facts import read_case
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of
from tests.cases.real import real_book


@pytest.mark.parametrize(
    ("question", "facts", "fact"),
    [
        ("entry", {"asked": "visa-free", "nationality": "fr", "purpose": "business"}, "stay"),
        ("access", {"activity": "app-store", "territory": "wuhan", "origin": "de"}, "share"),
    ],
)
def test_a_whole_number_is_filled_in_with_whole_ones_and_any_other_also_with_what_lies_between(
    question: str, facts: dict[str, str], fact: str
) -> None:
    book = real_book()
    asked = book.question(question)
    case = read_case(book.lawbook, asked, facts | {"on": "2026-06-01"}, None).case
    filled = {c.values[fact] for c in Meaning(book.lawbook, asked).completions(facts_of(case))}
    numbers = {n for n in filled if isinstance(n, Decimal)}
    declared = next(f for f in asked.facts if f.fact == fact)
    assert len(numbers) > 1
    assert declared.whole == all(n == n.to_integral_value() for n in numbers)
