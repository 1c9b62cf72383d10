"""From the records of a lawbook to the rules of one question, every word of a scope resolved against the vocabularies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from shidian.engine.algebra import Ceiling, Effect, Formula
from shidian.engine.conditions import Between, Conditions, InPlace, InRange, InSet, InTree, IsWord, Test
from shidian.engine.leads import parted
from shidian.engine.rule import Rule, duty_key, seen_of
from shidian.engine.standing import Span, Validity
from shidian.law.lawbook import Lawbook
from shidian.law.records import instrument as law
from shidian.law.records.base import SEEN, Seen
from shidian.law.records.instrument import Bound, Edition, Instrument, Provision, Range
from shidian.law.records.question import Fact, Question
from shidian.law.tree import Tree


class Compiler:
    """Makes the rules of one question from the lawbook."""

    def __init__(self, book: Lawbook, question: Question, trees: Mapping[str, Tree]) -> None:
        self.question = question
        self.facts: dict[str, Fact] = {f.fact: f for f in question.facts}
        self.trees = trees
        self.day = next(f.fact for f in question.facts if f.domain == "date")
        self._book = book
        self._tests: dict[tuple[str, object], Test] = {}
        self._published = _publication_days(book)
        self._lists = {
            i.instrument: i for i in book.instruments.values() for p in i.provisions for r in p.rules if r.outside == i.instrument
        }

    def rules(self) -> Iterator[tuple[Rule | None, Rule | None]]:
        """Every rule and gap of the question, in the order of the lawbook, needs among them: what of it counts, and what is a lead."""
        for instrument in self._book.instruments.values():
            for provision in instrument.provisions:
                first = _first_edition(instrument, provision).edition
                yield from (parted(rule, first) for rule in self._compile(instrument, provision))

    def _compile(self, instrument: Instrument, provision: Provision) -> list[Rule]:
        out: list[Rule] = []
        for rule in provision.rules:
            if rule.question != self.question.question:
                continue
            out.append(
                Rule(
                    id=f"{instrument.instrument}/{rule.rule}",
                    kind=rule.kind,
                    scope=self._scope(rule),
                    validity=self._validity(instrument, provision, rule),
                    effect=self._effect(rule.effect),
                    relieves=frozenset(rule.relieves),
                    taint="disputed" if rule.disputed else None,
                    seen={e: seen_of(provision, rule, e) for e in ("", *(e.edition for e in instrument.editions))},
                    gives=tuple(duty_key(d) for d in (*rule.duties, *((rule.duty,) if rule.duty else ()))),
                    outside=self._own_closing(rule.outside),
                    lists=self._list_read(rule.outside),
                    needs=next(((f, str(t)) for f, t in rule.needs.items()), None),
                )
            )
        for gap in provision.gaps:
            if gap.question == self.question.question:
                out.append(
                    Rule(
                        id=f"{instrument.instrument}/{gap.gap}",
                        kind=gap.kind,
                        scope=self._scope(gap),
                        validity=self._validity(instrument, provision, gap),
                        effect=Effect(),
                        relieves=frozenset(gap.relieves),
                        taint="gap",
                        seen={e: seen_of(provision, gap, e) for e in ("", *(e.edition for e in instrument.editions))},
                    )
                )
        return out

    def _own_closing(self, listed: str | None) -> str | None:
        """The rule by which a list says what holds of what it does not name."""
        found = self._lists.get(listed or "")
        if found is None:
            return None
        return next(f"{found.instrument}/{r.rule}" for p in found.provisions for r in p.rules if r.outside == found.instrument)

    def _list_read(self, listed: str | None) -> dict[str, Seen]:
        """How well each edition of a list was read: as the editors say, else as well as the weakest of its items."""
        found = self._lists.get(listed or "")
        if found is None:
            return {}
        out: dict[str, Seen] = {}
        for edition in found.editions:
            items = [
                p.seen_in(edition.edition)
                for p in found.provisions
                if any(r.question == self.question.question and r.kind == "limit" for r in p.rules)
                and (not isinstance(p.number, dict) or edition.edition in p.number)
            ]
            weakest: Seen = max(items, key=SEEN.index, default=edition.seen)
            out[edition.edition] = weakest if edition.read is None else edition.read
        return out

    def _scope(self, rule: law.Rule | law.Gap) -> Conditions:
        return Conditions(
            when=tuple(self._test(f, t) for f, t in rule.when.items()),
            unless=tuple(tuple(self._test(f, t) for f, t in scope.items()) for scope in rule.unless),
        )

    def _test(self, name: str, test: law.Test) -> Test:
        """The test that words of a rule make; the same words are one test in all rules."""
        found = self._tests.get((name, test))
        if found is None:
            found = self._tests[name, test] = self._made(name, test)
        return found

    def _made(self, name: str, test: law.Test) -> Test:
        fact = self.facts[name]
        if isinstance(test, Range):
            if fact.domain == "set":
                return InSet(name, frozenset(test.any_of), frozenset(test.all_of), frozenset(test.none_of))
            if fact.domain == "date":
                return Between(name, test.from_, test.before)
            low, high = test.at_least, test.at_most
            return InRange(
                name,
                low if low is not None else test.above,
                test.above is not None,
                high if high is not None else test.below,
                test.below is not None,
            )
        words = (test,) if isinstance(test, str) else test
        if fact.domain not in ("tree", "place"):
            return IsWord(name, words)
        tree = self.trees[name]
        terms, zones = tree.spread(words)
        inside = frozenset(n for t in terms for n in tree.below(t))
        around = frozenset(n for t in terms for n in tree.above(t)) - inside
        if fact.domain == "tree":
            return InTree(name, words, inside, around)
        reached = frozenset(unit for zone in zones for unit in tree.zone_units[zone])
        return InPlace(name, words, inside, around, tuple(sorted(zones)), reached, self.day, tree)

    def _effect(self, effect: law.Effect) -> Effect:
        ceilings: dict[str, Ceiling] = {}
        flags: dict[str, bool] = {}
        sets: dict[str, frozenset[str]] = {}
        amounts: dict[str, Formula] = {}
        chain = 0
        slots = {s.slot: s for s in self.question.slots}
        for name, value in effect.items():
            slot = slots[name]
            if isinstance(value, tuple):
                sets[name] = frozenset(value)
            elif isinstance(value, Bound) and slot.kind == "amount":
                factor = value.amount if value.amount is not None else value.times
                assert factor is not None
                amounts[name] = Formula(factor, value.of)
            elif isinstance(value, Bound):
                exclusive = value.below is not None
                number = value.below if value.below is not None else value.at_most
                assert number is not None
                ceilings[name] = Ceiling(number, exclusive)
            elif slot.kind == "chain":
                chain = [c.id for c in slot.values].index(value)
            else:
                flags[name] = value == "yes"
        refuses = any(slots[name].refuses for name, wanted in flags.items() if wanted)
        return Effect(ceilings, chain, flags, refuses, sets, amounts)

    def _validity(self, instrument: Instrument, provision: Provision, rule: law.Rule | law.Gap) -> Validity:
        editions, own = instrument.editions, _first_edition(instrument, provision)
        if rule.in_force is None:
            spans = [s for s in (self._edition_span(editions, i, provision) for i in range(len(editions))) if s]
        else:
            spans = [self._period_span(editions, own, p) for p in rule.in_force]
        if rule.known is not None:
            late = rule.known
            spans = [replace(s, known=max(s.known, late)) for s in spans]
        if isinstance(rule, law.Gap):
            return Validity(tuple(spans))
        announced = rule.announced if rule.announced is not None or spans else published(own)
        known = max((d for d in (rule.known, announced) if d is not None), default=None)
        return Validity(tuple(spans), announced, rule.announced_until, known, rule.standing == "unknown")

    def _period_span(self, editions: tuple[Edition, ...], own: Edition, period: law.Period) -> Span:
        start = period.from_
        edition = next((e for e in reversed(editions) if e.effective and e.effective <= start), own)
        told = self._published.get(period.by or "")
        if told is None and (edition.effective is None or start <= edition.effective):
            told = published(edition) if period.from_at_latest is None else stated(edition)
        opened = told or start
        public = told or period.from_at_latest or start
        closed = self._published.get(period.ended_by or "") if period.ended_by else None
        return Span(
            start,
            period.until,
            period.then == "unknown",
            public,
            opened,
            closed,
            edition.edition,
            sure=period.from_at_latest,
            over=period.until_at_latest,
        )

    def _edition_span(self, editions: tuple[Edition, ...], i: int, provision: Provision) -> Span | None:
        edition = editions[i]
        if isinstance(provision.number, dict) and edition.edition not in provision.number:
            return None
        if edition.effective is None:
            return None
        follower = next((e for e in editions[i + 1 :] if e.effective is not None), None)
        opened = published(edition) or edition.effective
        ends = follower.effective if follower is not None else None
        if follower is not None and ends is not None and (edition.expires is None or ends <= edition.expires):
            return Span(edition.effective, ends, False, opened, opened, published(follower), edition.edition)
        closed = self._published.get(edition.ended_by) if edition.ended_by else None
        return Span(edition.effective, edition.expires, False, opened, opened, closed, edition.edition)


def _first_edition(instrument: Instrument, provision: Provision) -> Edition:
    if not isinstance(provision.number, dict):
        return instrument.editions[0]
    return next((e for e in instrument.editions if e.edition in provision.number), instrument.editions[0])


def published(edition: Edition) -> dt.date | None:
    """The day an edition became public, as far as it is known."""
    return stated(edition) or edition.effective


def stated(edition: Edition) -> dt.date | None:
    """The day an edition became public, as its record states it: not taken from the day of its effect."""
    return edition.published or edition.promulgated or edition.adopted


def _publication_days(book: Lawbook) -> dict[str, dt.date]:
    days: dict[str, dt.date] = {}
    for instrument in book.instruments.values():
        for i, edition in enumerate(instrument.editions):
            day = published(edition)
            if day is not None:
                days[f"{instrument.instrument}@{edition.edition}"] = day
                if i == 0:
                    days[instrument.instrument] = day
    return days
