"""What if: some announced rules (those of a task) in force in every region, whatever place and day they name. The measure before and
after, for each region, exactly as if the rules applied wherever their other conditions are met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from msgspec.structs import replace

from shidian.analysis.openness.attribution import Point
from shidian.analysis.openness.field import BasketField, cuts_of, exact
from shidian.analysis.openness.measured import Openness, Width
from shidian.analysis.openness.regions import Place, spots
from shidian.analysis.openness.resolving import AtShare
from shidian.answer.facts import read_case
from shidian.engine.case import Case
from shidian.engine.conditions import InPlace, InRange
from shidian.engine.rule import Rule
from shidian.errors import BadValue
from shidian.law.near import one_of
from shidian.law.records.base import Label, Reading
from shidian.words.labels import entry_label
from shidian.words.plain import Result


class Reformed(Result, frozen=True):
    """A region before and after, and the activities that change."""

    place: str
    name: Label
    where: str
    before: Width
    after: Width
    activities: tuple[str, ...]
    activity_names: tuple[Label, ...]


def rules_of_task(found: Openness, task: str) -> tuple[str, ...]:
    """The rules that carry a task out. Raises BadValue."""
    known = one_of("task", task, {t.task: t for g in found.law.lawbook.content.tasks for t in g.tasks})
    rules = found.law.rulebook(found.profile.question).by_id
    mine = tuple(r for r in known.rules if r in rules)
    if not mine:
        raise BadValue(
            f"no rule of `{found.profile.question}` carries out the task `{task}`", hint="`shidian task` shows what is known of it"
        )
    return mine


def with_rules(
    found: Openness,
    rules: Iterable[str],
    on: dt.date,
    measure: str = "open_100",
    reading: Reading = "in_force",
    where: str = "everywhere",
    places: Iterable[Place] = (),
) -> tuple[Reformed, ...]:
    """The measure with these rules in force in each place. Raises BadValue for a rule that is not known."""
    known = found.law.rulebook(found.profile.question).by_id
    wanted = [one_of("rule", rule, known) for rule in rules]
    number = found.field.measures.index(found.measure(measure))
    question = found.law.question(found.profile.question)
    case = read_case(found.law.lawbook, question, found.profile.facts, found.law.today()).case
    return tuple(
        _reformed(found, place, found.point(place, on, reading, where), wanted, case, number)
        for place in (tuple(places) or found.regions())
    )


def _reformed(found: Openness, place: Place, point: Point, rules: list[Rule], case: Case, number: int) -> Reformed:
    field = found.field
    shift = [Fraction(0), Fraction(0)]
    changed = []
    least = (point.where == "everywhere") != bool(field.falling[number])
    activity = field.diagram.rulebook.question.facts[0].fact
    ceilings = {c.value for r in rules for c in r.effect.ceilings.values() if 0 < c.value <= 100}
    for leaf, weight in found.weights.items():
        own = case.with_value(activity, leaf)
        mine = frozenset(r.id for r in rules if _meant(r, own, field))
        if not mine or not weight:
            continue
        ends = dict.fromkeys(field.end(point.day, leaf, s) for s in spots(field, place, field.starts[point.day]))
        both = []
        for added in (frozenset[str](), mine):
            worths = []
            for end in ends:
                shares = [
                    _with(at, added, field, rules, own) for at in field.shares(end, point.reading, cuts_of(field.diagram, end) | ceilings)
                ]
                worths.append([exact(field.resolver.terms(iter(shares), best=best))[number] for best in (False, True)])
            both.append([(min if least else max)(w[i] for w in worths) for i in (0, 1)])
        before, after = (sorted(b) for b in both)
        for i in (0, 1):
            shift[i] += weight * (after[i] - before[i])
        if before != after:
            changed.append(leaf)
    names = tuple(entry_label(found.law.lawbook, found.tree.id, leaf) for leaf in changed)
    now = found.value(place, field.starts[point.day], field.measures[number], point.reading)
    width: Width = getattr(now, point.where)
    then = Width(width.low + float(shift[0]), width.high + float(shift[1]))
    return Reformed(place.id, place.name, point.where, width, then, tuple(changed), names)


def _meant(rule: Rule, case: Case, field: BasketField) -> bool:
    """Whether a rule is meant for a case but for its place, day and share."""
    free = {field.diagram.rulebook.place, field.diagram.rulebook.day}

    def holds(tests: Iterable[object]) -> bool:
        return all(isinstance(t, InPlace | InRange) or t.fact in free or t.of(case) is True for t in tests)  # type: ignore[attr-defined]

    excluded = any(
        group and not any(isinstance(t, InPlace | InRange) or t.fact in free for t in group) and holds(group) for group in rule.scope.unless
    )
    return holds(rule.scope.when) and not excluded


def _with(at: AtShare, added: frozenset[str], field: BasketField, rules: list[Rule], case: Case) -> AtShare:
    """A share with the rules that are meant for it."""
    shares = set(field.diagram.rulebook.ceilings.values())
    for_share = case
    for fact in shares:
        for_share = for_share.with_value(fact, at.share)
    fit = frozenset(
        r.id
        for r in rules
        if r.id in added and all(t.of(for_share) is True for t in r.scope.when if isinstance(t, InRange) and t.fact in shares)
    )
    return replace(at, sure=at.sure | fit, doubtful=at.doubtful - fit) if fit else at
