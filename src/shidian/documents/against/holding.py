"""The days from which and until which rules hold, and those of acts, as a document says them, held against the provisions and editions that say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shidian.documents.against.clauses import Clause, DocumentText, acts_of, days_in, ends_in
from shidian.documents.against.known import ALONE, named_in
from shidian.documents.against.provisions import NEAR, Provisions
from shidian.documents.against.quantities import halves, untitled
from shidian.documents.against.titles import Titles
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import Cited, Finding, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst
from shidian.evidence.values import days_of, overlap
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.phrases import phrase

RECORDS = patterns("records")
WHOLE_DAY = 10
"""Letters of a whole day (2025-04-11)."""
ISSUERS_NAMED = 120
"""So many letters the names of those who made an act public take at most."""
YEAR = 4
"""Letters of a year, by which an edition may be named."""


class Holding:
    """Holds the days of rules against the provisions."""

    def __init__(self, provisions: Provisions) -> None:
        self.provisions = provisions

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every whole day from which or until which a sentence says that a rule holds."""
        cited = self.provisions.cited(text)
        before: Clause | None = None
        for sentence in text.sentences():
            acts = acts_of(text, sentence, cited)
            ends = ends_in(text, sentence)
            begun = [
                (f, w)
                for f, w in days_in(sentence.of("day"))
                if RECORDS["holds_from"].search(text.folded, max(sentence.start, f.start - 16), f.end + 6)
                and all(f is not e for e, _ in ends)
            ]
            for at in begun:
                yield from self._day(text, sentence, acts, *at, end=False)
            for at in ends:
                yield from self._day(text, sentence, acts, *at, end=True)
            if before is not None and acts is None and len(begun) == 1:
                yield from self._since(text, before, sentence, *begun[0])
            before = sentence if text.reading.layout.passage_at(sentence.start).kind != "heading" else None

    def _day(
        self, text: DocumentText, sentence: Clause, acts: set[str] | None, finding: Finding, told: When, *, end: bool
    ) -> Iterator[HeldAgainst]:
        """A day held against the provision that the statement is like, where that says one day, or the day is told as its end: a day that stands in another
        provision which is like it, or is a day of the act, is left alone."""
        if len(told.from_ or "") != WHOLE_DAY:
            return
        known, book = self.provisions.known, self.provisions.book
        low, high = next((a, b) for a, b in halves(sentence) if a <= finding.start < b)
        ranked = self.provisions.ranked(stems(untitled(text, low, high)), text.lang, acts, None)
        ranked = self.provisions.of_origins(text, low, high, ranked)
        if not ranked or ranked[0][0] < (NEAR if acts is not None else ALONE):
            return
        best = known(ranked[0][1], text.lang)
        of_theirs = {t.id for t in book.content.vocabularies["origins"].terms} & best.named
        if of_theirs - named_in(text.within(low, high)):
            return  # until when other nationals need no visa
        near = {d for _, id in ranked[:8] for d in known(id, text.lang).days}
        like = {book.provisions[id][0].instrument: book.provisions[id][0] for score, id in ranked if 2 * score >= ranked[0][0]}
        near |= {str(d) for i in like.values() for e in i.editions for d in (e.promulgated, e.published, e.effective, e.expires) if d}
        others = {w.from_ for f, w in days_in(text.within(low, high)) if f is not finding}
        if told.from_ in best.days:
            yield HeldAgainst("rule", "agrees", finding.start, finding.end, self.provisions.law(best.id), (best.id,))
        elif others & best.days:
            return  # the provision's own day stands beside it
        elif (
            (len(best.days) == 1 or (end and best.days))
            and told.from_ not in near
            and not any(told.from_ in k.days for k in self.provisions.of_same_origins(text, low, high))
        ):
            yield HeldAgainst("rule", "differs", finding.start, finding.end, self.provisions.law(best.id), (best.id,))

    def _since(self, text: DocumentText, before: Clause, sentence: Clause, finding: Finding, told: When) -> Iterator[HeldAgainst]:
        """The day since which "these rules" have held, the rules being those of the sentence before."""
        if len(told.from_ or "") != WHOLE_DAY or RECORDS["these_rules"].match(sentence.words.lstrip()) is None:
            return
        act = self.provisions.best(stems(before.words), text.lang, text.document.date)
        editions = self.provisions.book.instruments[act].editions if act is not None else ()
        days = [str(e.effective) for e in editions if e.effective is not None]
        if act is not None and days:
            law = phrase("held_in_force", act=self.provisions.book.instruments[act].title, day=", ".join(days))
            yield HeldAgainst("event", "agrees" if told.from_ in days else "differs", finding.start, finding.end, law, (act,))


class ActDays:
    """Holds the days on which acts were made public or took effect against their editions."""

    def __init__(self, book: Lawbook, titles: Titles) -> None:
        self.book, self.titles = book, titles

    def against(self, text: DocumentText, sentence: Clause, named: dict[str, str]) -> list[HeldAgainst]:
        """Every day of an act that a sentence gives; `named` are the short names that the text defines."""
        return list(self._acts(text, sentence, named)) or list(self._told_acts(text, sentence))

    def _told_acts(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """The day on which an act took effect that a sentence names in small letters (the provisions on … took effect on …)."""
        if text.lang != "en":
            return
        for found in RECORDS["described"].finditer(sentence.words):
            act = self.titles.by_words(found[1])
            days = days_in(
                [
                    f
                    for f in text.within(sentence.start + found.end(), min(sentence.end, sentence.start + found.end() + 40))
                    if f.kind == "day"
                ]
            )
            if act is None or not days or RECORDS["ended"].search(found[0]):
                continue
            force = [str(e.effective) for e in self.book.instruments[act].editions if e.effective]
            yield from self._day("held_in_force", act, force, force, *days[0])

    def _acts(self, text: DocumentText, sentence: Clause, named: dict[str, str]) -> Iterator[HeldAgainst]:
        """The day on which a cited act was published or took effect."""
        cited = [f for f in sentence.of("instrument") if isinstance(f.value, Cited) and (f.value.title or self.act(f, named) is not None)]
        for i, finding in enumerate(cited):
            end = cited[i + 1].start if i + 1 < len(cited) else self._goes_on(text, sentence)
            stop = next((m.start() for m in RECORDS["another_half"].finditer(text.folded, finding.end, end)), end)
            if RECORDS["draft"].search(text.folded, finding.end, stop) or (act := self.act(finding, named)) is None:
                continue
            after = cited[i + 1] if i + 1 < len(cited) else None
            days = days_in([f for f in text.within(finding.end, stop) if f.kind == "day"])
            days = [d for d in days if after is None or self._before(text, d[0], after, finding.end, sentence.end) is None]
            low = max([c.end for c in cited[:i]], default=sentence.start)
            editions = [e for e in self.book.instruments[act[0]].editions if act[1] in (None, e.edition)]
            force = [str(e.effective) for e in editions if e.effective]
            out = [str(d) for e in editions for d in (e.promulgated, e.published, e.adopted) if d]
            out += [str(d) for p in self.book.programme.plans if p.instrument == act[0] for d in (p.published, p.dated) if d]
            public = out and any(e.promulgated or e.published for e in editions)
            out += [str(e.when) for e in self.book.programme.events if e.instrument == act[0]]
            for day in [
                d for d in days_in([f for f in text.within(low, finding.start) if f.kind == "day"])[-1:] if len(d[1].from_ or "") > YEAR
            ]:
                happened = self._before(text, day[0], finding, low, stop)
                if happened == "held_in_force" and force:
                    yield from self._day(happened, act[0], force, force, *day)
                elif happened == "held_published" and public:
                    yield from self._day(happened, act[0], out, out, *day)
            for at, day in enumerate(days):
                own = re.split("[，；]", text.folded[day[0].end : min(stop, day[0].end + 30)])[0]
                if text.lang == "zh" and RECORDS["made_public"].search(own):
                    near = tail = own  # 于某日公布，次年施行
                elif len(days) == 1:
                    near = text.folded[max(finding.end, day[0].start - 24) : min(stop, day[0].end + 30)]
                    tail = text.folded[finding.end : stop]
                else:
                    near = tail = _beside(text, days, at, finding.end, stop)
                    if RECORDS["into_force"].search(near) and RECORDS["made_public"].search(near):
                        continue
                if RECORDS["ended"].search(near):
                    continue
                lead = text.folded[max(low, finding.start - 24) : finding.start]
                if RECORDS["into_force"].search(near) or (len(days) == 1 and RECORDS["day_of_force"].search(lead)):
                    yield from self._day("held_in_force", act[0], force, force or out, *day)
                elif out and (RECORDS["made_public"].search(tail) or (len(days) == 1 and RECORDS["made_public_before"].search(lead))):
                    yield from self._day("held_published", act[0], out, out if public else [*out, *force], *day)

    def _goes_on(self, text: DocumentText, sentence: Clause) -> int:
        """Where what is said of the last act of a sentence ends: with the next one where that goes on with it and names none of its own (。其施行日期为…)."""
        layout = text.reading.layout
        at = layout.sentence_at(sentence.start) + 1
        low, high = layout.sentences[at] if at < len(layout.sentences) else (sentence.end, sentence.end)
        goes_on = RECORDS["goes_on"].match(text.folded, low, high) and layout.passage_at(low) is layout.passage_at(sentence.start)
        return high if goes_on and not any(f.kind == "instrument" for f in text.within(low, high)) else sentence.end

    def _before(self, text: DocumentText, day: Finding, act: Finding, low: int, stop: int) -> str | None:
        """What a day says that stands before an act: the key of the phrase that tells on which day it happened."""
        lead, between = text.folded[max(low, day.start - 24) : day.start], text.folded[day.end : act.start]
        if len(between) <= ISSUERS_NAMED and RECORDS["made_public_before"].search(between):
            return "held_published"
        if len(between) > 24 or re.search(r"[。；;.]|^, (?:and|while|whereas|but) |^，[而且并]", between):
            return None
        if RECORDS["made_public_on"].search(lead):
            return "held_published"
        after = RECORDS["took_effect_after"].match(text.folded, act.end, stop)
        if RECORDS["since_before"].search(lead) and after and not RECORDS["ended"].search(text.folded, act.end, stop):
            return "held_in_force"
        return None

    def _day(self, key: str, act: str, shown: list[str], allowed: list[str], finding: Finding, day: When) -> Iterator[HeldAgainst]:
        if not allowed:
            return
        title = self.book.instruments[act].title
        law = phrase(key, act=title, day="、".join(dict.fromkeys(shown)))
        law = Label(law.en.replace("、", ", "), law.zh)
        exact = [d for d in allowed if len(d) == WHOLE_DAY]  # a month bears no day of it out where the day is known
        fits = any(overlap(days_of(day.from_), days_of(d)) for d in exact or allowed)
        yield HeldAgainst("event", "agrees" if fits else "differs", finding.start, finding.end, law, (act,))

    def act(self, finding: Finding, named: dict[str, str]) -> tuple[str, str | None] | None:
        """The act, and the edition, that a finding cites."""
        value = finding.value
        assert isinstance(value, Cited)
        found = self.titles.cited(value, named)
        if found is None and value.ids:
            return value.ids[0], None
        return (found.instrument, found.edition) if found is not None else None


def _beside(text: DocumentText, days: list[tuple[Finding, When]], at: int, low: int, high: int) -> str:
    """The words that say what happened on one of several days: those after it in Chinese, those before it in English."""
    day = days[at][0]
    if text.lang == "zh":
        return text.folded[day.end : min(days[at + 1][0].start if at + 1 < len(days) else high, day.end + 12)]
    return text.folded[max(days[at - 1][0].end if at else low, day.start - 40) : day.start]
