"""The words of one question that are the same in every decision: found once, then remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable

from msgspec import Struct
from msgspec.structs import replace

from shidian.answer.conditions import AnswerConditions
from shidian.answer.parts import Bound, Failed, Reason
from shidian.engine.conditions import Test
from shidian.engine.rule import brought_by
from shidian.engine.rulebook import Rulebook
from shidian.engine.standing import Span
from shidian.engine.turns import Outlook
from shidian.law.lawbook import Lawbook
from shidian.law.lru import Lru
from shidian.law.records.base import Label
from shidian.law.records.instrument import Gap, Instrument, Provision, Rule
from shidian.words.labels import fact_label, provision_name, value_label, wanted_label
from shidian.words.phrases import phrase

MOST_KEPT = 1000
"""Decisions of a question whose grounds are kept."""


class Wording:
    """The labels of a question's facts, values and tests, and what every reason says of its rule."""

    def __init__(self, book: Lawbook, rulebook: Rulebook) -> None:
        self.book = book
        self.rulebook = rulebook
        self.question = rulebook.question
        self.conditions = AnswerConditions(book, rulebook)
        self.outcome_names = {o.outcome: o.name for o in self.question.outcomes}
        self.outcome_tones = {o.outcome: o.tone for o in self.question.outcomes}
        self.unstated = {f.fact: phrase("unstated_fact", name=f.label) for f in self.question.facts}
        """What stands for a fact that nobody stated, in a sentence."""
        self.multiplied = tuple(sorted({f for r in rulebook.rules for a in r.effect.amounts.values() for f in a.of}))
        """The facts of which something given is a multiple."""
        self.grounds: Lru[Hashable, Struct] = Lru(MOST_KEPT)
        """What decisions rest on, by their answers and the day."""
        self.turns: Lru[Hashable, tuple[tuple[dt.date, Outlook], ...]] = Lru(MOST_KEPT)
        """By a case without its day: what is ahead, from some days on."""
        self.helped_not: Lru[Hashable, tuple[Failed, ...]] = Lru(MOST_KEPT)
        """By a limit, the day, and what the tests of its reliefs ask for: the reliefs that did not help."""
        self._tested: dict[str, tuple[str, ...]] = {}
        self._facts: dict[str, Label] = {}
        self._values: dict[tuple[str, str], Label] = {}
        self._wanted: dict[tuple[int, bool], Label] = {}
        self._reasons: dict[tuple[str, Span | None, tuple[dt.date, dt.date] | None], Reason] = {}
        self._chain = next((s for s in self.question.slots if s.slot == self.question.main and s.kind == "chain"), None)
        self._listed = {f.fact for f in self.question.facts if f.domain not in ("number", "date")}

    def tested(self, limit: str) -> tuple[str, ...]:
        """The facts that the reliefs of a limit test."""
        found = self._tested.get(limit)
        if found is None:
            tests = (t.fact for r in self.rulebook.reliefs_of(limit) for t in r.scope.all())
            found = self._tested[limit] = tuple(sorted(set(tests)))
        return found

    def fact(self, fact: str) -> Label:
        """The name of a fact."""
        found = self._facts.get(fact)
        if found is None:
            found = self._facts[fact] = fact_label(self.question, fact)
        return found

    def value(self, fact: str, word: str) -> Label:
        """The name of a value; numbers and days are too many to remember."""
        found = self._values.get((fact, word))
        if found is None:
            found = value_label(self.book, self.question, fact, word)
            if fact in self._listed:
                self._values[fact, word] = found
        return found

    def wanted(self, test: Test, excluded: bool) -> Label:
        """What a test of a rule asks for."""
        key = (id(test), excluded)  # the rulebook keeps its tests
        found = self._wanted.get(key)
        if found is None:
            found = self._wanted[key] = wanted_label(self.book, self.question, test, excluded=excluded)
        return found

    def record(self, rule: str) -> tuple[Instrument, Provision, Rule | Gap]:
        """The rule or gap of an id, and where it stands."""
        return self.book.record(rule)

    def reason(self, rule: str, on: dt.date, known_on: dt.date | None) -> Reason:
        """What is to be said of a rule on a day, but for the part it plays."""
        span = self.rulebook.by_id[rule].validity.span(on, known_on)
        unsure = span.unsure_of(on) if span else None
        key = (rule, span, unsure)
        found = self._reasons.get(key)
        if found is None:
            found = self._reason(rule, span)
            if span and unsure and found.doubt_reason is None:
                first, last = unsure
                words = phrase("begun_between" if first == span.start else "ended_between", first=first.isoformat(), last=last.isoformat())
                found = replace(found, doubt_reason=words)
            self._reasons[key] = found
        if self.rulebook.by_id[rule].outside is None:
            return found
        return replace(found, seen=self.rulebook.seen_on(rule, on, known_on))  # the list may have changed where the rule did not

    def _reason(self, rule: str, span: Span | None) -> Reason:
        instrument, provision, record = self.record(rule)
        compiled = self.rulebook.by_id[rule]
        edition = next((e for e in instrument.editions if span and e.edition == span.edition), instrument.editions[0])
        announced = compiled.validity.announced or (span.public if span and span.public < span.start else None)
        return Reason(
            rule=compiled.written,
            kind=record.kind,
            role="",
            provision_name=provision_name(instrument, provision, edition.edition),
            summary=(record.summary if isinstance(record, Rule) and record.summary else provision.summary),
            instrument=instrument.instrument,
            title=edition.title or instrument.title,
            document=edition.number,
            provision=provision.number_in(edition.edition),
            seen=compiled.seen_in(span.edition if span else ""),
            valid_from=(span.sure or span.start) if span else None,
            valid_until=span.until if span else None,
            announced=announced,
            bounds=tuple(Bound(s, c.value, c.exclusive) for s, c in compiled.effect.ceilings.items()),
            given=(),
            path=self._chain.values[compiled.effect.chain].id if self._chain else None,
            by=(),
            doubt=None,
            doubt_reason=record.reason if isinstance(record, Gap) else record.disputed,
            caution=None if isinstance(record, Gap) else record.caution,
            note=provision.note,
            needed=self._needed(rule),
            sources=provision.sources or edition.sources or tuple(s for e in instrument.editions for s in e.sources),
        )

    def _needed(self, rule: str) -> Label | None:
        """The activity whose rule this is, of a rule that a need brings."""
        needs = [self.rulebook.by_id[n].needs for n in brought_by(rule)[:1]]
        return next((self.value(*n) for n in needs if n is not None), None)
