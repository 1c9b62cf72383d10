"""From what the engine found to a decision with words, provisions and sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec.structs import replace

from shidian.answer.decision import Decision
from shidian.answer.facts import Read
from shidian.answer.first_lines import Beyond, with_first_lines
from shidian.answer.grounds import GroundsWriter, grounds_of
from shidian.answer.leads import missing_facts, values_named
from shidian.answer.parts import Missing, ReadingAnswer, Reason, Receipt, receipt_id
from shidian.answer.told_apart import LINE, listed
from shidian.answer.why_not import not_granted, why_not
from shidian.answer.wording import Wording
from shidian.engine.bearing import REFUSALS
from shidian.engine.bounds import name_of
from shidian.engine.decide import Answer, Answers
from shidian.engine.leads import at_hand
from shidian.engine.otherwise import otherwise, would_help
from shidian.engine.reach import closed
from shidian.engine.search import settled_by_two
from shidian.engine.state import Viewpoint, cause_of
from shidian.engine.turns import NextAnswer, turn
from shidian.law.records.base import Label, Reading
from shidian.law.records.instrument import Rule as Written
from shidian.words.labels import join
from shidian.words.phrases import phrase

MOST_OPEN = 3
"""Missing facts that the sentence of a decision names."""
OPTIONAL, NAMED = re.compile(r"\[([^\[\]]*)\]"), re.compile(r"\{(\w[\w-]*)\}")

MOST_SPANS = 20
"""Spans of days of one case whose next answer is remembered."""


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

    def write(self, answers: Answers) -> Decision:
        """The whole decision."""
        held, ahead, case = answers.in_force, answers.announced, self.read.case
        grounds = grounds_of(self.wording, answers, case, self.known_on)
        reasons = self._with_why_not(grounds.reasons)
        labels = self._labels()
        missing = missing_facts(self.book, self.rulebook, case, answers.missing)
        receipt = self._receipt()
        decision = Decision(
            question=self.question.question,
            facts=self.read.facts,
            assumed=self.read.assumed,
            labels=labels,
            fact_names={f: self.wording.fact(f) for f in labels},
            outcome_names=dict(self.wording.outcome_names),
            outcome_tones=dict(self.wording.outcome_tones),
            sentence=self._sentence(held, labels, missing if held.because == "missing_facts" else ()),
            outcome=held.outcome,
            because=held.because,
            ceiling=held.ceiling.value if held.ceiling else None,
            exclusive=bool(held.ceiling and held.ceiling.exclusive),
            in_force=self._with_worst(grounds.in_force, "in_force"),
            announced=self._with_worst(grounds.announced, "announced"),
            readings_differ=(held.outcome, held.ceiling) != (ahead.outcome, ahead.ceiling),
            determining=grounds.in_force.determining,
            conditions=grounds.in_force.conditions,
            possible_conditions=grounds.possible_conditions,
            given=grounds.in_force.given,
            duties=grounds.duties,
            routes=grounds.routes,
            missing=missing,
            missing_for=answers.missing_for,
            confidence=grounds.confidence,
            reasons=reasons,
            announced_reasons=self._only_announced(reasons, grounds.ahead) if grounds.ahead is not None else (),
            read_on=grounds.read_on,
            sources=grounds.sources,
            receipt=receipt,
            leads=self._leads(held),
            uncollected=grounds.uncollected,
        )
        return with_first_lines(self.question, decision, self._beyond(held, missing))

    # --- parts ----------------------------------------------------------------------------------------------

    def _with_worst(self, answer: ReadingAnswer, reading: Reading) -> ReadingAnswer:
        """The answer of a chain without a strictest path where no rule closes the matter: anything stricter than what is known may hold, but
        for the strictest of all."""
        if self.question.reads != "chain" or answer.outcome != "undetermined" or answer.worst == self._strictest():
            return answer
        known = closed(self.rulebook, self.read.case, Viewpoint(reading, self.known_on))
        return answer if known else replace(answer, worst="undetermined")

    def _strictest(self) -> str:
        return next(s for s in self.question.slots if s.slot == self.question.main).values[-1].id

    def _beyond(self, held: Answer, missing: Sequence[Missing]) -> Beyond:
        """What the first lines ask of the engine, as far as they need it."""
        view, case = Viewpoint(known_on=self.known_on), self.read.case
        hangs = held.because == "missing_facts" and all(x.because == "missing_facts" for m in missing for x in m.answers)
        pairs = settled_by_two(self.rulebook, case, view, [m.fact for m in missing]) if hangs else []
        return Beyond(
            self._turn(held),
            self._called,
            self._otherwise(held),
            lambda rule: would_help(self.rulebook, case, view, rule),
            tuple([(name_of(self.rulebook, p.rank), self._said(p.values), tuple(p.values)) for p in pairs]),
        )

    def _called(self, fact: str, values: Sequence[str]) -> list[Label]:
        return values_named(self.book, self.question, fact, values)

    def _labels(self) -> dict[str, Label]:
        """What the case says of each fact, in words."""
        words = self.read.facts | self.read.assumed
        labels = {f: self.wording.value(f, w) for f, w in words.items()}
        place = self.rulebook.place
        inside = [z for z, said in self.read.case.zones.items() if said]
        if place is not None and place not in labels and inside:  # the place is known by its zones only
            labels[place] = join([self.wording.value(place, z) for z in inside])
        if place is not None and place in labels:
            labels[place] = self._not_yet(labels[place], place, words.get(place, ""), inside)
        return labels

    def _with_why_not(self, reasons: tuple[tuple[str, Reason], ...]) -> tuple[Reason, ...]:
        """Reasons, each bar with the reliefs that did not help, and "nobody has it otherwise" with the grants."""
        helped_not = {"binds": why_not, "otherwise": not_granted}
        return tuple(
            [
                replace(r, helped_not=failed)
                if r.role in helped_not and (failed := helped_not[r.role](self.wording, self.read, self.on, self.known_on, id))
                else r
                for id, r in reasons
            ]
        )

    def _otherwise(self, answer: Answer) -> tuple[Label, ...]:
        """The choices of which another value would be enough: the fact, and the values."""
        if self.question.reads != "ceilings" or answer.outcome not in REFUSALS or answer.outcome == "refused":
            return ()
        found = otherwise(self.rulebook, self.read.case, Viewpoint(known_on=self.known_on), answer.determining)
        return tuple([self._said({f: values}) for f, values in found])

    def _said(self, values: Mapping[str, Sequence[str]]) -> Label:
        """That facts have one of some values, within a sentence."""
        names = [(self.wording.fact(f), [self.wording.value(f, v) for v in words]) for f, words in values.items()]
        said = [(fact, listed(words, LINE // 3)) for fact, words in names]
        return Label(" and ".join(f"“{f.en}” is {w.en}" for f, w in said), "且".join(f"{f.zh}：{w.zh}" for f, w in said))

    def _only_announced(self, reasons: tuple[Reason, ...], ahead: tuple[tuple[str, Reason], ...]) -> tuple[Reason, ...]:
        """The reasons of the announced reading that those in force do not have, or in another part."""
        roles: dict[str, str] = {}
        for r in reasons:
            roles.setdefault(r.rule, r.role)
        return tuple(r for r in self._with_why_not(ahead) if roles.get(r.rule) != r.role)

    def _turn(self, held: Answer) -> NextAnswer | None:
        """The next day on which a settled answer is another one."""
        if held.because == "missing_facts" or held.outcome == "refused":
            return None
        case = self.read.case
        same = (*[v for f, v in case.values.items() if f != self.rulebook.day], frozenset(case.zones.items()), self.known_on)
        spans = self.wording.turns.get(same) or ()
        for since, kept in spans:
            if since <= self.on < kept.until:
                return kept.next
        found = turn(self.rulebook, case, self.known_on)
        self.wording.turns.put(same, (*spans[-MOST_SPANS:], (self.on, found)))
        return found.next

    def _not_yet(self, label: Label, fact: str, word: str, inside: list[str]) -> Label:
        """The place in words, with the zones that it is said to lie in and that were not there yet on the day."""
        tree = self.rulebook.trees[fact]
        for zone in (z for z in inside if not tree.stands(z, self.on)):
            day = str(tree.zones[zone].established)
            own = zone == word or label == tree.zones[zone].name
            label = phrase("zone_own_day" if own else "zone_day", place=label, zone=tree.zones[zone].name, day=day)
        return label

    def _sentence(self, held: Answer, labels: dict[str, Label], missing: tuple[Missing, ...]) -> Label:
        """The sentence of the outcome; where only facts are missing, the one that names them. Where a limit lets the case through on a
        condition only, it says so."""
        said = next(o for o in self.question.outcomes if o.outcome == held.outcome)
        template = said.depends if said.depends is not None and missing else said.sentence
        few = len(missing) <= MOST_OPEN  # more names in a row say nothing to who has not met these facts
        open_ = join([m.label for m in missing], MOST_OPEN) if few else phrase("open_facts", count=str(len(missing)))
        parts = self.wording.unstated | labels | {"open": open_}
        unstated = self.wording.unstated.values()
        usual = {f.fact: f.assumed for f in self.question.facts if f.assumed is not None}
        words = self.read.facts | self.read.assumed
        telling = {f for f in labels if f not in usual or words.get(f) != usual[f]}
        en, zh = _stated(template.en, telling), _stated(template.zh, telling)
        en = _without_brackets_in_brackets(en.format(**{f: p.en for f, p in parts.items()}), [u.en for u in unstated])
        zh = _without_brackets_in_brackets(zh.format(**{f: p.zh for f, p in parts.items()}), [u.zh for u in unstated])
        kept = [self.wording.record(a.limit)[2] for a in held.limits if a.limit in a.ways and not a.binding and said.tone == "good"]
        if any(isinstance(r, Written) and r.conditions for r in kept):
            return phrase("on_conditions", said=Label(en[:1].upper() + en[1:].rstrip("."), zh.rstrip("。")))
        return Label(en[:1].upper() + en[1:], zh)

    def _leads(self, answer: Answer) -> tuple[Reason, ...]:
        """The leads that would help, in the order of the lawbook."""
        if answer.outcome in ("permitted", "granted"):
            return ()
        limits = frozenset(a.limit for a in answer.limits if a.binding)
        if answer.outcome != "refused":  # that holds whatever the doubtful limits come to
            limits |= {id for id, _ in answer.doubtful}
        writer = GroundsWriter(self.wording, self.read.case, self.on, self.known_on)
        found = at_hand(self.rulebook.leads, self.read.case, self.on, self.known_on, limits)
        first = self.question.facts[0].fact
        if first not in self.read.facts:  # nobody said what is asked about: a lead for one thing or another is none
            found = [rule for rule in found if all(t.fact != first or t.of(self.read.case) for t in rule.scope.when)]
        return tuple(writer.reason(rule.id, "lead", doubt=cause_of(rule)) for rule in found)

    def _receipt(self) -> Receipt:
        facts = dict(self.read.facts) | {self.rulebook.day: self.on.isoformat()}
        blank = Receipt(self.version, self.book.digest, self.question.question, facts, self.on, self.known_on, "")
        return replace(blank, id=receipt_id(blank))


def _stated(template: str, labels: Container[str]) -> str:
    """A sentence without its optional parts, in square brackets, that name a fact which nobody stated or that is what is assumed anyway; what follows a bar stands instead."""

    def told(part: re.Match[str]) -> str:
        said, _, instead = part[1].partition("|")
        return said if all(f in labels for f in NAMED.findall(said)) else instead

    return OPTIONAL.sub(told, template)


def _without_brackets_in_brackets(text: str, unstated: Iterable[str]) -> str:
    """A sentence in which a fact not stated has no brackets of its own where it stands within others."""
    for said in unstated:
        at = text.find(said)
        while at >= 0:
            before = text[:at]
            if sum(map(before.count, "(（")) > sum(map(before.count, ")）")):
                text = before + said[1:-1] + text[at + len(said) :]
            at = text.find(said, at + 1)
    return text
