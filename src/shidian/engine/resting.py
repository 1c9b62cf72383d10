"""What an answer rests on: the rules that determine it, those in doubt that bear on it, and the ways to it."""

from __future__ import annotations

from itertools import product

from msgspec import Struct

from shidian.engine.bounds import NOT_PERMITTED, PROHIBITED
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import State, cause_of

MOST_ROUTES = 12


class Applied(Struct, frozen=True):
    """A limit that applies: by which ways the case keeps within it (the limit's own terms, or
    reliefs), whether it stands in the way (`binding`), and whether it bars the activity altogether;
    `doubt` says why it is open whether the limit applies at all; the case keeps within it either way. Without ways and not binding:
    every completion keeps within it, and by which way hangs on missing facts."""

    limit: str
    ways: tuple[str, ...]
    binding: bool
    barred: bool
    doubt: str | None = None


def bearing_doubts(state: State, causes: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """The rules in doubt that bear on the outcome: limits, reliefs of limits that may apply, closing rules. `causes` leave the answer open
    whatever is learnt: a rule that would then be in doubt for one of them is in doubt for that."""
    rules = [(r, cause_of(r)) for r in state.hidden]
    rules += [(r, cause_of(r) if r.id in state.veiled and cause_of(r) in causes else "missing_facts") for r in state.maybe]
    limits = {r.id for r in (*state.yes, *state.hidden, *state.maybe) if r.kind == "limit"}
    bearing = [(r, why) for r, why in rules if not r.relieves or r.relieves & limits]
    others = {r.instead_of for r, _ in bearing}
    return tuple((r.id, why) for r, why in bearing if r.id not in others)


def determining_of(
    rulebook: Rulebook, rank: int | None, applied: tuple[Applied, ...], closing: tuple[str, ...], doubtful: tuple[tuple[str, str], ...]
) -> tuple[str, ...]:
    """The rules that an outcome (its rank; None: it is open) rests on."""
    if rank is None:
        return tuple(dict.fromkeys([*(a.limit for a in applied), *(id for id, _ in doubtful)]))
    closing = closing or tuple(id for id, _ in doubtful if rulebook.by_id[id].kind == "closing")  # several close the matter between them
    if rulebook.question.reads == "grants":  # nothing surely grants: it is refused, or several rules grant it between them
        return tuple(id for id, _ in doubtful if rulebook.by_id[id].kind == "grant") if rank else closing
    if rulebook.question.reads == "chain":
        kept = [a for a in applied if a.ways]
        last = max((position(rulebook, a) for a in kept), default=0)
        sure = [a for a in kept if a.doubt is None and position(rulebook, a) == last]
        kept = sure or kept  # what surely leads there is enough
        found = [id for a in kept if position(rulebook, a) == last for id in (a.limit, *a.ways)]
        return tuple(dict.fromkeys(found)) or closing
    if rank <= NOT_PERMITTED:
        binding = [a.limit for a in applied if (a.barred if rank == PROHIBITED else a.binding)]
        return tuple(binding) or tuple(id for id, _ in doubtful if rulebook.by_id[id].kind == "limit")
    certain = any(a.doubt is None for a in applied)
    return tuple(dict.fromkeys([*(id for a in applied for id in (a.limit, *a.ways)), *(() if certain else closing)]))


def position(rulebook: Rulebook, applied: Applied) -> int:
    """Where a limit of a chain leads by the mildest of its ways."""
    return rulebook.by_id[applied.ways[0]].effect.chain


def routes_of(applied: tuple[Applied, ...]) -> tuple[tuple[str, ...], ...]:
    """The ways to keep within every limit at once: for each limit one way; ways that need strictly more are left out."""
    choices = [a.ways for a in applied if a.limit not in a.ways or (len(a.ways) > 1 and a.doubt is None)]
    if not choices:
        return ()
    found: list[frozenset[str]] = []
    for combination in product(*choices):
        route = frozenset(combination)
        if route not in found:
            found.append(route)
        if len(found) > MOST_ROUTES * 4:
            break
    least = [r for r in found if not any(other < r for other in found)]
    return tuple(tuple(sorted(r)) for r in least[:MOST_ROUTES])
