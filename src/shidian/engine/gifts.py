"""What grants give: the mildest over every grant that applies, in each slot that is a set or an amount (meaning 9.1).

Like a ceiling, a gift is a promise: `certain` is given whatever the missing facts and the doubts turn out to be, and more than `possible`
is not given in any case.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from shidian.engine.algebra import Formula
from shidian.engine.case import Case
from shidian.engine.decide import Answer
from shidian.engine.rulebook import Rulebook


class Gift(Struct, frozen=True):
    """What is given in one slot: the words of a set; or the greatest amount, which is not known (None) while a fact that one of the
    `formulas` asks for is missing."""

    slot: str
    words: frozenset[str] = frozenset()
    amount: Decimal | None = None
    formulas: tuple[Formula, ...] = ()


class Gifts(Struct, frozen=True):
    """What is given in any case, and the most that may be given, by slot."""

    certain: tuple[Gift, ...]
    possible: tuple[Gift, ...]

    @property
    def more(self) -> tuple[Gift, ...]:
        """What may be given beyond what is certain: the other words of a set, an amount that is greater or not known."""
        sure = {g.slot: g for g in self.certain}
        out = []
        for gift in self.possible:
            known = sure.get(gift.slot, Gift(gift.slot))
            if gift.words - known.words:
                out.append(Gift(gift.slot, words=gift.words - known.words))
            elif gift.formulas and (gift.amount is None or known.amount is None or gift.amount > known.amount) and gift != known:
                out.append(gift)
        return tuple(out)


def gifts(rulebook: Rulebook, rules: Iterable[str], case: Case) -> tuple[Gift, ...]:
    """The mildest of what some rules give, in the order of the slots."""
    effects = [e for r in rules if (e := rulebook.by_id[r].effect).sets or e.amounts]
    if not effects:
        return ()
    out = []
    for slot in rulebook.question.slots:
        words = frozenset[str]().union(*(e.sets.get(slot.slot, frozenset()) for e in effects))
        formulas = tuple(e.amounts[slot.slot] for e in effects if slot.slot in e.amounts)
        if words:
            out.append(Gift(slot.slot, words=words))
        elif formulas:
            values = [f.value(case.values) for f in formulas]
            known = [v for v in values if v is not None]
            out.append(Gift(slot.slot, amount=max(known) if len(known) == len(values) else None, formulas=formulas))
    return tuple(out)


def gift_bounds(rulebook: Rulebook, answer: Answer, case: Case) -> Gifts:
    """What an answer gives for certain, by its sure grants, and at most, by every grant that may apply: nothing where no completion grants."""
    if answer.best == "not_granted":
        return Gifts((), ())
    open_ = (id for id, _ in answer.doubtful if rulebook.by_id[id].kind == "grant")
    return Gifts(gifts(rulebook, answer.grants, case), gifts(rulebook, dict.fromkeys((*answer.grants, *open_)), case))
