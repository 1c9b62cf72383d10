"""Supervaluation: whether every way of filling in the missing facts gives the same answer, and which facts decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from msgspec import Struct

from shidian.engine.bounds import Read, Undetermined, outcome, settle
from shidian.engine.case import Case
from shidian.engine.options import Option, linked, open_facts, options, samples, zone_leads
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import State, Viewpoint, learn, look
from shidian.law.budget import go_on


class Depends(Struct, frozen=True):
    """The answer differs between ways of filling in what is missing."""


DEPENDS = Depends()


class OpenFact(Struct, frozen=True):
    """A fact that decides, and what each class of its values leads to: an answer, Undetermined, or Depends."""

    fact: str
    branches: tuple[tuple[Option, object], ...]


def answer(rulebook: Rulebook, state: State, case: Case, view: Viewpoint, read: Read) -> object:
    """The answer that every completion of the case gives: a value of `read`, an Undetermined, or DEPENDS."""
    go_on()
    settled = settle(rulebook, state, case, read)
    if settled is not None:
        return settled
    facts = open_facts(rulebook, state, case)
    if not facts:
        return DEPENDS
    return agreed(
        answer(rulebook, learn(rulebook, state, learnt, view), learnt, view, read) for learnt in samples(rulebook, state, case, facts[0])
    )


def agreed(branches: Iterable[object]) -> object:
    """The one answer that all branches give, with all causes where none has one; DEPENDS where they differ, or one depends."""
    found: object = None
    for branch in branches:
        if branch is DEPENDS:
            return DEPENDS
        if isinstance(found, Undetermined) and isinstance(branch, Undetermined):
            found = found.and_also(branch)
        elif found is not None and branch != found:
            return DEPENDS
        else:
            found = branch
    return DEPENDS if found is None else found


def told_apart(branches: Iterable[object], *, bound: bool) -> bool | None:
    """Whether the values of a fact lead to different answers; None where every branch depends on other facts.

    Where one value settles the answer and another does not, some completion tells them apart; but of a number that bounds an open one
    (`bound`), the other values may allow completions that the first does not.
    """
    settled: set[object] = set()
    depends = False
    for result in branches:
        if result is DEPENDS:
            depends = True
        else:
            settled.add(None if isinstance(result, Undetermined) else result)
        if len(settled) > 1 or (settled and depends and not bound):
            return True
    return None if depends else False


def decides(rulebook: Rulebook, state: State, case: Case, view: Viewpoint, read: Read, fact: str) -> bool:
    """Whether some completion of the other facts leaves the answer to `fact`."""
    if settle(rulebook, state, case, read) is not None:
        return False
    facts = open_facts(rulebook, state, case)
    if fact not in facts:
        return False
    differ = told_apart(
        (answer(rulebook, learn(rulebook, state, learnt, view), learnt, view, read) for learnt in samples(rulebook, state, case, fact)),
        bound=not linked(rulebook, fact).isdisjoint(f for f in facts if f != fact),
    )
    if differ is not None:
        return differ
    # one other fact is enough to branch on: its classes cover every completion. A place is settled in two steps, unit and zones, and
    # is branched on itself only when nothing else is open: what was split is settled, and no longer shown to decide.
    others = [f for f in facts if f != fact] or ([fact] if rulebook.facts[fact].domain == "place" else [])
    return bool(others) and any(
        decides(rulebook, learn(rulebook, state, learnt, view), learnt, view, read, fact)
        for learnt in samples(rulebook, state, case, others[0])
    )


def missing(rulebook: Rulebook, state: State, case: Case, view: Viewpoint, read: Read) -> tuple[OpenFact, ...]:
    """The facts that decide, best next question first: the one that settles the answer for most of its values."""
    deciding = [f for f in open_facts(rulebook, state, case) if decides(rulebook, state, case, view, read, f)]
    return branched(
        rulebook, state, case, deciding, lambda learnt: answer(rulebook, learn(rulebook, state, learnt, view), learnt, view, read)
    )


def branched(rulebook: Rulebook, state: State, case: Case, facts: Sequence[str], result: Callable[[Case], object]) -> tuple[OpenFact, ...]:
    """What each class of values of some open facts leads to, by `result`; the fact first whose values settle the answer most often."""
    found: list[tuple[float, int, OpenFact]] = []
    for rank, fact in enumerate(facts):
        classes = options(rulebook, state, case, fact)
        if not any(o.zone for o in classes):
            classes = [*classes, *zone_leads(rulebook, state, case, fact)]
        branches = tuple((o, result(o.case)) for o in classes)
        settled = sum(led is not DEPENDS for _, led in branches) / len(branches)
        found.append((-settled, rank, OpenFact(fact, branches)))
    return tuple(m for _, _, m in sorted(found, key=lambda f: f[:2]))


MOST_PAIRED, MOST_VALUES = 4, 6
"""Open facts that are taken two by two, the first to ask for, and values that such a fact may have."""


class SettledPair(Struct, frozen=True):
    """Values of two facts that settle the answer together, whatever else is missing: of each its values, any of which will do; and the rank
    of the outcome."""

    values: dict[str, tuple[str, ...]]
    rank: int


def settled_by_two(rulebook: Rulebook, case: Case, view: Viewpoint, facts: Sequence[str]) -> list[SettledPair]:
    """Of open facts none of which settles anything alone, what two of them settle; what settles the most of their values first."""
    state = look(rulebook, case, view)
    choices = {
        f: [c.id for c in rulebook.facts[f].choices] or ["yes", "no"] for f in facts if rulebook.facts[f].domain in ("yes_no", "choice")
    }
    small = [f for f, words in choices.items() if len(words) <= MOST_VALUES][:MOST_PAIRED]
    found: list[tuple[float, SettledPair]] = []
    for first, second in combinations(small, 2):
        rows: dict[tuple[object, tuple[str, ...]], list[str]] = {}
        for one in choices[first]:
            learnt = case.with_value(first, one)
            halfway, by = learn(rulebook, state, learnt, view), dict[object, list[str]]()
            for two in choices[second]:
                whole = learnt.with_value(second, two)
                by.setdefault(answer(rulebook, learn(rulebook, halfway, whole, view), whole, view, outcome), []).append(two)
            for result, twos in by.items():
                rows.setdefault((result, tuple(twos)), []).append(one)
        for (result, words), ones in rows.items():
            if isinstance(result, int):
                part = len(ones) * len(words) / len(choices[first]) / len(choices[second])
                found.append((part, SettledPair({first: tuple(ones), second: words}, result)))
    return [pair for _, pair in sorted(found, key=lambda x: -x[0])]
