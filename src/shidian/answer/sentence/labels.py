"""How the value of a fact is called on a chip."""

from __future__ import annotations

from shidian.law.records.base import Label
from shidian.law.records.question import Fact
from shidian.words.counted import counted


def value_label(fact: Fact, value: str) -> Label:
    """How a value of a fact is called."""
    choice = next((c for c in fact.choices if c.id == value), None)
    if choice is not None:
        return choice.name
    if fact.domain == "yes_no":
        return Label(value, "是" if value == "yes" else "否")
    return counted(value, fact.unit)
