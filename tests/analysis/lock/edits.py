"""Careless edits: how many of them change an answer, and how many of those the lock lets pass. `python -m tests.analysis.lock.edits`.

Each edit is one slip that the types allow: a rule deleted, a number one off, `below` for `at_most`, a day or a year late, a test, an
activity, a place, a limit, an exception or a duty left out. The lock must change with every edit after which some case is answered
otherwise. Whether one is, is found without the lock: cases are drawn at random within the scope of the rule before and after, and decided
with both lawbooks. An edit that moves an answer and leaves the lock as it was makes the exit code 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

import shidian
from shidian.analysis.lock.lock import changes, sections
from shidian.answer.ask import ask
from shidian.compiled import CompiledLaw
from shidian.errors import CaseError
from shidian.law.lawbook import Content, Lawbook
from shidian.law.records.instrument import Bound, Period, Rule
from tests.figures import keep

Edit = Callable[[Rule, random.Random], Rule | None]
"""A rule -> the rule with one slip; None where the slip does not fit it."""
DELETED = "delete rule"


def _bound(change: Callable[[Bound], Bound | None]) -> Edit:
    def edit(rule: Rule, _: random.Random) -> Rule | None:
        for slot, value in sorted(rule.effect.items()):
            if isinstance(value, Bound) and (new := change(value)) is not None:
                return replace(rule, effect={**rule.effect, slot: new})
        return None

    return edit


def _moved(step: int) -> Edit:
    def change(bound: Bound) -> Bound | None:
        for name in ("at_most", "below", "amount"):
            number: Decimal | None = getattr(bound, name)
            if number is not None and 0 <= number + step <= 100:
                return replace(bound, **{name: number + step})
        return None

    return _bound(change)


def _swapped(bound: Bound) -> Bound | None:
    if bound.at_most is not None:
        return Bound(below=bound.at_most)
    return Bound(at_most=bound.below) if bound.below is not None else None


def _later(days: int, years: int) -> Edit:
    def moved(day: dt.date) -> dt.date:
        return day.replace(year=day.year + years, day=min(day.day, 28) if years else day.day) + dt.timedelta(days=days)

    def edit(rule: Rule, _: random.Random) -> Rule | None:
        if rule.in_force:
            first, *rest = rule.in_force
            start = moved(first.from_)
            end = first.until or dt.date.max
            return (
                replace(rule, in_force=(Period(start, first.until, first.then, first.by, first.ended_by), *rest)) if start < end else None
            )
        return replace(rule, announced=moved(rule.announced)) if rule.announced is not None else None

    return edit


def _test_dropped(rule: Rule, draw: random.Random) -> Rule | None:
    if not rule.when:
        return None
    gone = draw.choice(sorted(rule.when))
    return replace(rule, when={f: t for f, t in rule.when.items() if f != gone})


def _word_dropped(kind: str) -> Edit:
    def edit(rule: Rule, draw: random.Random) -> Rule | None:
        facts = [f for f, t in rule.when.items() if isinstance(t, tuple) and len(t) > 1 and (f == "territory") == (kind == "place")]
        if not facts:
            return None
        fact = draw.choice(sorted(facts))
        words = rule.when[fact]
        assert isinstance(words, tuple)
        gone = draw.choice(words)
        return replace(rule, when={**rule.when, fact: tuple(w for w in words if w != gone)})

    return edit


def _from_list(name: str) -> Edit:
    def edit(rule: Rule, draw: random.Random) -> Rule | None:
        listed: tuple[Any, ...] = getattr(rule, name)
        if not listed or (name == "relieves" and len(listed) < 2):
            return None
        gone = draw.randrange(len(listed))
        return replace(rule, **{name: (*listed[:gone], *listed[gone + 1 :])})

    return edit


EDITS: dict[str, Edit] = {
    DELETED: lambda rule, _: rule,
    "number + 1": _moved(1),
    "number - 1": _moved(-1),
    "below for at_most": _bound(_swapped),
    "a day late": _later(1, 0),
    "a year late": _later(0, 1),
    "test dropped": _test_dropped,
    "activity dropped": _word_dropped("activity"),
    "place dropped": _word_dropped("place"),
    "relieved limit dropped": _from_list("relieves"),
    "exception dropped": _from_list("unless"),
    "duty dropped": _from_list("duties"),
}
"""The slips, by name."""


def edited(content: Content, id: str, new: Rule | None) -> Lawbook:
    """The lawbook with one rule replaced, or taken away."""
    act, _, name = id.partition("/")
    instrument = content.instruments[act]
    provisions = tuple(
        replace(p, rules=tuple(new if r.rule == name and new else r for r in p.rules if r.rule != name or new))
        for p in instrument.provisions
    )
    return Lawbook(replace(content, digest="edited", instruments={**content.instruments, act: replace(instrument, provisions=provisions)}))


def drawn(book: Lawbook, draw: random.Random) -> tuple[str, str, Rule | None]:
    """The name of a slip, the id of a rule, and the rule after the slip (None: deleted)."""
    while True:
        kind, (id, (_, _, rule)) = draw.choice(sorted(EDITS)), draw.choice(sorted(book.rules.items()))
        new = EDITS[kind](rule, draw)
        if new is not None and (kind == DELETED or new != rule):
            return kind, id, None if kind == DELETED else new


def moves_an_answer(old: CompiledLaw, new: CompiledLaw, id: str, draw: random.Random, tries: int) -> dict[str, str] | None:
    """A case that the two answer otherwise, of cases drawn in the scope of a rule; None when none was found."""
    question = (old.lawbook.rules.get(id) or new.lawbook.rules[id])[2].question
    books = [b for b in (old, new) if id in b.lawbook.rules]
    for _ in range(tries):
        facts = _case(draw.choice(books), question, id, draw)
        try:
            answers = [ask(b, question, dict(facts)) for b in (old, new)]
        except CaseError:
            continue
        if _said(answers[0]) != _said(answers[1]):
            return facts
    return None


def _said(decision: shidian.Decision) -> tuple[object, ...]:
    reading = [(r.outcome, r.causes, r.ceiling, r.exclusive, r.given, r.conditions) for r in (decision.in_force, decision.announced)]
    duties = sorted((d.rule, d.name.en, d.certain) for d in decision.duties)
    return (*reading, tuple(duties))


def _case(law: CompiledLaw, question: str, id: str, draw: random.Random) -> dict[str, str]:
    """A case drawn within what the rule tests, at or near a day on which its standing changes; the rest at random."""
    rulebook = law.rulebook(question)
    rule = rulebook.by_id[id]
    record = law.lawbook.rules[id][2]
    days = sorted(rule.validity.days()) or [dt.date(2025, 1, 1)]
    facts: dict[str, str] = {}
    for fact in rulebook.question.facts:
        test = record.when.get(fact.fact)
        if fact.domain == "date":
            facts[fact.fact] = (draw.choice(days) + dt.timedelta(days=draw.choice((-1, 0, 0, 1, 30, 200)))).isoformat()
        elif fact.vocabulary:
            tree = rulebook.trees[fact.fact]
            words = [test] if isinstance(test, str) else list(test) if isinstance(test, tuple) else []
            terms, zones = tree.spread(words)
            inner = [a for t in sorted(terms) if t in tree.parent for a in tree.atoms(t)] + sorted(zones)
            pool = inner if inner and draw.random() < 0.9 else sorted(tree.parent)
            facts[fact.fact] = draw.choice(pool)
        elif fact.domain == "number":
            numbers = [n for b in record.effect.values() if isinstance(b, Bound) for n in (b.at_most, b.below) if n is not None]
            near = [n + s for n in numbers for s in (Decimal("-0.5"), 0, Decimal("0.5"))] + [Decimal(0), Decimal(40), Decimal(100)]
            facts[fact.fact] = f"{draw.choice(near):f}"
        elif fact.domain == "yes_no":
            facts[fact.fact] = test if isinstance(test, str) else draw.choice(["yes", "no"])
        elif fact.domain == "choice":
            inside = [test] if isinstance(test, str) else list(test) if isinstance(test, tuple) else []
            facts[fact.fact] = draw.choice(inside if inside and draw.random() < 0.9 else [c.id for c in fact.choices])
    return facts


def run(edits: int, seed: int, tries: int, write: bool, seconds: float = float("inf")) -> int:
    """Try so many edits, fewer when so many seconds of processor time have gone, print the figures (and keep them on their page), and return the exit code."""
    book = shidian.load().lawbook
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)  # sweeps for cycles through two whole lawbooks took a part of the time
    old, draw = CompiledLaw(book), random.Random(seed)
    before, began = sections(old), time.process_time()
    moved, seen, missed, lines = Counter[str](), Counter[str](), [], []
    tried = Counter[str]()
    for _ in range(edits):
        if time.process_time() - began > seconds:
            break
        kind, id, rule = drawn(book, draw)
        new = CompiledLaw(edited(book.content, id, rule))
        changed = changes(before, sections(new))
        witness = moves_an_answer(old, new, id, draw, tries)
        tried[kind] += 1
        seen[kind] += bool(changed)
        moved[kind] += witness is not None
        if changed:
            lines.append(sum(max(len(c.left), len(c.came)) for c in changed))
        if witness is not None and not changed:
            missed.append((kind, id, witness))
    cuts = statistics.quantiles(lines, n=10) if len(lines) > 1 else [0.0] * 9
    told = [
        f"{'edit':24}{'tried':>7}{'moved an answer':>17}{'changed the lock':>18}",
        *(f"{kind:24}{tried[kind]:7}{moved[kind]:17}{seen[kind]:18}" for kind in sorted(tried)),
        f"{'all':24}{tried.total():7}{moved.total():17}{seen.total():18}",
        f"lines of the lock an edit changes: median {statistics.median(lines):.0f}, nine in ten at most {cuts[8]:.0f}, most {max(lines)}",
        f"{time.process_time() - began:.0f} s of processor; edits that moved an answer and left the lock as it was: {len(missed)}",
        *(f"  {kind} of {id}: {witness}" for kind, id, witness in missed),
    ]
    print("\n".join(told))
    if write:
        keep("edits", told)
    return 1 if missed else 0


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=dt.date.today().toordinal())
    parser.add_argument("--tries", type=int, default=120, help="cases drawn for each edit")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so much processor time; what was tried is kept")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/reference/reliability.md")
    given = parser.parse_args()
    sys.exit(run(given.edits, given.seed, given.tries, given.write, given.seconds))


if __name__ == "__main__":
    main()
