"""How far an answer reaches, whatever else turns out: the shares that are certain and possible, and the best and worst outcome.

A printed ceiling is a promise, so it is found over every share and not over the one that was asked: a rule that speaks of some
shares only would else be forgotten. `certain` is the share up to which every completion of the missing facts and every resolution
of doubt permits; above `possible` none does. Where the two are one, they are the ceiling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

from msgspec import Struct

from shidian.engine.algebra import Ceiling
from shidian.engine.bounds import PERMITTED, Read, Undetermined, World, outcome, settle
from shidian.engine.case import Case
from shidian.engine.options import Option, least_of, number_classes, open_facts, samples
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import answer
from shidian.engine.state import State, Viewpoint, learn, look

Ask = Callable[[Read], object]
"""What every completion gives, read in one way: a value, an Undetermined, or DEPENDS."""

NONE_AT_ALL = Ceiling(Decimal(0))

NumberClass = tuple[Decimal, Decimal, Callable[[], bool | None], bool]
"""Some numbers, as a point (p, p) or an open interval (a, b), with how to find what `permits` says of them, and whether the number can lie there at all."""


class Bounds(Struct, frozen=True):
    """The shares that are certain and possible; None where the question bounds no number. A ceiling of 0 says that no share is."""

    certain: Ceiling | None
    possible: Ceiling | None


NO_BOUNDS = Bounds(None, None)


class Reach(Struct, frozen=True):
    """How far an answer reaches. `best` and `worst` are the ranks of the mildest and the strictest outcome that some completion and some
    resolution of doubt give."""

    bounds: Bounds
    best: int
    worst: int

    @property
    def ceiling(self) -> Ceiling | None:
        """The one ceiling, where there is one. A case that is refused for another reason than its share has none."""
        top = self.bounds.certain
        if top is None or top != self.bounds.possible or not top.value.is_finite():
            return None
        return None if top == NONE_AT_ALL and self.best > 0 else top


class RefusedBy(Struct, frozen=True):
    """What a value of a missing fact leads to where it is refused whatever else turns out; `result` is what is open all the same."""

    result: object


@cache
def at_least(rank: int) -> Read:
    """Whether the outcome is this one or a milder one."""

    def read(rulebook: Rulebook, world: World) -> bool:
        return outcome(rulebook, world) >= rank

    return read


MOST_LOOKED_AT = 2_000
"""Cases that are looked at to see whether some rule closes the matter in each."""


def closed(rulebook: Rulebook, case: Case, view: Viewpoint) -> bool:
    """Whether in every completion some rule closes the matter or limits it. Where none does, anything stricter than what is known may hold. A
    case with too many completions to look at counts as one that is not closed."""
    waiting, looked = [(look(rulebook, case, view), case)], set[object]()
    while waiting:
        if len(looked) == MOST_LOOKED_AT:
            return False
        state, here = waiting.pop()
        if any(r.kind in ("closing", "limit") for r in state.yes):
            continue  # what surely applies goes on applying
        future = _future(rulebook, state, here)
        if future in looked:
            continue
        looked.add(future)
        found = settle(rulebook, state, here, outcome)
        if isinstance(found, Undetermined) and "gap" in found.causes:
            return False
        facts = open_facts(rulebook, state, here) if found is None else ()
        if facts:
            waiting += [(learn(rulebook, state, one, view), one) for one in samples(rulebook, state, here, facts[0])]
    return True


def _future(rulebook: Rulebook, state: State, case: Case) -> object:
    """All that the completions of a case can still depend on: its rules, and the facts that those in doubt ask for or a ceiling bounds."""
    asked = (
        {t.fact for r in state.maybe for t in r.scope.all()} | {f for two in rulebook.ordered for f in two} | {*rulebook.ceilings.values()}
    )
    rules = tuple(tuple([r.id for r in some]) for some in (state.yes, state.hidden, state.maybe))
    zones = tuple(sorted(case.zones.items())) if rulebook.place in asked else ()
    return rules, state.veiled, tuple([(f, case.values[f]) for f in sorted(asked)]), zones


def ends(ask: Ask, result: object, most: int) -> tuple[int, int]:
    """The ranks of the mildest and the strictest outcome that are possible; `result` is the outcome where it is settled, `most` the
    rank of the mildest of all."""
    best = mildest(ask, result, most)
    return best, result if isinstance(result, int) else next((rank for rank in range(best, 0, -1) if ask(at_least(rank)) is True), 0)


def mildest(ask: Ask, result: object, most: int) -> int:
    """The first of these by itself: to find the strictest takes a search for each rank."""
    return result if isinstance(result, int) else next((rank for rank in range(most, 0, -1) if ask(at_least(rank)) is not False), 0)


def permits(ask: Ask) -> bool | None:
    """Whether what is asked is permitted whatever turns out (True), refused whatever turns out (False), or neither (None)."""
    found = ask(at_least(PERMITTED))
    return found if isinstance(found, bool) else None


def bounds_of(classes: Sequence[NumberClass]) -> Bounds:
    """The certain and the possible ceiling, from the classes of the number in order. Asked are the least as far as all is permitted, and from the
    greatest down to the first that may be: what lies between moves neither. A share below that of one investor in it cannot be: it may be told what
    the law says of it, and keeps no promise."""
    certain = possible = NONE_AT_ALL
    for low, high, permitted, can_be in classes:
        if permitted():
            certain = Ceiling(high, exclusive=low != high)
        elif can_be:
            break
    for low, high, permitted, _ in reversed(classes):
        if permitted() is not False:
            possible = Ceiling(high, exclusive=low != high)
            break
    return Bounds(certain, possible)


def bounds(rulebook: Rulebook, case: Case, view: Viewpoint) -> Bounds:
    """The certain and the possible ceiling of a case, whatever share it asks for."""
    fact = rulebook.main_of
    if fact is None:
        return NO_BOUNDS
    whole = case.with_value(fact, None)
    state, least = look(rulebook, whole, view), least_of(rulebook, case, fact)

    def class_of(option: Option) -> NumberClass:
        @cache
        def permitted() -> bool | None:
            after = learn(rulebook, state, option.case, view)
            return permits(lambda read: answer(rulebook, after, option.case, view, read))

        low, high = map(Decimal, option.values)
        return low, high, permitted, least is None or high > least or low == high == least

    return bounds_of([class_of(option) for option in number_classes(rulebook, state, whole, fact)])
