"""Proofs over all definite cases of a question: what its rules can and cannot do.

They rest on a census: every definite case, layer by layer, what is met at the ends, and by which values of the main fact.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from shidian.analysis.joint import Side
from shidian.analysis.shown import NamedValues, RuleRef, check, named, rule_ref, said, view_of
from shidian.analysis.side_by_side import SideBySide
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.engine.bounds import CAUSES
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer
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


Progress = Callable[[int, int], None]


class OpenCases(Struct, frozen=True):
    """Definite cases that no one can decide, for the same reasons: the causes, the rules in doubt, the values of the main fact (a
    mask of atoms), and how many classes of cases."""

    causes: tuple[str, ...]
    rules: tuple[str, ...]
    main: int
    classes: int


class Census(Struct, frozen=True):
    """What all definite cases together show.

    `reached` are the rules that apply, surely or perhaps, in some case; `alone` the limits that somewhere apply without a relief;
    `used` the reliefs that somewhere admit what their limit does not. `classes` counts classes of cases, `doubts` those that are
    undetermined in force.
    """

    ends: int
    classes: int
    outcomes: dict[str, int]
    reached: frozenset[str]
    alone: frozenset[str]
    used: frozenset[str]
    doubts: tuple[OpenCases, ...]


def census(diagram: Diagram, progress: Progress | None = None) -> Census:
    """Walk every definite case. May be interrupted; nothing is left half done."""
    ends = _ends(diagram, progress)
    outcomes: Counter[str] = Counter()
    reached: set[str] = set()
    alone: set[str] = set()
    used: set[str] = set()
    doubts: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, (node, (main, classes)) in enumerate(ends.items()):
        if progress is not None and number % 4096 == 0:
            progress(len(diagram.levels) * len(ends) + number, (len(diagram.levels) + 1) * len(ends))
        reached.update(r.id for r in diagram.space.rules_of(node))
        for answer in dict.fromkeys(diagram.answers.both(node)):
            _limits(answer, alone, used)
        held = diagram.answers.both(node)[0]
        outcomes[held.outcome] += classes
        if held.outcome == "undetermined":
            doubt = doubts.setdefault((held.causes, tuple(sorted(r for r, _ in held.doubtful))), [0, 0])
            doubt[0] |= main
            doubt[1] += classes
    return Census(
        len(ends),
        sum(c for _, c in ends.values()),
        dict(outcomes),
        frozenset(reached),
        frozenset(alone),
        frozenset(used),
        tuple(OpenCases(causes, rules, main, classes) for (causes, rules), (main, classes) in doubts.items()),
    )


def _limits(answer: Answer, alone: set[str], used: set[str]) -> None:
    for limit in answer.limits:
        if not any(w != limit.limit for w in limit.ways):
            alone.add(limit.limit)
        elif limit.limit not in limit.ways:
            used.update(limit.ways)


def _ends(diagram: Diagram, progress: Progress | None) -> dict[Node, tuple[int, int]]:
    """The nodes at the end of every definite case, with the values of the main fact that lead there and how many classes."""
    main = diagram.space.level_of[diagram.rulebook.question.facts[0].fact]
    layer: dict[tuple[Node, int], tuple[int, int]] = {(diagram.space.root, 0): (0, 1)}
    for i, level in enumerate(diagram.levels):
        after: dict[tuple[Node, int], tuple[int, int]] = {}
        for number, ((node, era), (mask, classes)) in enumerate(layer.items()):
            if progress is not None and number % 4096 == 0:
                progress(i * len(layer) + number, (len(diagram.levels) + 1) * len(layer))
            atoms = list(level.atoms(era))
            if diagram.step(node).level != i:  # the node does not ask: whatever the value, it stays
                every = sum(found.atoms for found in atoms) if i == main else 0
                key = (node, diagram.next_era(i, atoms[0], era))
                known_mask, known_classes = after.get(key, (0, 0))
                after[key] = (known_mask | mask | every, known_classes + classes * len(atoms))
                continue
            for found in atoms:
                key = (diagram.follow(node, i, found), diagram.next_era(i, found, era))
                known_mask, known_classes = after.get(key, (0, 0))
                after[key] = (known_mask | mask | (found.atoms if i == main else 0), known_classes + classes)
        layer = after
    out: dict[Node, tuple[int, int]] = {}
    for (node, _), (mask, classes) in layer.items():
        known_mask, known_classes = out.get(node, (0, 0))
        out[node] = (known_mask | mask, known_classes + classes)
    return out


def effect_of(diagram: Diagram, rule: str) -> str:
    """What a rule does, over all definite cases and both readings: `moves` (without it some outcome or ceiling is another one),
    `adds` (only reasons, ways, conditions or what is given change), `nothing`."""
    start = diagram.space.without(diagram.space.root, frozenset({rule}))
    ahead = [(0, diagram.space.root, start, 0)]
    seen = set(ahead)
    adds = False
    while ahead:
        i, a, b, era = ahead.pop()
        if i == len(diagram.levels):
            for old, new in zip(diagram.answers.both(a), diagram.answers.both(b), strict=True):
                if (old.outcome, old.ceiling) != (new.outcome, new.ceiling):
                    return "moves"
                adds = adds or old != new
            continue
        for found in diagram.levels[i].atoms(era):
            x, y = diagram.follow(a, i, found), diagram.follow(b, i, found)
            if x is y:
                continue
            step = (i + 1, x, y, diagram.next_era(i, found, era))
            if step not in seen:
                seen.add(step)
                ahead.append(step)
    return "adds" if adds else "nothing"
