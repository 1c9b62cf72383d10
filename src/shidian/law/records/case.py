"""Records of worked cases: facts put to a question, and the answer that a lawyer gave.

A boundary is looked at from many sides with one basis: `also` changes some of the facts, and each change is a case of its own
with the same expectation; `before` is the answer to the same facts a day earlier, a case of its own too. :func:`spread` writes them
out, so that nobody behind the reader knows of the short forms."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from shidian.law.records.base import Id, Label, Record, id_of
from shidian.law.records.instrument import Bound


class Expect(Record, frozen=True):
    """What a worked case must answer; only what is written is compared."""

    outcome: Annotated[str, id_of("outcome")] | None = None
    ceiling: Bound | None = None
    certain: Annotated[Bound | None, Meta(description="the share up to which it is permitted whatever turns out")] = None
    possible: Annotated[Bound | None, Meta(description="the share above which nothing is permitted whatever turns out")] = None
    announced: Annotated[str, id_of("outcome")] | None = None
    announced_ceiling: Bound | None = None
    because: str | None = None
    determining: tuple[Annotated[str, id_of("rule")], ...] = ()
    missing: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    absent_duties: tuple[str, ...] = ()
    rules: Annotated[
        tuple[Annotated[str, id_of("rule")], ...], Meta(description="rules that decide, are among the reasons or bring a duty")
    ] = ()
    absent_rules: Annotated[tuple[Annotated[str, id_of("rule")], ...], Meta(description="rules that do none of this")] = ()
    conditions: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    given: Annotated[dict[str, Decimal], Meta(description="amounts that are given, by slot")] = {}


class WorkedCase(Record, frozen=True):
    """Facts put to a question, and the answer a lawyer gave, with the basis."""

    case: Id
    title: Label
    facts: dict[str, str]
    expect: Expect
    basis: Label
    strength: Literal["high", "medium-high", "medium", "low-medium", "low"]
    known_on: dt.date | None = None
    note: Label | None = None
    also: Annotated[tuple[dict[str, str], ...], Meta(description="other facts, the same answer: a case of its own each")] = ()
    before: Annotated[Expect | None, Meta(description="the answer on the day before: a case of its own")] = None


class WorkedCases(Record, frozen=True):
    """One file of `cases/`."""

    question: Annotated[Id, id_of("question")]
    cases: tuple[WorkedCase, ...]


def spread(group: WorkedCases) -> WorkedCases:
    """The same cases with each short form as a case of its own; the title says what is other.

    A change of `also` is `tobacco-2`, `tobacco-3`; what `before` expects is `tobacco-before`, `tobacco-2-before`.
    """
    return replace(group, cases=tuple(side for case in group.cases for one in _each(case) for side in _sides(one)))


def names_of(case: WorkedCase) -> tuple[str, ...]:
    """The ids of all the cases that a record stands for."""
    each = (case.case, *(f"{case.case}-{number}" for number in range(2, len(case.also) + 2)))
    return each if case.before is None else (*each, *(f"{name}-before" for name in each))


def day_asked(facts: dict[str, str]) -> dt.date | None:
    """The day of a case that names one as people write it in files (2026-11-27)."""
    try:
        return dt.date.fromisoformat(facts.get("on", ""))
    except ValueError:
        return None


def _each(case: WorkedCase) -> list[WorkedCase]:
    changed = [
        replace(
            case,
            case=f"{case.case}-{number}",
            title=Label(en=f"{case.title.en}: {', '.join(other.values())}", zh=f"{case.title.zh}：{'、'.join(other.values())}"),
            facts={**case.facts, **other},
            also=(),
        )
        for number, other in enumerate(case.also, start=2)
    ]
    return [replace(case, also=()), *changed]


def _sides(case: WorkedCase) -> list[WorkedCase]:
    on = day_asked(case.facts)
    if case.before is None or on is None:
        return [case]
    eve = on - dt.timedelta(days=1)
    earlier = replace(
        case,
        case=f"{case.case}-before",
        title=Label(en=f"{case.title.en}: the day before", zh=f"{case.title.zh}：前一日"),
        facts={**case.facts, "on": eve.isoformat()},
        expect=case.before,
        before=None,
    )
    return [replace(case, before=None), earlier]
