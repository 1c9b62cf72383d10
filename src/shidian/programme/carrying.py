"""What carries a task out, and what only announces it."""

from __future__ import annotations

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Rule
from shidian.law.records.programme import Task


def carried_out_by(book: Lawbook, task: Task) -> tuple[str, ...]:
    """The rules that carry a task out. One that was only announced, and holds nowhere, does not: it is what the plan itself says."""
    return tuple(id for id in task.rules if not _only_announced(book, id))


def announced_by(book: Lawbook, task: Task) -> tuple[str, ...]:
    """The rules that say what a task announces, and are in force nowhere."""
    carried = carried_out_by(book, task)
    return tuple(id for id in task.rules if id not in carried)


def _only_announced(book: Lawbook, id: str) -> bool:
    found = book.rules.get(id)
    record = found[2] if found is not None else None
    return isinstance(record, Rule) and record.in_force == ()
