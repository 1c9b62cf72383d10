"""The rules and gaps in one line each, by question, instrument, day and place."""

from __future__ import annotations

import datetime as dt
from typing import get_args, get_type_hints

from msgspec import Struct

from shidian.answer.facts import read_case
from shidian.catalogue.lists import known
from shidian.catalogue.programme import find_place
from shidian.compiled import CompiledLaw
from shidian.engine.conditions import InPlace
from shidian.law.records.base import Label
from shidian.law.records.instrument import Rule

KINDS: tuple[str, ...] = get_args(get_type_hints(Rule)["kind"])


class RuleRow(Struct, frozen=True):
    """A rule or gap in one line. `in_force` is whether it holds on the day (null: nobody could find out), `announced` whether it is only announced."""

    rule: str
    question: str
    kind: str
    gap: bool
    summary: Label | None
    in_force: bool | None
    announced: bool


def rule_rows(
    law: CompiledLaw,
    *,
    on: dt.date | None = None,
    question: str | None = None,
    instrument: str | None = None,
    place: str | None = None,
    kind: str | None = None,
) -> tuple[RuleRow, ...]:
    """The rules and gaps by id. With `on`, those that hold, may hold, or are announced on the day; with `place`, those whose scope does not
    leave all of the place out. Raises NotFound, UnknownQuestion."""
    book, day = law.lawbook, on or law.today()
    known("instrument", instrument, book.instruments)
    known("kind of rule", kind, KINDS)
    where = find_place(book, place) if place is not None else None
    out: list[RuleRow] = []
    for name in law.questions if question is None else (law.question(question).question,):
        rulebook = law.rulebook(name)
        if where is not None and rulebook.place is None:
            continue
        said = {rulebook.place or "": where, rulebook.day: day.isoformat()} if where is not None else {}
        there = read_case(book, rulebook.question, said, day).case if said else None
        for rule in rulebook.rules:
            record = book.rules.get(rule.id) or book.gaps.get(rule.id)
            if (
                record is None
                or (instrument is not None and record[0].instrument != instrument)
                or (kind is not None and rule.kind != kind)
            ):
                continue
            held = rule.validity.of(day, "in_force", None)
            ahead = held is not True and rule.validity.of(day, "announced", None) is True
            if (on is not None and held is False and not ahead) or any(
                t.of(there) is False for t in rule.scope.when if there is not None and isinstance(t, InPlace)
            ):
                continue
            gap = rule.id in book.gaps
            summary = book.gaps[rule.id][2].reason if gap else book.rules[rule.id][2].summary
            out.append(RuleRow(rule.id, name, rule.kind, gap, summary, held, ahead))
    return tuple(sorted(out, key=lambda r: r.rule))
