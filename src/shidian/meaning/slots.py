"""The answer when it is settled which rules apply: the outcome, and what stands in each slot.

    answer(slot) = strictest over every limit L that applies of the mildest of effect(L) and effect(R), R a relief of L that applies
    grants       = mildest over every grant that applies
    duties       = union of the duties that apply

A relief is taken as a whole: who relies on it must keep every ceiling of it. Nothing is permitted, and nothing denied, by silence:
where no rule closes the matter, the outcome is `UNCLOSED`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import product

from msgspec import Struct

from shidian.law.records.instrument import Bound, Gap, Instrument, Provision, Rule
from shidian.law.records.question import Question
from shidian.meaning.completions import Completion

UNCLOSED = "unclosed"
"""Nothing stands in the way, and no rule says that this is enough."""


class Bearing(Struct, frozen=True):
    """A rule or gap with where it stands in the lawbook. What a need brings has the need's id after its own: `rule@need`, and
    applies only if each of the needs in doubt that bring it does (`given`)."""

    id: str
    instrument: Instrument
    provision: Provision
    record: Rule | Gap
    given: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        return self.record.kind

    def relieves(self, limit: Bearing) -> bool:
        """Whether this is a relief of a limit, for the same activity: the one asked for, or the same one that it needs."""
        (rule, _, need), (_, _, mine) = limit.id.partition("@"), self.id.partition("@")
        return self.kind == "relief" and rule in self.record.relieves and mine == need

    @property
    def effect(self) -> dict[str, Bound | tuple[str, ...] | str]:
        return self.record.effect if isinstance(self.record, Rule) else {}


Way = Bearing
Alternatives = tuple[Bearing, list[Way]]
"""A limit that applies, and the ways to live with it: its own terms, and each relief of it."""


def ways(applying: Iterable[Bearing]) -> list[Alternatives]:
    """Each limit that applies with its ways."""
    on = list(applying)
    limits = [r for r in on if r.kind == "limit" and isinstance(r.record, Rule)]
    return [(r, [r, *(x for x in on if x.relieves(r))]) for r in limits]


def outcome(question: Question, applying: Sequence[Bearing], done: Completion) -> str:
    """The outcome when exactly these rules apply."""
    closed = any(r.kind == "closing" for r in applying)
    unread = any(r.kind == "limit" and isinstance(r.record, Gap) for r in applying)
    found = ways(applying)
    if question.reads == "grants":
        return "granted" if any(r.kind == "grant" for r in applying) else "not_granted" if closed else UNCLOSED
    if question.reads == "chain":
        values = [c.id for s in question.slots if s.slot == question.main for c in s.values]
        most = max((min(values.index(str(w.effect.get(question.main, values[0]))) for w in each) for _, each in found), default=0)
        most = len(values) - 1 if unread else most
        return UNCLOSED if most == 0 and not closed else values[most]
    if any(all(_zero(question, w) for w in each) for _, each in found):
        return "prohibited"
    if unread or any(not any(admits(question, w, done) for w in each) for _, each in found):
        return "not_permitted"
    return "permitted" if closed else UNCLOSED


def _zero(question: Question, way: Way) -> bool:
    bound = way.effect.get(question.main)
    return isinstance(bound, Bound) and 0 in (bound.at_most, bound.below)


def admits(question: Question, way: Way, done: Completion, but: str = "") -> bool:
    """Whether a way admits the case: no flag of it refuses, and every number but that of the slot `but` keeps its ceiling."""
    slots = {s.slot: s for s in question.slots}
    for name, wanted in way.effect.items():
        slot = slots[name]
        if slot.kind == "flag" and slot.refuses and wanted == "yes":
            return False
        if slot.kind == "ceiling" and name != but and isinstance(wanted, Bound):
            value = number_of(question, slot.of or "", done)
            if isinstance(value, Decimal) and not within(value, wanted):
                return False
    return True


def number_of(question: Question, name: str, done: Completion) -> object:
    """A number as ceilings are held against it: its maximum where another choice leaves no room for it."""
    fact = next(f for f in question.facts if f.fact == name)
    full = any(done.values.get(other) in choices for other, choices in fact.full_for.items())
    return fact.maximum if full else done.values[name]


def within(value: Decimal, bound: Bound) -> bool:
    """Whether a number keeps a ceiling."""
    return (bound.at_most is None or value <= bound.at_most) and (bound.below is None or value < bound.below)


def given(applying: Iterable[Bearing], numbers: Mapping[str, object]) -> dict[str, frozenset[str] | Decimal]:
    """The mildest over every grant that applies: the union of sets, the greatest of amounts (those whose facts are known)."""
    out: dict[str, frozenset[str] | Decimal] = {}
    for rule in applying:
        for slot, value in rule.effect.items() if rule.kind == "grant" else ():
            known = out.get(slot)
            if isinstance(value, tuple):
                out[slot] = frozenset(value) | (known if isinstance(known, frozenset) else frozenset())
            elif isinstance(value, Bound):
                amount = value.amount if value.amount is not None else value.times
                for fact in value.of:
                    number = numbers.get(fact)
                    amount = amount * number if amount is not None and isinstance(number, Decimal) else None
                if amount is not None:
                    out[slot] = max(amount, known) if isinstance(known, Decimal) else amount
    return out


def routes(question: Question, applying: Sequence[Bearing], done: Completion) -> set[frozenset[str]]:
    """The least sets of rules by which every limit is met: of each limit a relief, or its own terms where they admit the case."""
    choices = [[w.id for w in each if admits(question, w, done)] for _, each in ways(applying)]
    own = [limit.id for limit, _ in ways(applying)]
    open_ = [c for c, limit in zip(choices, own, strict=True) if c != [limit]]
    found = {frozenset(picked) for picked in product(*open_)} if open_ else set[frozenset[str]]()
    return {r for r in found if not any(other < r for other in found)}
