"""From what the engine found to a decision with words, provisions and sources."""

from __future__ import annotations

import datetime as dt
import re

from msgspec.structs import replace

from shidian.answer.decision import Decision
from shidian.answer.facts import Read, plain
from shidian.answer.first_lines import Beyond, with_first_lines
from shidian.answer.leads import missing_facts
from shidian.answer.obligations import Obligations
from shidian.answer.parts import Bound, Failed, Given, Missing, Obligation, ReadingAnswer, Reason, Receipt, Ref, Route, receipt_id
from shidian.answer.why_not import why_not
from shidian.answer.wording import Wording
from shidian.engine.algebra import Ceiling, Formula
from shidian.engine.bearing import OPEN, REFUSALS, confidence
from shidian.engine.decide import Answer, Answers
from shidian.engine.gifts import Gift, gift_bounds, gifts
from shidian.engine.leads import at_hand
from shidian.engine.reach import closed
from shidian.engine.rule import all_written, brought_by, written
from shidian.engine.state import Viewpoint, cause_of
from shidian.engine.turns import turn
from shidian.law.records.base import Label, Seen
from shidian.law.records.instrument import Rule
from shidian.words.labels import join
from shidian.words.phrases import phrase

MOST_OPEN = 3
"""Missing facts that the sentence of a decision names."""

_TWICE = re.compile(r"\((\([^()]*\))\)|（(（[^（）]*）)）")
"""What stands in two pairs of brackets: a fact not stated, where the sentence has brackets of its own."""


class Writer:
    """Writes the decision of one case."""

    def __init__(self, wording: Wording, read: Read, known_on: dt.date | None, version: str) -> None:
        self.wording = wording
        self.book = wording.book
        self.rulebook = wording.rulebook
        self.question = wording.question
        self.read = read
        self.known_on = known_on
        self.version = version
        on = read.case.values[self.rulebook.day]
        assert isinstance(on, dt.date)
        self.on = on
        self.obligations = Obligations(wording, on, known_on)

    def write(self, answers: Answers) -> Decision:
        """The whole decision."""
        held, ahead = answers.in_force, answers.announced
        reasons = self._reasons(held)
        alike = replace(held, reading=ahead.reading) == ahead
        announced_reasons = reasons if alike else self._reasons(ahead)
        words = self.read.facts | self.read.assumed
        labels = {f: self.wording.value(f, w) for f, w in words.items()}
        inside = [z for z, said in self.read.case.zones.items() if said]
        place = self.rulebook.place
        if place is not None and place not in labels and inside:  # the place is known by its zones only
            labels[place] = join([self.wording.value(place, z) for z in inside])
        if place is not None and place in labels:
            labels[place] = self._not_yet(labels[place], place, words.get(place, ""), inside)
        missing = missing_facts(self.book, self.rulebook, self.read.case, answers.missing)
        duties = self.obligations.all(held)
        listed = {s: None for r in (*reasons, *announced_reasons) for s in r.sources}
        listed |= {s: None for d in duties if d.certain for s in d.sources}
        decision = Decision(
            question=self.question.question,
            facts=self.read.facts,
            assumed=self.read.assumed,
            labels=labels,
            fact_names={f: self.wording.fact(f) for f in labels},
            outcome_names={o.outcome: o.name for o in self.question.outcomes},
            outcome_tones={o.outcome: o.tone for o in self.question.outcomes},
            sentence=self._sentence(held.outcome, labels, missing if held.because == "missing_facts" else ()),
            outcome=held.outcome,
            because=held.because,
            ceiling=held.ceiling.value if held.ceiling else None,
            exclusive=bool(held.ceiling and held.ceiling.exclusive),
            in_force=self._reading(held),
            announced=self._reading(ahead),
            readings_differ=(held.outcome, held.ceiling) != (ahead.outcome, ahead.ceiling),
            determining=all_written(held.determining),
            conditions=self._conditions(held),
            possible_conditions=self._possible_conditions(held),
            given=self._given(held.grants),
            duties=duties,
            routes=self._routes(held),
            missing=missing,
            missing_for=answers.missing_for,
            confidence=confidence(self.rulebook, held, self._seen),
            reasons=reasons,
            announced_reasons=()
            if alike
            else tuple(
                r
                for r in announced_reasons
                if r.rule not in {x.rule for x in reasons} or r.role != next(x.role for x in reasons if x.rule == r.rule)
            ),
            read_on=self.book.checked_on(r.rule for r in (*reasons, *announced_reasons)),
            sources=tuple(self._ref(s) for s in sorted(listed)),
            receipt=self._receipt(),
            leads=self._leads(held),
            uncollected=self.question.uncollected if self._silent(held, duties) else None,
        )
        settled = held.because != "missing_facts" and held.outcome != "refused"
        case, known = self.read.case, self.known_on
        next_turn = turn(self.rulebook, case, known) if settled else None
        return with_first_lines(
            self.question, decision, Beyond(next_turn, lambda reading: closed(self.rulebook, case, Viewpoint(reading, known)))
        )

    # --- parts ----------------------------------------------------------------------------------------------

    def _not_yet(self, label: Label, fact: str, word: str, inside: list[str]) -> Label:
        """The place in words, with the zones that it is said to lie in and that were not there yet on the day."""
        tree = self.rulebook.trees[fact]
        for zone in (z for z in inside if not tree.stands(z, self.on)):
            day = str(tree.zones[zone].established)
            own = zone == word or label == tree.zones[zone].name
            label = phrase("zone_own_day" if own else "zone_day", place=label, zone=tree.zones[zone].name, day=day)
        return label

    def _sentence(self, outcome: str, labels: dict[str, Label], missing: tuple[Missing, ...]) -> Label:
        """The sentence of the outcome; where only facts are missing, the one that names them."""
        said = next(o for o in self.question.outcomes if o.outcome == outcome)
        template = said.depends if said.depends is not None and missing else said.sentence
        open_facts = {"open": join([m.label for m in missing], MOST_OPEN)}

        def fill(lang: str) -> str:
            parts = {
                f.fact: (labels[f.fact] if f.fact in labels else phrase("unstated_fact", name=f.label))[lang] for f in self.question.facts
            } | {key: named[lang] for key, named in open_facts.items()}
            text = _TWICE.sub(lambda found: found[1] or found[2], template[lang].format(**parts))
            return text[:1].upper() + text[1:] if lang == "en" else text

        return Label(fill("en"), fill("zh"))

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
            conditions=self._conditions(answer),
            given=self._given(answer.grants),
            possible_given=self._may_give(answer) if self.question.reads == "grants" else (),
        )

    def _bound(self, ceiling: Ceiling | None) -> Bound | None:
        return Bound(self.question.main, ceiling.value, ceiling.exclusive) if ceiling is not None else None

    def _seen(self, rule: str) -> Seen:
        return self.rulebook.seen_on(rule, self.on, self.known_on)

    def _reasons(self, answer: Answer) -> tuple[Reason, ...]:
        out: dict[str, Reason] = {}
        for limit in answer.limits:
            reliefs = tuple(w for w in limit.ways if w != limit.limit)
            if limit.binding:
                if limit.doubt is None or limit.limit in answer.determining:
                    failed = why_not(self.wording, self.read, self.on, self.known_on, limit.limit)
                    out[limit.limit] = self._reason(limit.limit, "binds", doubt=limit.doubt, failed=failed)
                continue
            own = limit.limit in limit.ways
            if not limit.ways:  # set aside in every completion, by one relief or another
                reliefs = tuple(r.id for r in self.rulebook.reliefs_of(limit.limit) if r.id in answer.determining)
            out[limit.limit] = self._reason(limit.limit, "kept" if own else "relieved", by=() if own else reliefs, doubt=limit.doubt)
            for relief in reliefs:
                out.setdefault(relief, self._reason(relief, "relieves", doubt=None if limit.ways else "missing_facts"))
        for rule in answer.grants:
            out[rule] = self._reason(rule, "grants")
        for rule in answer.closing:
            out[rule] = self._reason(rule, "otherwise" if self.question.reads == "grants" else "closes")
        if answer.outcome in OPEN or not any(r in out for r in answer.determining):
            for rule, why in answer.doubtful:
                out.setdefault(rule, self._reason(rule, "in_doubt", doubt=why))
        return self._needs(out) + tuple(out.values())

    def _leads(self, answer: Answer) -> tuple[Reason, ...]:
        """The leads that would help, in the order of the lawbook."""
        if answer.outcome in ("permitted", "granted"):
            return ()
        limits = frozenset(a.limit for a in answer.limits if a.binding)
        if answer.outcome != "refused":  # that holds whatever the doubtful limits come to
            limits |= {id for id, _ in answer.doubtful}
        found = at_hand(self.rulebook.leads, self.read.case, self.on, self.known_on, limits)
        return tuple(self._reason(rule.id, "lead", doubt=cause_of(rule)) for rule in found)

    def _needs(self, reasons: dict[str, Reason]) -> tuple[Reason, ...]:
        """The needs that bring some of the reasons, each with these."""
        found: dict[str, list[str]] = {}
        for id in reasons:
            for need in brought_by(id):
                found.setdefault(need, []).append(written(id))
        return tuple(self._reason(need, "needs", by=tuple(dict.fromkeys(rules))) for need, rules in found.items())

    def _reason(
        self, rule: str, role: str, *, by: tuple[str, ...] = (), doubt: str | None = None, failed: tuple[Failed, ...] = ()
    ) -> Reason:
        return replace(
            self.wording.reason(rule, self.on, self.known_on),
            role=role,
            given=self._given((rule,)),
            by=all_written(by),
            doubt=doubt,
            helped_not=failed,
        )

    def _given(self, rules: tuple[str, ...]) -> tuple[Given, ...]:
        """What the rules give, in words."""
        return tuple(self._gift(g) for g in gifts(self.rulebook, rules, self.read.case))

    def _may_give(self, answer: Answer) -> tuple[Given, ...]:
        """What may be given beyond what is certain."""
        return tuple(self._gift(g) for g in gift_bounds(self.rulebook, answer, self.read.case).more)

    def _gift(self, gift: Gift) -> Given:
        slot = next(s for s in self.question.slots if s.slot == gift.slot)
        if slot.kind == "set":
            return Given(slot.slot, slot.label, tuple(c.name for c in slot.values if c.id in gift.words), None, None, None)
        formula = join([self._formula(f) for f in gift.formulas]) if gift.amount is None else None
        return Given(slot.slot, slot.label, (), gift.amount, slot.unit, formula)

    def _formula(self, amount: Formula) -> Label:
        parts = [self.wording.fact(f) for f in amount.of]
        return Label(" × ".join([plain(amount.factor), *(p.en for p in parts)]), " × ".join([plain(amount.factor), *(p.zh for p in parts)]))

    def _conditions(self, answer: Answer) -> tuple[Label, ...]:
        """What every route asks for."""
        if answer.outcome in OPEN or answer.outcome in REFUSALS:
            return ()
        if not answer.routes:
            return self._conditions_of({w for limit in answer.limits if limit.doubt is None for w in limit.ways})
        parts = [self._conditions_of(self._with_kept(answer, r)) for r in answer.routes]
        return tuple(c for c in parts[0] if all(c in p for p in parts))

    def _with_kept(self, answer: Answer, route: tuple[str, ...]) -> set[str]:
        """The rules of a route, and the limits it leaves standing that the case keeps."""
        return {*route, *(a.limit for a in answer.limits if a.ways == (a.limit,) and a.doubt is None)}

    def _possible_conditions(self, answer: Answer) -> tuple[Label, ...]:
        """What is asked for if a limit applies of which that is open."""
        doubtful = {a.limit for a in answer.limits if a.doubt is not None and a.limit in a.ways}
        certain = self._conditions(answer)
        return tuple(c for c in self._conditions_of(doubtful) if c not in certain)

    def _conditions_of(self, rules: set[str]) -> tuple[Label, ...]:
        flags = {s.slot: s.label for s in self.question.slots if s.kind == "flag"}
        out: dict[Label, None] = {}
        for id in sorted(rules):
            for slot, wanted in self.rulebook.by_id[id].effect.flags.items():
                if wanted:
                    out[flags[slot]] = None
            record = self.wording.record(id)[2]
            if isinstance(record, Rule):
                out.update(dict.fromkeys(record.conditions))
        return tuple(out)

    def _routes(self, answer: Answer) -> tuple[Route, ...]:
        return tuple(
            Route(
                all_written(route),
                self._given(route),
                self._conditions_of(self._with_kept(answer, route)),
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

    def _receipt(self) -> Receipt:
        facts = dict(self.read.facts) | {self.rulebook.day: self.on.isoformat()}
        blank = Receipt(self.version, self.book.digest, self.question.question, facts, self.on, self.known_on, "")
        return replace(blank, id=receipt_id(blank))
