"""A rule or gap in words: its scope, when it stands, what it does to the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from shidian.answer.facts import plain
from shidian.compiled import CompiledLaw
from shidian.engine.conditions import Test
from shidian.engine.rule import seen_of
from shidian.law.records.base import Label, Seen
from shidian.law.records.instrument import Bound, Duty, EffectValue, Gap, Instrument, Provision, Rule
from shidian.law.records.question import Question, Slot
from shidian.words.counted import counted
from shidian.words.labels import fact_label, join, value_label, wanted_label
from shidian.words.phrases import phrase


class ScopeTest(Struct, frozen=True):
    """One test of a scope: the fact, and what it must be."""

    label: Label
    wanted: Label


class InForceSpan(Struct, frozen=True):
    """An interval in which a rule is in force; `unsure` when nobody could find out what holds after it. Where a bound is not known to the
    day, `start` and `until` are the earliest days that it can be, `start_at_latest` and `until_at_latest` the latest."""

    start: dt.date
    until: dt.date | None
    unsure: bool
    start_at_latest: dt.date | None = None
    until_at_latest: dt.date | None = None

    @property
    def words(self) -> Label:
        """The interval in words."""
        start, until = self.start.isoformat(), self.until.isoformat() if self.until else None
        if self.start_at_latest is None and self.until_at_latest is None:
            told = phrase("from_until", start=start, end=until) if until else phrase("since", day=start)
        else:
            sure, over = self.start_at_latest, self.until_at_latest
            told = phrase("since_between", first=start, last=sure.isoformat()) if sure else phrase("since", day=start)
            if until:
                ended = phrase("until_between", first=until, last=over.isoformat()) if over else phrase("until_day", day=until)
                told = Label(f"{told.en}, {ended.en}", f"{told.zh}，{ended.zh}")
        more = phrase("unsure_after")
        return Label(f"{told.en} {more.en}", f"{told.zh}{more.zh}") if self.unsure else told


class RuleWords(Struct, frozen=True):
    """A rule or gap in words. `when` is a conjunction; each group of `unless` is one exception. `effects` are slots with what is said
    of them. `unknown`: nobody could find out whether it is in force."""

    id: str
    anchor: str
    kind: str
    gap: bool
    question: str
    title: Label
    """The title of the question."""
    summary: Label | None
    when: tuple[ScopeTest, ...]
    unless: tuple[tuple[ScopeTest, ...], ...]
    spans: tuple[InForceSpan, ...]
    announced: dt.date | None
    unknown: bool
    effects: tuple[tuple[Label, Label], ...]
    relieves: tuple[str, ...]
    authorised_by: tuple[str, ...]
    duties: tuple[Duty, ...]
    conditions: tuple[Label, ...]
    seen: Seen
    cautions: tuple[Label, ...]


def rule_words(book: CompiledLaw, instrument: Instrument, provision: Provision, record: Rule | Gap) -> RuleWords:
    name = record.rule if isinstance(record, Rule) else record.gap
    id = f"{instrument.instrument}/{name}"
    rulebook = book.rulebook(record.question)
    question = rulebook.question
    compiled = rulebook.by_id[id]

    def parts(tests: tuple[Test, ...]) -> tuple[ScopeTest, ...]:
        return tuple(ScopeTest(fact_label(question, t.fact), wanted_label(book.lawbook, question, t)) for t in tests)

    rule = record if isinstance(record, Rule) else None
    slots = {s.slot: s for s in question.slots}
    edition = instrument.editions[-1].edition
    seen = seen_of(provision, rule, edition) if rule is not None else provision.seen_in(edition)
    return RuleWords(
        id=id,
        anchor=f"rule-{name}",
        kind=record.kind,
        gap=rule is None,
        question=record.question,
        title=question.title,
        summary=rule.summary if rule else record.reason if isinstance(record, Gap) else None,
        when=parts(compiled.scope.when),
        unless=tuple(parts(group) for group in compiled.scope.unless),
        spans=_merged(tuple(InForceSpan(s.start, s.until, s.unknown_after, s.sure, s.over) for s in compiled.validity.spans)),
        announced=compiled.validity.announced,
        unknown=compiled.validity.unknown,
        effects=(*((slots[s].label, _effect(question, slots[s], v)) for s, v in rule.effect.items()), *_needs(book, question, rule))
        if rule
        else (),
        relieves=record.relieves,
        authorised_by=rule.authorised_by if rule else (),
        duties=(*rule.duties, *((rule.duty,) if rule.duty else ())) if rule else (),
        conditions=rule.conditions if rule else (),
        seen=seen,
        cautions=tuple(c for c in (rule.caution, rule.disputed) if c is not None) if rule else (),
    )


def _needs(book: CompiledLaw, question: Question, rule: Rule) -> Iterator[tuple[Label, Label]]:
    """What a need names."""
    for fact, value in rule.needs.items():
        yield phrase("word_need"), value_label(book.lawbook, question, fact, str(value))


def _merged(spans: tuple[InForceSpan, ...]) -> tuple[InForceSpan, ...]:
    """Spans that touch, as one: each edition that keeps a provision begins a span of its own."""
    out: list[InForceSpan] = []
    for span in sorted(spans, key=lambda s: s.start):
        if out and out[-1].until == span.start and not out[-1].unsure and not out[-1].until_at_latest and not span.start_at_latest:
            out[-1] = InForceSpan(out[-1].start, span.until, span.unsure, out[-1].start_at_latest, span.until_at_latest)
        else:
            out.append(span)
    return tuple(out)


def _effect(question: Question, slot: Slot, value: EffectValue) -> Label:
    """What a rule says of one slot."""
    unit = slot.unit or Label("%", "%")
    if isinstance(value, Bound):
        return _bound(question, value, unit)
    names = {c.id: c.name for c in slot.values}
    words = value if isinstance(value, tuple) else (value,)
    return join([names[w] if w in names else phrase(w) if w in ("yes", "no", "any") else Label(w, w) for w in words])


def _bound(question: Question, value: Bound, unit: Label) -> Label:
    if value.at_most is not None:
        return phrase("none_allowed") if value.at_most == 0 else phrase("up_to", amount=counted(plain(value.at_most), unit))
    if value.below is not None:
        return phrase("under", amount=counted(plain(value.below), unit))
    if value.amount is not None:
        return counted(plain(value.amount), unit)
    names = [fact_label(question, f) for f in value.of]
    factor = plain(value.times) if value.times is not None else "?"
    return Label(" × ".join([factor, *(n.en for n in names)]), " × ".join([factor, *(n.zh for n in names)]))
