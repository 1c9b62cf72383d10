"""The decision of a case: one answer for each reading, and everything that bears on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from shidian.engine.algebra import Ceiling, admitted, ceiling_of
from shidian.engine.bounds import (
    NOT_PERMITTED,
    PERMITTED,
    Read,
    Undetermined,
    World,
    alternatives,
    best_of,
    name_of,
    numbers,
    outcome,
    outcome_name,
)
from shidian.engine.case import Case
from shidian.engine.options import least_of, open_facts
from shidian.engine.reach import NO_BOUNDS, Reach, RefusedBy, at_least, bounds, ends, mildest
from shidian.engine.resting import Applied, bearing_doubts, determining_of, position, routes_of
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import DEPENDS, OpenFact, answer, missing
from shidian.engine.state import NOTHING, READINGS, State, Viewpoint, alike, cause_of, learn, look, look_at_duties
from shidian.law.records.base import Reading


class Answer(Struct, frozen=True, cache_hash=True):
    """What one reading of the law answers.

    `outcome` is `undetermined` where completions or doubt lead to different ones, but `refused` where all of these refuse; `because` says
    why either is open. `certain` is the share up to which every completion of the case and every resolution of doubt permits, and above
    `possible` none does, whatever share was asked; `ceiling` is both where they are one. `best` and `worst` are the mildest and the
    strictest outcome that are possible. `determining` are the ids of the rules the outcome rests on; `doubtful` those that would matter
    if more were known, each with why it is in doubt (`missing_facts`, `standing_unknown`, `disputed`, `gap`). `routes` are the ways to
    the outcome: sets of rule ids. `split`: every completion gives the outcome, and not all for the same reasons.
    """

    reading: Reading
    outcome: str
    because: str | None
    causes: tuple[str, ...]
    ceiling: Ceiling | None
    certain: Ceiling | None
    possible: Ceiling | None
    best: str
    worst: str
    determining: tuple[str, ...]
    limits: tuple[Applied, ...]
    grants: tuple[str, ...]
    closing: tuple[str, ...]
    duties: tuple[str, ...]
    possible_duties: tuple[str, ...]
    doubtful: tuple[tuple[str, str], ...]
    routes: tuple[tuple[str, ...], ...]
    split: bool = False


class Answers(Struct, frozen=True):
    """The answers in both readings, and the facts that decide (of the reading in force; of the announced one when only that
    is open)."""

    in_force: Answer
    announced: Answer
    missing: tuple[OpenFact, ...]
    missing_for: Reading


def decide(
    rulebook: Rulebook, case: Case, known_on: dt.date | None = None, *, ask: bool = True, strictest: bool = True, bounded: bool = True
) -> Answers:
    """Decide a case. With `ask` false the deciding facts are not looked for; with `strictest` false the strictest outcome that is possible
    is not, and stands as the last of all, nor are duties; with `bounded` false neither are the ceilings, and there is none."""
    answers: dict[str, Answer] = {}
    open_view: Viewpoint | None = None
    for reading in READINGS:
        view = Viewpoint(reading, known_on)
        if answers and alike(rulebook, case, known_on, duties=strictest):
            answers[reading] = replace(answers["in_force"], reading=reading)
            break
        answers[reading] = _answer(rulebook, case, view, strictest, bounded)
        if answers[reading].because == "missing_facts" and open_view is None:
            open_view = view
    facts: tuple[OpenFact, ...] = ()
    if ask and open_view is not None:
        facts = deciding(rulebook, case, known_on, open_view.reading)
    return Answers(answers["in_force"], answers["announced"], facts, open_view.reading if open_view else "in_force")


def nothing_to_search(rulebook: Rulebook, case: Case) -> bool:
    """Whether nothing that is not said bears on a case, whatever the number that the main ceiling bounds."""
    whole = case.with_value(rulebook.main_of, None) if rulebook.main_of else case
    states = (look(rulebook, whole, Viewpoint(reading)) for reading in READINGS)
    return all({*open_facts(rulebook, state, whole)} <= {rulebook.main_of} for state in states)


def deciding(rulebook: Rulebook, case: Case, known_on: dt.date | None, reading: Reading) -> tuple[OpenFact, ...]:
    """The missing facts that decide a reading, and where each answer leads."""
    view = Viewpoint(reading, known_on)
    state = look(rulebook, case, view)
    found = missing(rulebook, state, case, view, outcome)

    def refused(learnt: Case) -> bool:
        return answer(rulebook, learn(rulebook, state, learnt, view), learnt, view, at_least(PERMITTED)) is False

    return told(rulebook, found, refused)


def told(rulebook: Rulebook, facts: tuple[OpenFact, ...], refused: Callable[[Case], bool]) -> tuple[OpenFact, ...]:
    """Open facts with what is refused whatever else turns out marked as such; `refused` says of a case whether it is."""
    if rulebook.question.reads != "ceilings":
        return facts

    def marked(learnt: Case, result: object) -> object:
        return RefusedBy(result) if not isinstance(result, int) and refused(learnt) else result

    return tuple(replace(f, branches=tuple((o, marked(o.case, result)) for o, result in f.branches)) for f in facts)


def _answer(rulebook: Rulebook, case: Case, view: Viewpoint, strictest: bool, bounded: bool) -> Answer:
    state = look(rulebook, case, view)
    result = answer(rulebook, state, case, view, outcome)

    def asked(read: Read) -> object:
        return answer(rulebook, state, case, view, read)

    most = best_of(rulebook)
    best, worst = ends(asked, result, most) if strictest else (mildest(asked, result, most), 0)
    reach = Reach(bounds(rulebook, case, view) if bounded else NO_BOUNDS, best, worst)
    return assemble(rulebook, case, view.reading, state, look_at_duties(rulebook, case, view) if strictest else NOTHING, result, reach)


def assemble(rulebook: Rulebook, case: Case, reading: Reading, state: State, duties: State, result: object, reach: Reach) -> Answer:
    """The whole answer, from what was found: the outcome (`result`) that every completion gives, and how far it reaches. Of the
    case only the numbers that ceilings bound are read."""
    causes: tuple[str, ...] = ()
    if result is DEPENDS:
        causes = ("missing_facts",)
    elif isinstance(result, Undetermined):
        causes = result.causes
    limits = [r for r in state.yes if r.kind == "limit"]
    reliefs = [r for r in state.yes if r.kind == "relief"]
    applied = _apply(rulebook, case, limits, reliefs)
    others = {r.instead_of for r in limits}
    applied = tuple(a for a in applied if a.limit not in others)
    rank = result if isinstance(result, int) else None
    split = rank is not None and not _alone(rulebook, case, state, limits, reliefs, rank)
    if split:
        applied = tuple(_by_some_way(rulebook, a, rank) for a in applied)
    if rank == PERMITTED or (rank is not None and rulebook.question.reads == "chain"):
        kept = _kept_in_doubt(rulebook, case, state, reliefs)
        applied = (*applied, *(a for a in kept if not split or _by_some_way(rulebook, a, rank) is a))
    name = outcome_name(rulebook, rank, reach.best)
    doubtful = bearing_doubts(state, causes)
    grants = tuple(r.id for r in state.yes if r.kind == "grant")
    given = rulebook.question.reads == "grants" and rank == 1  # by one rule or another: what holds where nothing is given says nothing
    closing = () if given else tuple(r.id for r in state.yes if r.kind == "closing")
    bars = tuple(a.limit for a in applied if a.binding) if name == "refused" else ()
    determining = grants or bars or determining_of(rulebook, rank, applied, closing, doubtful)
    if split and any(_hangs(a) for a in applied):
        open_limits = {a.limit for a in applied if _hangs(a)}
        reliefs_open = [id for id, _ in doubtful if rulebook.by_id[id].relieves & open_limits and _mild_enough(rulebook, id, rank)]
        determining = tuple(dict.fromkeys([*determining, *(a.limit for a in applied if _hangs(a)), *reliefs_open]))
    return Answer(
        reading=reading,
        outcome=name,
        because=causes[0] if causes else None,
        causes=causes,
        ceiling=reach.ceiling,
        certain=_finite(reach.bounds.certain),
        possible=_finite(reach.bounds.possible),
        best=name_of(rulebook, reach.best),
        worst=name_of(rulebook, reach.worst),
        determining=determining,
        limits=applied,
        grants=grants,
        closing=closing if not limits and not grants else (),
        duties=surely_asked(duties),
        possible_duties=perhaps_asked(duties),
        doubtful=doubtful,
        routes=tuple((g,) for g in grants)
        if grants
        else routes_of(applied)
        if rank is not None and not any(a.binding or _hangs(a) for a in applied)
        else (),
        split=split,
    )


def surely_asked(duties: State) -> tuple[str, ...]:
    """The duties that a case has."""
    return tuple([r.id for r in duties.yes])


def perhaps_asked(duties: State) -> tuple[str, ...]:
    """The duties that a case may have."""
    return tuple([r.id for r in (*duties.maybe, *duties.hidden)])


def _alone(rulebook: Rulebook, case: Case, state: State, limits: list[Rule], reliefs: list[Rule], rank: object) -> bool:
    """Whether the rules that surely apply give the outcome by themselves. What is given is read off each grant."""
    if rulebook.question.reads == "grants":
        return True
    found, closed = alternatives(limits, reliefs), any(r.kind == "closing" for r in state.yes)
    return all(outcome(rulebook, World(found, False, closed, False, numbers(rulebook, case, strict))) == rank for strict in (True, False))


def _by_some_way(rulebook: Rulebook, applied: Applied, rank: object) -> Applied:
    """A limit that would stand in the way of the outcome, which every completion gives all the same."""
    if rulebook.question.reads == "chain":
        against = isinstance(rank, int) and best_of(rulebook) - position(rulebook, applied) < rank
    else:
        against = applied.barred if rank == NOT_PERMITTED else applied.binding and rank == PERMITTED
    return replace(applied, ways=(), binding=False, barred=False, doubt="missing_facts") if against else applied


def _mild_enough(rulebook: Rulebook, relief: str, rank: object) -> bool:
    """Whether a relief can bring the outcome: of a chain, whether it leads no further up than that."""
    if rulebook.question.reads != "chain" or not isinstance(rank, int):
        return True
    return best_of(rulebook) - rulebook.by_id[relief].effect.chain >= rank


def _hangs(applied: Applied) -> bool:
    return not applied.ways and not applied.binding


def _finite(top: Ceiling | None) -> Ceiling | None:
    """The ceiling, unless it bounds nothing."""
    return top if top is not None and top.value.is_finite() else None


def _kept_in_doubt(rulebook: Rulebook, case: Case, state: State, reliefs: list[Rule]) -> tuple[Applied, ...]:
    """The limits in doubt that the case keeps within, should they apply: a definite answer rests on that too, and their
    conditions may come with it."""
    doubtful = [r for r in (*state.hidden, *state.maybe) if r.kind == "limit" and r.taint != "gap"]
    why = {r.id: cause_of(r) for r in state.hidden} | {r.id: "missing_facts" for r in state.maybe}
    return tuple(
        Applied(a.limit, a.ways, a.binding, a.barred, why[a.limit])
        for a in _apply(rulebook, case, doubtful, reliefs)
        if a.ways and not a.barred
    )


def _apply(rulebook: Rulebook, case: Case, limits: list[Rule], reliefs: list[Rule]) -> tuple[Applied, ...]:
    """Each limit that applies, with the ways that admit the case; of a number that is missing the least that it can be. For a chain: the
    mildest ways."""
    least = {slot: (case.values[fact], least_of(rulebook, case, fact)) for slot, fact in rulebook.ceilings.items()}
    given = {slot: n for slot, known in least.items() if (n := next((v for v in known if isinstance(v, Decimal)), None)) is not None}
    out = []
    for limit in alternatives(limits, reliefs):
        if rulebook.question.reads == "chain":
            best = min(effect.chain for _, effect in limit.ways)
            ways = [id for id, effect in limit.ways if effect.chain == best]
            out.append(Applied(limit.limit, tuple(ways), binding=ways[0] == limit.limit, barred=False))
        else:
            ways = admitted(limit.ways, given)
            top = ceiling_of(rulebook.question.main, [limit])
            barred = top is not None and top.value == 0
            out.append(Applied(limit.limit, tuple(ways), binding=barred or not ways, barred=barred))
    return tuple(out)
