"""The duties that come with an answer, in words: the certain before the possible, what is due in any case before what is due on a
condition, the special before the broad, and in the order in which they are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import prod
from typing import get_args

from msgspec.structs import replace

from shidian.answer.parts import Obligation
from shidian.answer.wording import Wording
from shidian.engine.bearing import duty_rules, shared_duties
from shidian.engine.conditions import InPlace, InTree, IsWord
from shidian.engine.decide import Answer
from shidian.engine.rule import duty_key, written
from shidian.law.records.base import SEEN, Label
from shidian.law.records.instrument import Duty, Rule, Stage
from shidian.words.labels import duty_details
from shidian.words.phrases import phrase

STAGES: dict[str | None, int] = {stage: i for i, stage in enumerate(get_args(Stage))}
"""The order in which duties are due; one without a stage comes last."""
APPLIED_FOR = ("approval", "licence", "filing", "review", "registration")
"""The kinds of duty that ask somebody to go to an authority."""


def _key(duty: Obligation) -> tuple[Label, Label]:
    """What makes two duties one, whichever rule asks for it: what it is, and who is in charge."""
    return duty.name, duty.authority


def asked_first(duties: Sequence[Obligation]) -> Label | None:
    """The first approval, licence or filing that the sector asks of every such case, and how many more there are; None where none does."""
    due = [d for d in duties if d.kind in APPLIED_FOR and d.certain and d.stage and d.only_if is None and not d.general]
    if not due:
        return None
    more = len(due) - 1
    return phrase("sum_due_and_more", name=due[0].name, number=str(more)) if more else phrase("sum_due", name=due[0].name)


class Obligations:
    """Writes the duties of one case."""

    def __init__(self, wording: Wording, on: dt.date, known_on: dt.date | None) -> None:
        self.wording = wording
        self.rulebook = wording.rulebook
        self.on = on
        self.known_on = known_on

    def all(self, answer: Answer) -> tuple[Obligation, ...]:
        """All duties of an answer, in order."""
        out = []
        for id, certain in duty_rules(self.rulebook, answer):
            record = self.wording.record(id)[2]
            if isinstance(record, Rule) and record.duty is not None:
                out.append(self._obligation(id, record.duty, certain))
            out.extend(d if certain else replace(d, certain=False) for d in self.own(id))
        shared = self._shared(answer)
        keys = {_key(o) for o in shared}
        out = [o for o in out if o.certain or _key(o) not in keys] + shared
        out.sort(key=self._place)
        return tuple({(o.rule, o.name, o.authority): o for o in reversed(out)}.values())[::-1]

    def _shared(self, answer: Answer) -> list[Obligation]:
        """The duties that every branch of a known answer has. Each is told by the rule of the first."""
        out: list[Obligation] = []
        for key, rule in shared_duties(self.rulebook, answer).items():
            record = self.wording.record(rule)[2]
            assert isinstance(record, Rule)
            out += [self._obligation(rule, d) for d in record.duties if duty_key(d) == key]
        return out

    def _place(self, duty: Obligation) -> tuple[object, ...]:
        seen = SEEN.index(duty.seen) if duty.seen else len(SEEN)
        stage = STAGES.get(duty.stage, len(STAGES))
        return duty.general, not duty.certain, duty.only_if is not None, self._breadth(duty.rule), stage, seen

    def own(self, rule: str) -> list[Obligation]:
        """The duties that come with relying on a rule."""
        record = self.wording.record(rule)[2]
        return [self._obligation(rule, d) for d in record.duties] if isinstance(record, Rule) else []

    def _obligation(self, rule: str, duty: Duty, certain: bool = True) -> Obligation:
        record = self.wording.record(rule)[2]
        reason = self.wording.reason(rule, self.on, self.known_on)
        title, name = reason.title, reason.provision_name
        return Obligation(
            rule=written(rule),
            name=duty.name,
            authority=self.wording.book.trees["authorities"].terms[duty.authority].name,
            kind=duty.kind,
            certain=certain,
            note=duty.note,
            caution=record.caution if isinstance(record, Rule) and record.kind == "duty" else None,
            general=self._general(rule),
            stage=duty.stage,
            only_if=duty.only_if,
            limits=duty.limits,
            needs=duty.needs,
            details=duty_details(duty),
            basis=Label(f"{title.en}, {name.en}", f"《{title.zh}》{name.zh}"),
            seen=reason.seen,
            sources=reason.sources,
        )

    def _general(self, rule: str) -> bool:
        """Whether a duty rule applies whatever is done where: its scope asks for days, numbers and what is assumed of a case (a company) only."""
        compiled, facts = self.rulebook.by_id[rule], self.rulebook.facts
        return compiled.kind == "duty" and all(
            facts[t.fact].domain in ("number", "date") or (isinstance(t, IsWord) and facts[t.fact].assumed in t.words)
            for t in compiled.scope.when
        )

    def _breadth(self, rule: str) -> tuple[int, int]:
        """How much the scope of a rule takes in: the terms it covers of each vocabulary, all where it names none; then whether it is for
        every place."""
        tests = self.rulebook.by_id[rule].scope.when
        named = {t.fact: len(t.inside) for t in tests if isinstance(t, InTree)}
        sizes = (named.get(f.fact, self._size(f.vocabulary)) for f in self.rulebook.question.facts if f.domain == "tree")
        return prod(sizes), not any(isinstance(t, InPlace) for t in tests)

    def _size(self, vocabulary: str | None) -> int:
        return len(self.wording.book.trees[vocabulary].terms) if vocabulary else 1
