"""Which rules apply to a case: surely, perhaps (a fact is missing), or nobody can tell (standing, dispute, gap)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from shidian.engine.case import Case
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.truth import Truth
from shidian.law.records.base import Reading

READINGS: tuple[Reading, Reading] = ("in_force", "announced")


class Viewpoint(Struct, frozen=True):
    """How the law is looked at: the reading, and the day of knowledge (None: all that is known)."""

    reading: Reading = "in_force"
    known_on: dt.date | None = None


class State(Struct, frozen=True):
    """The rules that can bear on a case.

    `yes` apply. `hidden` lie in scope, but their standing is unknown, their reading disputed, or they are gaps. `maybe` depend
    on a missing fact; those of them that would then be hidden are also in `veiled`.
    """

    yes: tuple[Rule, ...]
    hidden: tuple[Rule, ...]
    maybe: tuple[Rule, ...]
    veiled: frozenset[str]


NOTHING = State((), (), (), frozenset())
"""No rule bears on the case."""


def look(rulebook: Rulebook, case: Case, view: Viewpoint) -> State:
    first = rulebook.question.facts[0].fact
    return _sort(rulebook, rulebook.candidates(case.values[first]), case, view, (), ())


def look_at_duties(rulebook: Rulebook, case: Case, view: Viewpoint) -> State:
    """The state of the duties alone: they never move the outcome, so the search does not carry them."""
    first = rulebook.question.facts[0].fact
    return _sort(rulebook, rulebook.duties_near(case.values[first]), case, view, (), ())


def learn(rulebook: Rulebook, state: State, case: Case, view: Viewpoint) -> State:
    """The state after a fact was learnt: what was settled stays settled."""
    return _sort(rulebook, state.maybe, case, view, state.yes, state.hidden)


def _sort(
    rulebook: Rulebook, rules: Iterable[Rule], case: Case, view: Viewpoint, yes_before: tuple[Rule, ...], hidden_before: tuple[Rule, ...]
) -> State:
    on = case.values[rulebook.day]
    yes, hidden = list(yes_before), list(hidden_before)
    maybe: list[Rule] = []
    veiled: set[str] = set()
    dated = isinstance(on, dt.date)
    told = rulebook.standing_on(on, view.reading, view.known_on) if isinstance(on, dt.date) else {}
    for rule in rules:
        stands: Truth = True
        if isinstance(on, dt.date):
            if rule.id in told:
                stands = told[rule.id]
            else:
                stands = told[rule.id] = rule.validity.of(on, view.reading, view.known_on)
            if stands is False:
                continue
        inside = rule.scope.of(case)
        if inside is False:
            continue
        tainted = stands is None or rule.taint is not None
        if inside is None or not dated:
            maybe.append(rule)
            if tainted:
                veiled.add(rule.id)
        elif tainted:
            hidden.append(rule)
        else:
            yes.append(rule)
    return State(tuple(yes), tuple(hidden), tuple(maybe), frozenset(veiled))


def alike(rulebook: Rulebook, case: Case, known_on: dt.date | None, *, duties: bool) -> bool:
    """Whether every rule that can bear on a case (its duties, too, or not) stands in the announced reading as it does in force: then the answers are one."""
    on, first = case.values[rulebook.day], case.values[rulebook.question.facts[0].fact]
    if not isinstance(on, dt.date):
        return False
    now, ahead = (rulebook.standing_on(on, reading, known_on) for reading in READINGS)
    for rule in (*rulebook.candidates(first), *(rulebook.duties_near(first) if duties else ())):
        for told, reading in ((now, READINGS[0]), (ahead, READINGS[1])):
            if rule.id not in told:
                told[rule.id] = rule.validity.of(on, reading, known_on)
        if now[rule.id] is not ahead[rule.id]:
            return False
    return True


def cause_of(rule: Rule) -> str:
    """Why nobody can tell whether a hidden rule applies."""
    return rule.taint or "standing_unknown"
