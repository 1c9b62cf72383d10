"""The strictest and the mildest answer that a state still allows.

Limits can only make an answer stricter and reliefs only milder. So the strictest answer has every doubtful limit on and every
doubtful relief off, the mildest the reverse; where both agree, no missing fact can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from shidian.engine.algebra import Alternatives, admitted, ceiling_of, chain_of
from shidian.engine.case import Case
from shidian.engine.rule import Rule, told_as
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import State, cause_of

PROHIBITED, NOT_PERMITTED, PERMITTED = 0, 1, 2
CAUSES = ("gap", "disputed", "standing_unknown")
"""Why there is no answer whatever is learnt; the first is the one named."""


class World(Struct, frozen=True):
    """What applies in one way of resolving all doubt."""

    applying: tuple[Alternatives, ...]
    granted: bool  # a grant applies
    closed: bool  # a closing rule stands behind "nothing else limits it" (of grants: "nobody has it otherwise")
    unread: bool  # an unread limit may apply
    numbers: dict[str, Decimal]  # by slot: the number that the slot's ceiling bounds


class Undetermined(Struct, frozen=True):
    """No answer, whatever is learnt: the causes, and the rules they lie in."""

    causes: tuple[str, ...]
    rules: tuple[str, ...]

    def and_also(self, other: Undetermined) -> Undetermined:
        """The causes and rules of both, in an order that does not depend on which was found first."""
        both = self.causes + other.causes
        return Undetermined(tuple(c for c in CAUSES if c in both), tuple(dict.fromkeys(self.rules + other.rules)))


UNTOLD = Undetermined((), ())
"""No answer, where nobody asks why."""

HiddenStrict = Callable[[str], bool]
"""Whether a hidden rule (by id; "" for the absent closing rule) is taken at its strict end."""

Read = Callable[[Rulebook, World], object]
"""Reads an answer off a world. Answers of one reading are ordered: what is milder is greater."""


def outcome(rulebook: Rulebook, world: World) -> int:
    """The rank of the outcome; the greatest is the mildest."""
    if rulebook.question.reads == "chain":
        last = best_of(rulebook)
        rank = last - chain_of(world.applying)
        if world.unread:
            return 0
        return rank if world.closed else min(rank, last - 1)
    if rulebook.question.reads == "grants":
        return int(world.granted)
    rank = PERMITTED
    for limit in world.applying:
        ceiling = ceiling_of(rulebook.question.main, [limit])
        if ceiling is not None and ceiling.value == 0:
            return PROHIBITED
        if not admitted(limit.ways, world.numbers):
            rank = NOT_PERMITTED
    return rank if world.closed and not world.unread else min(rank, NOT_PERMITTED)


def best_of(rulebook: Rulebook) -> int:
    """The rank of the mildest outcome of the question."""
    reads = rulebook.question.reads
    return _chain_length(rulebook) - 1 if reads == "chain" else 1 if reads == "grants" else PERMITTED


def name_of(rulebook: Rulebook, rank: int) -> str:
    """The outcome of a rank."""
    if rulebook.question.reads == "chain":
        slot = next(s for s in rulebook.question.slots if s.slot == rulebook.question.main)
        return slot.values[len(slot.values) - 1 - rank].id
    if rulebook.question.reads == "grants":
        return ("not_granted", "granted")[rank]
    return ("prohibited", "not_permitted", "permitted")[rank]


def outcome_name(rulebook: Rulebook, rank: int | None, best: int) -> str:
    """The outcome of a rank; None where it is open, and `best` is the rank of the mildest that is possible."""
    if rank is not None:
        return name_of(rulebook, rank)
    return "refused" if rulebook.question.reads == "ceilings" and best < PERMITTED else "undetermined"


def _chain_length(rulebook: Rulebook) -> int:
    return len(next(s for s in rulebook.question.slots if s.slot == rulebook.question.main).values)


def alternatives(limits: Sequence[Rule], reliefs: Sequence[Rule]) -> tuple[Alternatives, ...]:
    """Each limit with the ways to live with it."""
    return tuple(
        Alternatives(limit.id, ((limit.id, limit.effect), *((r.id, r.effect) for r in reliefs if limit.id in r.relieves)))
        for limit in limits
    )


def numbers(rulebook: Rulebook, case: Case, strict: bool) -> dict[str, Decimal]:
    """By slot, the number its ceiling bounds; a missing one is taken at the end that is stricter, or milder."""
    return {slot: number_range(rulebook, case, fact)[1 if strict else 0] for slot, fact in rulebook.ceilings.items()}


def number_range(rulebook: Rulebook, case: Case, fact: str) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that a number can have."""
    value = case.values[fact]
    if isinstance(value, Decimal):
        return value, value
    declared = rulebook.facts[fact]
    low = declared.minimum if declared.minimum is not None else Decimal("-Infinity")
    high = declared.maximum if declared.maximum is not None else Decimal("Infinity")
    if declared.no_more_than is not None:
        high = min(high, number_range(rulebook, case, declared.no_more_than)[1])
    return low, high


def all_strict(_rule: str) -> bool:
    """Every hidden rule at its strict end."""
    return True


def all_mild(_rule: str) -> bool:
    """Every hidden rule at its mild end."""
    return False


def settle(rulebook: Rulebook, state: State, case: Case, read: Read) -> object:
    """The answer when no missing fact can change it, else None. Why there is no answer is told of the outcome alone."""
    if rulebook.question.reads == "grants" and _denial_is_open(state):
        return None
    given = numbers(rulebook, case, strict=False), numbers(rulebook, case, strict=True)

    def world(facts_strict: bool, hidden_strict: bool) -> object:
        doubt = all_strict if hidden_strict else all_mild
        return _extreme(rulebook, state, given[facts_strict], read, facts_strict=facts_strict, hidden_strict=doubt)

    strict = world(True, True)
    if _nothing_is_open(rulebook, state, case):
        return strict
    mild = world(False, False)
    if strict == mild:
        return strict
    if _nothing_is_in_doubt(rulebook, state):
        return None
    if world(False, True) == strict and world(True, False) == mild:
        return undetermined(rulebook, state, case, read) if read is outcome else UNTOLD
    return None


def _nothing_is_open(rulebook: Rulebook, state: State, case: Case) -> bool:
    """Whether the strict and the mild world are one: no rule is in doubt, every number is known, and a closing rule is sure."""
    if state.hidden or state.maybe or not any(r.kind == "closing" for r in state.yes):
        return False
    return all(isinstance(case.values[fact], Decimal) for fact in rulebook.ceilings.values())


def _nothing_is_in_doubt(rulebook: Rulebook, state: State) -> bool:
    """Whether only missing facts tell the ends apart: no rule is hidden or would be, and none of those that close the matter is wanting."""
    closings = [*state.yes] if rulebook.question.reads == "grants" else [*state.yes, *state.maybe]
    return not state.hidden and not state.veiled and any(r.kind == "closing" for r in closings)


def _denial_is_open(state: State) -> bool:
    """Whether it hangs on missing facts that nobody has what is asked for: no grant is sure, and the closing rules that may say so
    apply to some completions. Several of them may cover all completions between them, which no bound of one state shows."""
    closings = [r for r in state.maybe if r.kind == "closing"]
    return bool(closings) and not any(r.kind in ("grant", "closing") for r in state.yes)


def _extreme(
    rulebook: Rulebook, state: State, given: dict[str, Decimal], read: Read, *, facts_strict: bool, hidden_strict: HiddenStrict
) -> object:
    """The answer, the numbers given, with every missing fact at its strict or mild end, and every hidden doubt at its strict or mild end."""

    def on(rule: Rule, strict_means_on: bool) -> bool:
        doubt_on = facts_strict == strict_means_on
        return doubt_on and (rule.id not in state.veiled or hidden_strict(rule.id) == strict_means_on)

    by_kind: dict[str, list[Rule]] = {"limit": [], "relief": [], "closing": [], "grant": []}
    for rule in state.yes:
        by_kind.setdefault(rule.kind, []).append(rule)
    limits, reliefs, closings, granted = by_kind["limit"], by_kind["relief"], by_kind["closing"], bool(by_kind["grant"])
    sure, unread = bool(closings), False
    doubtful = [*state.hidden, *(r for r in state.maybe if on(r, r.kind == "limit"))]
    hidden = {r.id for r in state.hidden}
    for rule in doubtful:
        strict_on = rule.kind == "limit"
        if rule.id in hidden and hidden_strict(rule.id) != strict_on:
            continue
        if rule.kind == "limit" and rule.taint == "gap":
            unread = True
        elif rule.kind == "limit":
            limits.append(rule)
        elif rule.kind == "relief":
            reliefs.append(rule)
        elif rule.kind == "grant":
            granted = True
        elif rule.kind == "closing":
            closings.append(rule)
    covered = sure or any(r.kind == "closing" for r in (*state.maybe, *state.hidden))
    closed = bool(closings) if covered else not hidden_strict("")
    if rulebook.question.reads == "grants":
        # without a closing rule an unknown grant may exist: nothing can be denied
        granted = granted or (not sure and not hidden_strict(""))
    return read(rulebook, World(alternatives(limits, reliefs), granted, closed, unread, given))


def undetermined(rulebook: Rulebook, state: State, case: Case, read: Read) -> Undetermined:
    """Why a state allows no answer: the hidden rules that move it, each against the others at one of their ends."""
    given = numbers(rulebook, case, strict=True)

    def answer(others: HiddenStrict, id: str, own: bool) -> object:
        return _extreme(
            rulebook, state, given, read, facts_strict=True, hidden_strict=lambda rule: own if told_as(rule) == id else others(rule)
        )

    def moves(id: str) -> bool:
        own = told_as(id)  # a companion is in doubt as its rule is
        return any(answer(others, own, True) != answer(others, own, False) for others in (all_strict, all_mild))

    rules = [r for r in state.hidden if moves(r.id)]
    unclosed = not any(r.kind == "closing" for r in state.yes)
    if not rules and not (unclosed and moves("")):  # none moves it alone: several do together
        limits = {r.id for r in (*state.yes, *state.hidden, *state.maybe) if r.kind == "limit"}
        rules = [r for r in state.hidden if r.kind != "closing" and (not r.relieves or r.relieves & limits)]
    others = {r.instead_of for r in rules}
    rules = [r for r in rules if r.id not in others]
    causes = {cause_of(r) for r in rules}
    if unclosed and (moves("") or not causes):
        causes.add("gap")
    return Undetermined(tuple(c for c in CAUSES if c in causes), tuple(r.id for r in rules))
