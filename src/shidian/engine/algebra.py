"""The algebra of answers.

Every slot is ordered from stricter to milder. Limits accumulate; a relief offers a milder alternative to the limits it names:

    answer(slot) = strictest over every limit L that applies of
                       mildest of effect(L) and effect(R) for every relief R of L that applies

    grants       = mildest over every grant that applies
    duties       = union of the duties that apply

An alternative is taken as a whole: who relies on a relief takes its conditions and duties with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct


class Ceiling(Struct, frozen=True):
    """The highest value a number may take; `exclusive` when it must stay below. Smaller is stricter."""

    value: Decimal
    exclusive: bool = False

    def __lt__(self, other: Ceiling) -> bool:
        return (self.value, not self.exclusive) < (other.value, not other.exclusive)

    def __le__(self, other: Ceiling) -> bool:
        return self == other or self < other

    def admits(self, number: Decimal) -> bool:
        """Whether the number stays within the ceiling."""
        return number < self.value or (number == self.value and not self.exclusive)


class Formula(Struct, frozen=True):
    """A number, or a multiple of the product of some numeric facts."""

    factor: Decimal
    of: tuple[str, ...] = ()

    def value(self, numbers: Mapping[str, object]) -> Decimal | None:
        """The amount for these facts; None when one of them is missing."""
        out = self.factor
        for fact in self.of:
            number = numbers.get(fact)
            if not isinstance(number, Decimal):
                return None
            out *= number
        return out


class Effect(Struct, frozen=True):
    """What a rule says of each slot. A slot it does not name it leaves free."""

    ceilings: dict[str, Ceiling] = {}
    chain: int = 0
    flags: dict[str, bool] = {}
    refuses: bool = False
    sets: dict[str, frozenset[str]] = {}
    amounts: dict[str, Formula] = {}


class Alternatives(Struct, frozen=True):
    """One limit that applies, and the ways to live with it: its own effect, and the effect of each relief."""

    limit: str
    ways: tuple[tuple[str, Effect], ...]  # (rule id, effect); the first is the limit's own


def ceiling_of(slot: str, applying: Iterable[Alternatives]) -> Ceiling | None:
    """The ceiling on a slot: None when no limit bounds it."""
    strictest: Ceiling | None = None
    for limit in applying:
        bounds = [effect.ceilings.get(slot) for _, effect in limit.ways]
        if any(b is None for b in bounds):
            continue
        mildest = max(b for b in bounds if b is not None)
        strictest = mildest if strictest is None else min(strictest, mildest)
    return strictest


def chain_of(applying: Iterable[Alternatives]) -> int:
    """The position on the chain: 0 is the mildest, and what holds when no limit applies."""
    return max((min(effect.chain for _, effect in limit.ways) for limit in applying), default=0)


def admitted(ways: Sequence[tuple[str, Effect]], numbers: dict[str, Decimal]) -> list[str]:
    """The ids of the ways that admit the numbers; a number that is not given is not bounded."""
    return [
        id
        for id, effect in ways
        if not effect.refuses and all(slot not in numbers or ceiling.admits(numbers[slot]) for slot, ceiling in effect.ceilings.items())
    ]
