"""One case, decided by the engine and by brute force: all that the meaning says of it, beside what the engine says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from shidian.engine.bounds import best_of, name_of
from shidian.engine.case import Case
from shidian.engine.decide import Answer, Answers
from shidian.engine.gifts import gift_bounds
from shidian.engine.reach import NONE_AT_ALL
from shidian.engine.rule import written
from shidian.engine.rulebook import Rulebook
from shidian.meaning.answer import Meaning
from shidian.meaning.completions import Facts

MOST_COMPLETIONS, MOST_HIDDEN = 400, 8
"""What brute force may take: completions of a case with any share, and rules in doubt in one of them."""


def facts_of(case: Case) -> Facts:
    """The case as the meaning takes it: it shares no class with the engine."""
    return Facts(case.values, case.zones)


def unlike(meaning: Meaning, rulebook: Rulebook, case: Case, known_on: dt.date | None, answers: Answers) -> list[str] | None:
    """Where the engine says something else than the meaning, in words; None for a case that is too large for brute force."""
    facts = facts_of(case)
    if not _small(meaning, facts, known_on):
        return None
    out = []
    for answer in (answers.in_force, answers.announced):
        asked = {m.fact for m in answers.missing} if answer.because == "missing_facts" and answer.reading == answers.missing_for else None
        out += [f"{answer.reading}: {found}" for found in _unlike(meaning, rulebook, case, facts, known_on, answer, asked)]
    return out


def _small(meaning: Meaning, facts: Facts, known_on: dt.date | None) -> bool:
    """Whether brute force is quick; numbers that cannot be together have no completion."""
    main = next((s.of for s in meaning.question.slots if s.slot == meaning.question.main and s.of), None)
    free = facts if main is None else Facts({**facts.values, main: None}, facts.zones)
    if not any(True for _ in meaning.completions(facts)):
        return False
    done = list(islice(meaning.completions(free), MOST_COMPLETIONS + 1))
    if len(done) > MOST_COMPLETIONS:
        return False
    return all(len(meaning.sorted_rules(d, free, r, known_on)[1]) <= MOST_HIDDEN for d in done for r in ("in_force", "announced"))


def _unlike(
    meaning: Meaning, rulebook: Rulebook, case: Case, facts: Facts, known_on: dt.date | None, answer: Answer, asked: set[str] | None
) -> Iterator[str]:
    reading = answer.reading
    verdict = meaning.decide(facts, reading, known_on)
    if answer.outcome != verdict.outcome or (answer.because or "") not in (verdict.causes or {""}):
        yield f"the engine says {answer.outcome} {answer.causes}, the meaning {verdict}"
    ranks = [name_of(rulebook, rank) for rank in range(best_of(rulebook) + 1)]
    ends = sorted(ranks.index(o) for o in meaning.possible(facts, reading, known_on))
    if (answer.worst, answer.best) != (ranks[ends[0]], ranks[ends[-1]]):
        yield f"the engine says {answer.worst} to {answer.best}, the meaning {ranks[ends[0]]} to {ranks[ends[-1]]}"
    if asked is not None:
        decide_it = meaning.deciding(facts, reading, known_on)
        if asked != decide_it:
            yield f"the engine asks for {sorted(asked)}, {sorted(decide_it)} decide"
    if rulebook.question.reads == "ceilings" and rulebook.main_of is not None:
        yield from _shares(meaning, facts, known_on, answer)
    certain, possible = meaning.duties(facts, reading, known_on)
    if more := {written(d) for d in answer.duties} - {written(d) for d in certain}:
        yield f"duties that are certain for the engine alone: {sorted(more)}"
    if less := {written(d) for d in possible} - {written(d) for d in (*answer.duties, *answer.possible_duties)}:
        yield f"duties that the engine leaves out: {sorted(less)}"
    if rulebook.question.reads == "grants":
        yield from _gifts(meaning, rulebook, case, facts, known_on, answer)
    settled = meaning.settled(facts, reading, known_on)
    if settled is not None and answer.outcome == "permitted" and not answer.split:
        routes = {frozenset(r) for r in answer.routes}
        if len(answer.routes) < 12 and routes != settled[1]:
            yield f"the engine has the routes {sorted(map(sorted, routes))}, the meaning {sorted(map(sorted, settled[1]))}"


def _shares(meaning: Meaning, facts: Facts, known_on: dt.date | None, answer: Answer) -> Iterator[str]:
    """No share up to the certain one is refused or open, and none above the possible one permitted."""
    always, ever, values = meaning.bounds(facts, answer.reading, known_on)
    for share in sorted(v for v in values if v > 0):
        unbroken = all(v in always for v in values if v <= share)
        if answer.certain is not None and answer.certain.admits(share) != unbroken:
            yield f"{share} % is {'' if unbroken else 'not '}certain, the engine says up to {answer.certain}"
            return
        if answer.certain is None and not unbroken:
            yield f"{share} % is not certain, the engine says every share is"
            return
        may = any(v in ever for v in values if v >= share)
        if (answer.possible is None or answer.possible.admits(share)) != may:
            yield f"{share} % is {'' if may else 'not '}possible, the engine says up to {answer.possible}"
            return
    if answer.ceiling is not None and not answer.ceiling == answer.certain == answer.possible:
        yield f"the ceiling {answer.ceiling} is not both bounds"
    if answer.ceiling == NONE_AT_ALL and answer.best != "prohibited":
        yield "a ceiling of 0 that does not prohibit"


def _gifts(meaning: Meaning, rulebook: Rulebook, case: Case, facts: Facts, known_on: dt.date | None, answer: Answer) -> Iterator[str]:
    """What is given for certain is given in every completion, and no completion gives more than is possible."""
    certain, possible = meaning.gives(facts, answer.reading, known_on)
    found = gift_bounds(rulebook, answer, case)
    for gift in found.certain:
        least = certain.get(gift.slot)
        enough = (
            gift.words <= least if isinstance(least, frozenset) else gift.amount is None or (least is not None and gift.amount <= least)
        )
        if not enough:
            yield f"gives {gift} for certain, the meaning {least}"
    most = {g.slot: g for g in found.possible}
    for slot, value in possible.items():
        given = most.get(slot)
        if given is None:
            yield f"may give {slot}: {value}, of which the engine says nothing"
        elif not (value <= given.words if isinstance(value, frozenset) else given.amount is None or value <= given.amount):
            yield f"may give {value}, the engine says at most {given}"
