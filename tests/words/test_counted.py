"""Numbers with their units."""

from __future__ import annotations

import re

import pytest

from shidian.law.records.base import Label
from shidian.words.counted import counted
from tests.cases.real import real_book

BILLION, MILLION = Label("RMB billion", "十亿元人民币"), Label("USD million or the equivalent", "百万美元（等值）")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("4", BILLION, ("RMB 4 billion", "40亿元人民币")),
        ("0.8", BILLION, ("RMB 800 million", "8亿元人民币")),
        ("12.5", BILLION, ("RMB 12.5 billion", "125亿元人民币")),
        ("0", BILLION, ("RMB 0", "0元人民币")),
        ("0.00005", BILLION, ("RMB 50,000", "5万元人民币")),
        ("50", MILLION, ("USD 50 million or the equivalent", "5000万美元（等值）")),
        ("500000", MILLION, ("USD 500 billion or the equivalent", "5000亿美元（等值）")),
        ("70", Label("%", "%"), ("70 %", "70%")),
        ("unknown", BILLION, ("unknown RMB billion", "unknown十亿元人民币")),
        ("3", None, ("3", "3")),
    ],
)
def test_money_is_said_in_the_scale_that_people_use(value: str, unit: Label | None, said: tuple[str, str]) -> None:
    found = counted(value, unit)
    assert (found.en, found.zh) == said


def test_every_unit_of_money_of_the_lawbook_is_known() -> None:
    units = [f.unit for q in real_book().lawbook.questions.values() for f in q.facts if f.unit]
    money = [u for u in units if re.search(r"RMB|USD", u.en)]
    assert money
    for unit in money:
        assert not counted("4", unit).en.startswith("4 "), unit.en
        assert not re.search(r"\d[十百]", counted("4", unit).zh), unit.zh
