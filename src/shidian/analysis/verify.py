"""Proofs over all definite cases of a question: what its rules can and cannot do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from shidian.analysis.census import Census, census, effect_of
from shidian.analysis.joint import Side
from shidian.analysis.shown import NamedValues, RuleRef, check, named, rule_ref, said, view_of
from shidian.analysis.side_by_side import SideBySide
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.engine.bounds import CAUSES
from shidian.engine.case import Case, Value
from shidian.engine.rule import derived
from shidian.law.records.question import Question
from shidian.law.tree import ROOT
from shidian.words.plain import Result

Kind = Literal["never_reached", "changes_nothing", "only_adds", "relieves_nothing", "always_relieved"]


class RuleFinding(Result, frozen=True):
    """What was found of one rule, over all definite cases and both readings.

    `never_reached`: it applies, surely or perhaps, in no case. `relieves_nothing`: a relief that nowhere admits what its limit does
    not. `always_relieved`: a limit that nowhere applies without a relief. Of the last two it is also found out whether the rule
    changes some outcome or ceiling: `changes_nothing`, or `only_adds` (reasons, routes or conditions).
    """

    rule: RuleRef
    kinds: tuple[Kind, ...]


class Open(Result, frozen=True):
    """Definite cases that nobody can decide: the causes, the rules in doubt, the values of the first fact, and how many classes of
    cases there are."""

    causes: tuple[str, ...]
    rules: tuple[RuleRef, ...]
    main: NamedValues
    classes: int


class Doubt(Result, frozen=True):
    """A rule that leaves definite cases open, alone or with others (None: no rule covers them): the causes, and the values of the
    first fact in these cases."""

    rule: RuleRef | None
    causes: tuple[str, ...]
    main: NamedValues


class Verified(Result, frozen=True):
    """All definite cases of one question. `classes` counts classes of cases, `outcomes` those of each outcome in force. `open` tells
    the open cases apart by all rules in doubt, `doubts` looks at each of these rules for itself."""

    question: str
    decisions: int
    classes: int
    outcomes: dict[str, int]
    findings: tuple[RuleFinding, ...]
    doubts: tuple[Doubt, ...]
    open: tuple[Open, ...]


class Permits(Result, frozen=True):
    """Whether the law of one day permits all that the law of another did; if not, cases that show it, in the words `ask` takes."""

    question: str
    old: dt.date
    new: dt.date
    holds: bool
    counterexamples: tuple[dict[str, str], ...]


def verify(book: CompiledLaw, name: str, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Proofs over all definite cases of a question: every one of them is walked."""
    question, diagram = book.question(name), book.diagram(name, kept=True)
    with diagram.lock:
        return _verified(book, question, diagram, census(diagram, progress))


def _verified(book: CompiledLaw, question: Question, diagram: Diagram, found: Census) -> Verified:
    last = diagram.days.starts[-1]

    def ref(rule: str) -> RuleRef:
        return rule_ref(book.lawbook, diagram.rulebook, rule, last, diagram.known_on)

    level = diagram.levels[diagram.space.level_of[question.facts[0].fact]]
    doubts = sorted(found.doubts, key=lambda d: (d.causes, -d.classes, d.rules))
    alone: dict[str | None, tuple[set[str], int]] = {}
    for doubt in doubts:
        for rule in doubt.rules or (None,):
            causes, main = alone.get(rule, (set(), 0))
            alone[rule] = (causes | set(doubt.causes), main | doubt.main)

    def values(main: int) -> NamedValues:
        return named(book.lawbook, question, level.fact, level.words(main))

    return Verified(
        question.question,
        found.ends,
        found.classes,
        found.outcomes,
        tuple(RuleFinding(ref(rule), kinds) for rule, kinds in _findings(diagram, found)),
        tuple(
            Doubt(ref(rule) if rule is not None else None, tuple(c for c in CAUSES if c in causes), values(main))
            for rule, (causes, main) in sorted(alone.items(), key=lambda a: a[0] or "")
        ),
        tuple(Open(d.causes, tuple(ref(r) for r in d.rules), values(d.main), d.classes) for d in doubts),
    )


def _findings(diagram: Diagram, found: Census) -> list[tuple[str, tuple[Kind, ...]]]:
    out: list[tuple[str, tuple[Kind, ...]]] = []
    for rule in diagram.rulebook.rules:
        if derived(rule.id):  # the rule itself stands in the list
            continue
        kinds: list[Kind] = []
        if rule.id not in found.reached:
            kinds = ["never_reached"]
        elif rule.kind == "relief" and rule.taint is None and rule.id not in found.used:
            kinds = ["relieves_nothing"]
        elif rule.kind == "limit" and rule.taint is None and rule.id not in found.alone:
            kinds = ["always_relieved"]
        if kinds and kinds != ["never_reached"]:
            effect = effect_of(diagram, rule.id)
            kinds += ["changes_nothing"] if effect == "nothing" else ["only_adds"] if effect == "adds" else []
        if kinds:
            out.append((rule.id, tuple(kinds)))
    return out


def permits_all(book: CompiledLaw, name: str, old: dt.date, new: dt.date) -> Permits:
    """Whether the law of the day `new` permits every definite case that the law of `old` did. Raises Disagreement."""
    diagram = book.diagram(name, kept=True)
    with diagram.lock:
        return _permits(book.question(name), diagram, old, new)


def _permits(question: Question, diagram: Diagram, old: dt.date, new: dt.date) -> Permits:
    rulebook = diagram.rulebook
    blank: dict[str, Value] = {f: ROOT if d.domain in ("tree", "place") else None for f, d in rulebook.facts.items()}
    sides = [Side(diagram, Case(blank | {rulebook.day: day})) for day in (old, new)]
    mild = "granted" if rulebook.question.reads == "grants" else "permitted"
    if rulebook.question.reads == "chain":
        mild = next(s for s in rulebook.question.slots if s.slot == rulebook.question.main).values[0].id
    found = SideBySide(sides[0], sides[1], "in_force", lambda a, b: a.outcome == mild != b.outcome)
    tree = rulebook.trees.get(rulebook.place or "")
    shown = []
    for change, group in found.groups.items():
        for case, answer in zip(found.case(group), (change.old, change.new), strict=True):
            words = said(question, tree, case)
            check(rulebook, case, diagram.known_on, "in_force", view_of(answer.outcome, answer.because, answer.ceiling), words)
        shown.append(words)
    return Permits(question.question, old, new, not shown, tuple(shown))
