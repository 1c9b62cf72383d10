"""The rules that stand otherwise on one day than on another: begun, ended, or announced in between."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.compiled import CompiledLaw
from shidian.engine.rule import Rule, derived
from shidian.law.records.base import Label


class Changed(Struct, frozen=True):
    """A rule whose standing differs between two days: begun, ended, or announced (only) in between."""

    rule: str
    question: str
    summary: Label
    how: str
    day: dt.date | None


def changed(book: CompiledLaw, question: str, start: dt.date, end: dt.date) -> tuple[Changed, ...]:
    """The rules of a question that stand otherwise on the second day than on the first."""
    out = []
    rulebook = book.rulebook(question)
    for rule in (*rulebook.rules, *rulebook.needs):
        if rule.taint == "gap" or derived(rule.id):
            continue
        before, after = rule.validity.of(start, "in_force", None), rule.validity.of(end, "in_force", None)
        if before is False and after is not False:
            out.append(
                _changed(book, question, rule, "begun", next((s.start for s in rule.validity.spans if start < s.start <= end), None))
            )
        elif before is not False and after is False:
            out.append(
                _changed(book, question, rule, "ended", next((s.end for s in rule.validity.spans if s.end and start < s.end <= end), None))
            )
        elif after is False and not rule.validity.of(start, "announced", None) and rule.validity.of(end, "announced", None):
            out.append(
                _changed(
                    book,
                    question,
                    rule,
                    "announced",
                    rule.validity.announced or next((s.public for s in rule.validity.spans if start < s.public <= end), None),
                )
            )
    return tuple(sorted(out, key=lambda c: (c.day or dt.date.max, c.rule)))


def _changed(book: CompiledLaw, question: str, rule: Rule, how: str, day: dt.date | None) -> Changed:
    _, provision, record = book.lawbook.rules[rule.id]
    return Changed(rule.id, question, record.summary or provision.summary, how, day)
