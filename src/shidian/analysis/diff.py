"""What differs between two days, places, days of knowledge or lawbooks: groups of cases, each with a witness that the engine
confirms, and the rules responsible; and the rules alone that stand otherwise on one day than on another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from shidian.analysis.joint import Side
from shidian.analysis.shown import NamedValues, RuleRef, ShortAnswer, Start, begin, check, named, rule_ref, said, view_of
from shidian.analysis.side_by_side import Brief, DefiniteCases, Difference, SideBySide
from shidian.answer.facts import Given
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.engine.rule import Rule, derived
from shidian.errors import BadValue
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.words.labels import value_label
from shidian.words.plain import Result


class DiffGroup(Result, frozen=True):
    """Cases with one change. `main` are the values of the first fact (the activities) in it; `within` says of every other fact
    whose values do not all occur which of them do. Not every combination of them need be among the cases. `ended` and `began` are
    the determining rules of one side only; `changed` those of both, when no rule is of one side only. `classes` counts classes of
    cases. The witness is one case, in the words that `ask` takes, on each side."""

    main: NamedValues
    within: tuple[NamedValues, ...]
    old: ShortAnswer
    new: ShortAnswer
    ended: tuple[RuleRef, ...]
    began: tuple[RuleRef, ...]
    changed: tuple[RuleRef, ...]
    classes: int
    old_witness: dict[str, str]
    new_witness: dict[str, str]


class Diff(Result, frozen=True):
    """The groups of cases whose answer changes. `skipped` are values that only one of two lawbooks knows."""

    question: str
    reading: Reading
    old: str
    new: str
    facts: dict[str, str]
    assumed: dict[str, str]
    labels: dict[str, Label]
    groups: tuple[DiffGroup, ...]
    skipped: tuple[str, ...]


def diff_of(
    book: CompiledLaw,
    other: CompiledLaw,
    question: Question,
    old: Side,
    new: Side,
    names: tuple[str, str],
    *,
    reading: Reading,
    facts: dict[str, str],
    assumed: dict[str, str],
    comparison: SideBySide | None = None,
) -> Diff:
    """Compare two sides: `old` in `book`, `new` in `other`."""
    found = comparison or SideBySide(old, new, reading)
    groups = [_group(book, other, question, found, change, group) for change, group in found.groups.items()]
    causes = {id(g): tuple(r.rule for r in (*g.ended, *g.began, *g.changed)) for g in groups}
    groups.sort(key=lambda g: (causes[id(g)], g.main.values, g.old.outcome, g.new.outcome))
    labels = {f: value_label(book.lawbook, question, f, w) for f, w in (facts | assumed).items()}
    skipped = tuple(dict.fromkeys(s for joint in found.levels for s in joint.skipped))
    return Diff(question.question, reading, names[0], names[1], facts, assumed, labels, tuple(groups), skipped)


def _group(
    book: CompiledLaw, other: CompiledLaw, question: Question, found: SideBySide, change: Difference, group: DefiniteCases
) -> DiffGroup:
    first = question.facts[0].fact
    main = NamedValues(first, question.facts[0].label, (), Label("", ""))
    within = []
    for joint, mask in zip(found.levels, group.masks, strict=True):
        if joint.fact == first:
            main = named(other.lawbook, question, first, joint.words(mask), joint.rest(mask))
        elif joint.whole and mask != (1 << len(joint.pairs)) - 1:
            within.append(named(other.lawbook, question, joint.fact, joint.words(mask), joint.rest(mask)))
    sides = []
    for side, case, shown in zip((found.old, found.new), found.case(group), (change.old, change.new), strict=True):
        words = said(question, side.rulebook.trees.get(side.rulebook.place or ""), case)
        check(side.rulebook, case, side.diagram.known_on, found.reading, _view(shown), words)
        sides.append(words)

    def refs(source: CompiledLaw, side: Side, rules: tuple[str, ...]) -> tuple[RuleRef, ...]:
        return tuple(rule_ref(source.lawbook, side.rulebook, r, side.day, side.diagram.known_on) for r in rules)

    return DiffGroup(
        main,
        tuple(within),
        _view(change.old),
        _view(change.new),
        refs(book, found.old, change.left),
        refs(other, found.new, change.entered),
        refs(other, found.new, change.kept),
        group.classes,
        sides[0],
        sides[1],
    )


def _view(shown: Brief) -> ShortAnswer:
    return view_of(shown.outcome, shown.because, shown.ceiling)


def diff(
    law: CompiledLaw,
    question: str,
    facts: Mapping[str, Given],
    *,
    days: tuple[dt.date, dt.date] | None = None,
    places: tuple[str, str] | None = None,
    known_on: tuple[dt.date | None, dt.date | None] | None = None,
    other: CompiledLaw | None = None,
    reading: Reading = "in_force",
) -> Diff:
    """What differs between two days, two places, two days of knowledge, or two lawbooks (`book` and `other`)."""
    declared = law.question(question)
    given = [dict(facts), dict(facts)]
    names = ("", "")
    if days is not None:
        for one, day in zip(given, days, strict=True):
            one["on"] = day
        names = (days[0].isoformat(), days[1].isoformat())
    if places is not None:
        place = next((f.fact for f in declared.facts if f.domain == "place"), None)
        if place is None:
            raise BadValue(f"`{question}` has no place to compare")
        for one, word in zip(given, places, strict=True):
            one[place] = word
        names = places
    if known_on is not None:
        names = (str(known_on[0] or "all"), str(known_on[1] or "all"))
    right = other if other is not None else law
    if other is not None:
        names = (law.digest[:12], other.digest[:12])
        right.question(question)
    starts = (begin(law, question, given[0]), begin(right, question, given[1]))
    known = known_on or (None, None)
    old = law.diagram(question, known_on=known[0], kept=True)
    new = right.diagram(question, known_on=known[1], kept=True)
    order = tuple(level.fact for level in old.levels)
    if new is not old and tuple(level.fact for level in new.levels) != order:
        if set(order) != {level.fact for level in new.levels}:
            raise BadValue(f"the two lawbooks define `{question}` with different facts")
        new = Diagram(right.rulebook(question), known[1], order)
    with old.lock, new.lock:
        return diff_of(
            law,
            right,
            declared,
            Side(old, starts[0].case),
            Side(new, starts[1].case),
            names,
            reading=reading,
            facts=_same(starts, lambda s: s.read.facts),
            assumed=_same(starts, lambda s: s.read.assumed),
        )


def _same(starts: tuple[Start, Start], of: Callable[[Start], dict[str, str]]) -> dict[str, str]:
    """What is said on both sides."""
    left, right = of(starts[0]), of(starts[1])
    return {f: w for f, w in left.items() if right.get(f) == w}


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
