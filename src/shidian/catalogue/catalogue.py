"""Everything that can be looked up in a lawbook: filters as keywords, rows that are immutable, texts in both languages."""

from __future__ import annotations

import datetime as dt

from shidian.catalogue import crosswalk as crosswalk_view
from shidian.catalogue import lists, programme
from shidian.compiled import CompiledLaw, as_day
from shidian.law.records.evidence import Claim
from shidian.law.records.instrument import Instrument
from shidian.law.records.programme import Event, Task
from shidian.law.records.source import Source
from shidian.programme.coverage import InstrumentCoverage, PlanCoverage, coverage


class Catalogue(CompiledLaw):
    """A lawbook whose records can be looked up. A day left out is today in China."""

    def instruments(
        self, *, on: dt.date | str | None = None, kind: str | None = None, issuer: str | None = None, text: str | None = None
    ) -> tuple[lists.InstrumentRow, ...]:
        """The instruments in the edition of a day (default: today)."""
        return lists.instruments(self.lawbook, self._on(on), kind=kind, issuer=issuer, text=text)

    def instrument(self, id: str) -> Instrument:
        """One instrument with its editions, provisions, rules and gaps."""
        return lists.instrument(self.lawbook, id)

    def tasks(
        self,
        *,
        on: dt.date | str | None = None,
        plan: str | None = None,
        area: str | None = None,
        place: str | None = None,
        stage: str | None = None,
        strength: int | None = None,
        text: str | None = None,
    ) -> tuple[programme.TaskRow, ...]:
        """The task rows, and how far each has come by a day, in a place."""
        return programme.tasks(self.lawbook, self._on(on), plan=plan, area=area, place=place, stage=stage, strength=strength, text=text)

    def task(self, id: str) -> tuple[str, Task]:
        """The plan and the record of one task row."""
        return programme.task(self.lawbook, id)

    def regions(self, *, on: dt.date | str | None = None, cohort: str | None = None) -> tuple[programme.RegionRow, ...]:
        """The regions with the rules that name them on a day."""
        return programme.regions(self.lawbook, [self.rulebook(q) for q in self.questions], self._on(on), cohort=cohort)

    def sources(self, *, grade: str | None = None, language: str | None = None, text: str | None = None) -> tuple[Source, ...]:
        return lists.sources(self.lawbook, grade=grade, language=language, text=text)

    def claims(self, *, subject: str | None = None, source: str | None = None, text: str | None = None) -> tuple[Claim, ...]:
        """Who said what."""
        return lists.claims(self.lawbook, subject=subject, source=source, text=text)

    def contradictions(
        self, *, kind: str | None = None, subject: str | None = None, source: str | None = None
    ) -> tuple[lists.ContradictionRow, ...]:
        """The claims that cannot all hold, with the judgement on each."""
        return lists.all_contradictions(self.lawbook, kind=kind, subject=subject, source=source)

    def coverage(self) -> tuple[tuple[InstrumentCoverage, ...], tuple[PlanCoverage, ...]]:
        """What is encoded, what is a gap, and how much of the official lists is known."""
        return coverage(self.lawbook)

    def chronology(self, *, since: dt.date | None = None, until: dt.date | None = None) -> tuple[Event, ...]:
        """The events of the programme."""
        return programme.chronology(self.lawbook, since=since, until=until)

    def chapter(self, word: str, *, on: dt.date | None = None, agreement: str | None = None) -> crosswalk_view.ChapterAnswer:
        """What speaks to a chapter of an agreement (`14.11`, `depa 4`), and what stands against it. Raises NotFound."""
        return crosswalk_view.chapter_answer(self.lawbook, (self.rulebook(q) for q in self.questions), word, on or self.today(), agreement)

    def crosswalk(self, *, agreement: str | None = None) -> tuple[programme.ChapterRow, ...]:
        """The chapters of the agreements used as yardsticks, the tension recorded with each, and the task rows that touch it."""
        return programme.crosswalk(self.lawbook, agreement=agreement)

    def _on(self, on: dt.date | str | None) -> dt.date:
        return as_day(on) or self.today()
