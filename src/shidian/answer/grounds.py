"""What a decision rests on, in words: its reasons, routes, conditions and duties in both readings.

All of it follows from the two answers and the day; of the case only the numbers are read of which something given is a multiple. So it is
written once for all cases that end alike on a day. Which reliefs did not help (`why_not`) hangs on the case, and is added to each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from shidian.answer.conditions import with_kept
from shidian.answer.facts import plain
from shidian.answer.nearness import either, said_first, told_later
from shidian.answer.obligations import Obligations
from shidian.answer.parts import Bound, Given, Obligation, ReadingAnswer, Reason, Ref, Route
from shidian.answer.wording import Wording
from shidian.engine.algebra import Ceiling, Formula, admitted
from shidian.engine.bearing import OPEN, confidence
from shidian.engine.bounds import number_range, numbers
from shidian.engine.case import Case
from shidian.engine.decide import Answer, Answers
from shidian.engine.gifts import Gift, gift_bounds, gifts
from shidian.engine.resting import Applied
from shidian.engine.rule import all_written, brought_by, written
from shidian.law.records.base import SEEN, Label, Seen
from shidian.words.labels import join

WHOLE = Decimal(100)
"""Percent."""


class Grounds(Struct, frozen=True):
    """What every case says that ends in two answers on a day. `reasons` have the full ids of their rules; `ahead` are those of the announced
    reading, None where both readings say the same."""

    reasons: tuple[tuple[str, Reason], ...]
    ahead: tuple[tuple[str, Reason], ...] | None
    in_force: ReadingAnswer
    announced: ReadingAnswer
    possible_conditions: tuple[Label, ...]
    duties: tuple[Obligation, ...]
    routes: tuple[Route, ...]
    confidence: Seen | None
    read_on: dt.date | None
    sources: tuple[Ref, ...]
    uncollected: Label | None


def grounds_of(wording: Wording, answers: Answers, case: Case, known_on: dt.date | None) -> Grounds:
    """What two answers rest on; `case` is one that has them."""
    on = case.values[wording.rulebook.day]
    assert isinstance(on, dt.date)
    unsaid = tuple([number_range(wording.rulebook, case, f) for f in wording.rulebook.ceilings.values() if case.values[f] is None])
    said = said_first(wording.rulebook, case), tuple([case.values[f] for f in wording.multiplied])
    later = told_later(wording.rulebook, answers, case)
    key = (answers.in_force, answers.announced, on, known_on, unsaid, said, later)
    found = wording.grounds.get(key)
    if found is None:
        found = GroundsWriter(wording, case, on, known_on, dict(later)).write(answers)
        wording.grounds.put(key, found)
    assert isinstance(found, Grounds)
    return found


class GroundsWriter:
    """Writes what the answers of a case rest on."""

    def __init__(
        self, wording: Wording, case: Case, on: dt.date, known_on: dt.date | None, later: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self.wording = wording
        self.later = later
        """How far behind the others an open rule is told."""
        self.book = wording.book
        self.rulebook = wording.rulebook
        self.question = wording.question
        self.case = case
        self.on = on
        self.known_on = known_on
        self.obligations = Obligations(wording, on, known_on)
        self.conditions = wording.conditions

    def write(self, answers: Answers) -> Grounds:
        held, ahead = answers.in_force, answers.announced
        reasons = self._reasons(held)
        then = None if replace(held, reading=ahead.reading) == ahead else self._reasons(ahead)
        shown = [r for _, r in (*reasons, *(then or ()))]
        duties = self.obligations.all(held)
        listed = {s: None for r in shown for s in r.sources} | {s: None for d in duties if d.certain for s in d.sources}
        return Grounds(
            reasons=reasons,
            ahead=then,
            in_force=self._reading(held),
            announced=self._reading(ahead),
            possible_conditions=self._possible_conditions(held),
            duties=duties,
            routes=self._routes(held),
            confidence=confidence(self.rulebook, held, self._seen),
            read_on=self.book.checked_on(r.rule for r in shown),
            sources=tuple(self._ref(s) for s in sorted(listed)),
            uncollected=self.question.uncollected if self._silent(held, duties) else None,
        )

    def _reading(self, answer: Answer) -> ReadingAnswer:
        return ReadingAnswer(
            outcome=answer.outcome,
            because=answer.because,
            causes=answer.causes,
            ceiling=answer.ceiling.value if answer.ceiling else None,
            exclusive=bool(answer.ceiling and answer.ceiling.exclusive),
            certain=self._bound(answer.certain),
            possible=self._bound(answer.possible),
            best=answer.best,
            worst=answer.worst,
            determining=all_written(answer.determining),
            conditions=tuple(self.conditions.certain(answer)),
            given=self._given(answer.grants),
            possible_given=self._may_give(answer) if self.question.reads == "grants" else (),
        )

    def _bound(self, ceiling: Ceiling | None) -> Bound | None:
        return Bound(self.question.main, ceiling.value, ceiling.exclusive) if ceiling is not None else None

    def _seen(self, rule: str) -> Seen:
        return self.rulebook.seen_on(rule, self.on, self.known_on)

    def _reasons(self, answer: Answer) -> tuple[tuple[str, Reason], ...]:
        """The reasons of one answer, each with the full id of its rule; of those that are open first what the facts asked for settle."""
        out: dict[str, Reason] = {}
        for limit in sorted(answer.limits, key=self._weight):
            reliefs = tuple(w for w in limit.ways if w != limit.limit)
            if limit.binding:
                if limit.doubt is None or limit.limit in answer.determining:
                    out[limit.limit] = self.reason(limit.limit, "binds", doubt=limit.doubt)
                continue
            own = limit.limit in limit.ways
            role = "relieved" if not own else "kept" if self._surely_kept(limit) else "holds_against"
            if not limit.ways:  # set aside in every completion, by one relief or another
                reliefs = tuple(sorted(either(self.rulebook, limit, answer), key=lambda r: self.later.get(r, 0)))
            out[limit.limit] = self.reason(limit.limit, role, by=() if own else reliefs, doubt=limit.doubt)
            for relief in reliefs:
                out.setdefault(relief, self.reason(relief, "relieves", doubt=None if limit.ways else "missing_facts"))
        for rule in answer.grants:
            out[rule] = self.reason(rule, "grants")
        for rule in answer.closing:
            out[rule] = self.reason(rule, "otherwise" if self.question.reads == "grants" else "closes")
        if answer.outcome in OPEN or not any(r in out for r in answer.determining):
            for rule, why in sorted(answer.doubtful, key=lambda one: self.later.get(one[0], 0)):
                out.setdefault(rule, self.reason(rule, "in_doubt", doubt=why))
        return (*self._needs(out), *out.items())

    def _weight(self, applied: Applied) -> tuple[Decimal, int, dt.date]:
        """Which limits are told first: of several that stand in the way the one that leaves least, then the one whose words were seen best,
        then the oldest."""
        if not applied.binding:
            return WHOLE, 0, dt.date.min
        since = self.wording.reason(applied.limit, self.on, self.known_on).valid_from
        return self._left_by(applied.limit), SEEN.index(self._seen(applied.limit)), since or dt.date.max

    def _surely_kept(self, applied: Applied) -> bool:
        """Whether the case keeps a limit by its own terms whatever the numbers that nobody stated."""
        effect = self.rulebook.by_id[applied.limit].effect
        return bool(admitted([(applied.limit, effect)], numbers(self.rulebook, self.case, strict=True)))

    def _left_by(self, limit: str) -> Decimal:
        """How much a limit leaves on its own terms, short of the whole."""
        effect = self.rulebook.by_id[limit].effect
        top = effect.ceilings.get(self.question.main)
        return Decimal(-1) if effect.refuses else min(WHOLE - 1, top.value) if top is not None else WHOLE - 1

    def _needs(self, reasons: dict[str, Reason]) -> tuple[tuple[str, Reason], ...]:
        """The needs that bring some of the reasons, each with these."""
        found: dict[str, list[str]] = {}
        for id in reasons:
            for need in brought_by(id):
                found.setdefault(need, []).append(written(id))
        return tuple((need, self.reason(need, "needs", by=tuple(dict.fromkeys(rules)))) for need, rules in found.items())

    def reason(self, rule: str, role: str, *, by: tuple[str, ...] = (), doubt: str | None = None) -> Reason:
        """A rule in the part it plays."""
        return replace(
            self.wording.reason(rule, self.on, self.known_on), role=role, given=self._given((rule,)), by=all_written(by), doubt=doubt
        )

    def _given(self, rules: tuple[str, ...]) -> tuple[Given, ...]:
        """What the rules give, in words."""
        return tuple(self._gift(g) for g in gifts(self.rulebook, rules, self.case))

    def _may_give(self, answer: Answer) -> tuple[Given, ...]:
        """What may be given beyond what is certain."""
        return tuple(self._gift(g) for g in gift_bounds(self.rulebook, answer, self.case).more)

    def _gift(self, gift: Gift) -> Given:
        slot = next(s for s in self.question.slots if s.slot == gift.slot)
        if slot.kind == "set":
            return Given(slot.slot, slot.label, tuple(c.name for c in slot.values if c.id in gift.words), None, None, None)
        formula = join(list(dict.fromkeys(map(self._formula, gift.formulas)))) if gift.amount is None else None
        return Given(slot.slot, slot.label, (), gift.amount, slot.unit, formula)

    def _formula(self, amount: Formula) -> Label:
        parts = [self.wording.fact(f) for f in amount.of]
        return Label(" × ".join([plain(amount.factor), *(p.en for p in parts)]), " × ".join([plain(amount.factor), *(p.zh for p in parts)]))

    def _possible_conditions(self, answer: Answer) -> tuple[Label, ...]:
        """What is asked for if a limit applies of which that is open; of an open answer also of limits that a relief may set aside."""
        open_ = answer.outcome in OPEN and self.question.reads == "ceilings" and said_first(self.rulebook, self.case)
        doubtful = {a.limit for a in answer.limits if a.doubt is not None and a.limit in a.ways}
        if open_:
            doubtful |= {way for a in answer.limits for way in a.ways} | {id for id, _ in answer.doubtful if self._may_be_kept(id)}
        certain = self.conditions.certain(answer)
        return tuple(c for c in self.conditions.of(doubtful) if c not in certain)

    def _may_be_kept(self, rule: str) -> bool:
        """Whether a rule is a limit that bars nothing altogether, or a relief."""
        found = self.rulebook.by_id[rule]
        return found.kind in ("limit", "relief") and not found.effect.refuses and self._left_by(rule) > 0

    def _routes(self, answer: Answer) -> tuple[Route, ...]:
        return tuple(
            Route(
                all_written(route),
                self._given(route),
                tuple(self.conditions.of(with_kept(answer, route))),
                tuple(d for id in route for d in self.obligations.own(id)),
            )
            for route in answer.routes
        )

    def _silent(self, answer: Answer, duties: tuple[Obligation, ...]) -> bool:
        """Whether the case may be allowed and nothing is on record of what the sector asks for first."""
        allowed = {o.outcome for o in self.question.outcomes if o.tone == "good"}
        return answer.best in allowed and not any(d.stage and not d.general for d in duties)

    def _ref(self, source: str) -> Ref:
        found = self.book.sources[source]
        return Ref(found.id, found.title, found.publisher, found.grade, found.address or found.site)
