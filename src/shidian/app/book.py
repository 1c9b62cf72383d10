"""The use cases: load a lawbook, ask it, run its worked cases. The only place that wires the parts together."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from shidian.app import catalogue, evidence_view, programme_view
from shidian.app.build import Writer
from shidian.app.decision import Decision, Receipt, receipt_id
from shidian.app.facts import Given, Read, read_case
from shidian.app.location import default_folder
from shidian.engine.decide import decide
from shidian.engine.rulebook import Rulebook
from shidian.errors import BadValue, CaseError, UnknownQuestion
from shidian.law.cache import load_lawbook
from shidian.law.evidence_records import Claim
from shidian.law.instrument_records import Instrument
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.nodes import as_date
from shidian.law.programme_records import Event, Task
from shidian.law.records import Question, Source
from shidian.programme.coverage import InstrumentCoverage, PlanCoverage, coverage
from shidian.version import __version__


class Book:
    """A lawbook that can be asked. Safe to share between threads; it is never changed."""

    def __init__(self, lawbook: Lawbook, today: Callable[[], dt.date] = dt.date.today) -> None:
        self.lawbook = lawbook
        self._today = today
        self._rulebooks: dict[str, Rulebook] = {}

    @property
    def digest(self) -> str:
        """SHA-256 over all files of the lawbook."""
        return self.lawbook.digest

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions that can be asked."""
        return tuple(sorted(self.lawbook.questions))

    def question(self, name: str) -> Question:
        """The question of this id. Raises UnknownQuestion."""
        if not isinstance(name, str):
            raise UnknownQuestion(f"`{name}` is no question", hint="give the id of a question, such as `access`")
        found = self.lawbook.questions.get(name)
        if found is None:
            close = difflib.get_close_matches(name, self.questions, n=1)
            known = ", ".join(f"`{q}`" for q in self.questions)
            raise UnknownQuestion(f"unknown question `{name}`",
                                  hint=f"did you mean `{close[0]}`?" if close else f"known: {known}")
        return found

    def rulebook(self, question: str) -> Rulebook:
        """The compiled rules of a question."""
        if question not in self._rulebooks:
            self._rulebooks[question] = Rulebook(self.lawbook, self.question(question))
        return self._rulebooks[question]

    def ask(self, question: str, facts: Mapping[str, Given] | None = None, /, *,
            known_on: dt.date | str | None = None, **more: Given) -> Decision:
        """Decide a case.

        Facts are given by name, as a mapping or as keywords (`investor_share=20` for `investor-share`): ids, public codes,
        or names in Chinese or English; dates as `date` or ISO text; shares in %. What is left out is missing, except the day
        asked, which is today. `known_on` is the day of knowledge: only what had been published by then counts.

        Raises CaseError when a question, fact or value is not known.
        """
        declared = self.question(question)
        rulebook = self.rulebook(question)
        given: dict[str, Given] = dict(facts or {})
        for key, value in more.items():
            name = key.replace("_", "-")
            if name in given:
                raise BadValue(f"`{name}` is given twice")
            given[name] = value
        read = read_case(self.lawbook, declared, given, self._today())
        day = _day(known_on)
        answers = decide(rulebook, read.case, day)
        return Writer(self.lawbook, rulebook, read, day, __version__).write(answers)

    def read(self, question: str, facts: Mapping[str, Given]) -> Read:
        """Understand facts without deciding. Raises CaseError."""
        return read_case(self.lawbook, self.question(question), facts, self._today())

    # --- looking things up: filters as keywords, rows that are immutable, texts in both languages ------------------

    def instruments(self, *, on: dt.date | str | None = None, kind: str | None = None, issuer: str | None = None,
                    text: str | None = None) -> tuple[catalogue.InstrumentRow, ...]:
        """The instruments in the edition of a day (default: today)."""
        return catalogue.instruments(self.lawbook, self._on(on), kind=kind, issuer=issuer, text=text)

    def instrument(self, id: str) -> Instrument:
        """One instrument with its editions, provisions, rules and gaps."""
        return catalogue.instrument(self.lawbook, id)

    def tasks(self, *, on: dt.date | str | None = None, plan: str | None = None, area: str | None = None,
              place: str | None = None, stage: str | None = None, strength: int | None = None,
              text: str | None = None) -> tuple[programme_view.TaskRow, ...]:
        """The task rows, and how far each has come by a day, in a place."""
        return programme_view.tasks(self.lawbook, self._on(on), plan=plan, area=area, place=place, stage=stage,
                               strength=strength, text=text)

    def task(self, id: str) -> tuple[str, Task]:
        """The plan and the record of one task row."""
        return programme_view.task(self.lawbook, id)

    def regions(self, *, on: dt.date | str | None = None, cohort: str | None = None) -> tuple[programme_view.RegionRow, ...]:
        """The regions with the rules that name them on a day."""
        return programme_view.regions(self.lawbook, [self.rulebook(q) for q in self.questions], self._on(on), cohort=cohort)

    def sources(self, *, grade: str | None = None, language: str | None = None,
                text: str | None = None) -> tuple[Source, ...]:
        """The sources."""
        return catalogue.sources(self.lawbook, grade=grade, language=language, text=text)

    def claims(self, *, subject: str | None = None, source: str | None = None,
               text: str | None = None) -> tuple[Claim, ...]:
        """Who said what."""
        return evidence_view.claims(self.lawbook, subject=subject, source=source, text=text)

    def contradictions(self, *, kind: str | None = None, subject: str | None = None,
                       source: str | None = None) -> tuple[evidence_view.ContradictionRow, ...]:
        """The claims that cannot all hold, with the judgement on each."""
        return evidence_view.all_contradictions(self.lawbook, kind=kind, subject=subject, source=source)

    def coverage(self) -> tuple[tuple[InstrumentCoverage, ...], tuple[PlanCoverage, ...]]:
        """What is encoded, what is a gap, and how much of the official lists is known."""
        return coverage(self.lawbook)

    def chronology(self, *, since: dt.date | None = None, until: dt.date | None = None) -> tuple[Event, ...]:
        """The events of the programme."""
        return programme_view.chronology(self.lawbook, since=since, until=until)

    def crosswalk(self, *, agreement: str | None = None) -> tuple[programme_view.ChapterRow, ...]:
        """The chapters of the agreements used as yardsticks, the tension recorded with each, and the task rows that touch it."""
        return programme_view.crosswalk(self.lawbook, agreement=agreement)

    def _on(self, on: dt.date | str | None) -> dt.date:
        return _day(on) or self._today()

    def replay(self, receipt: Receipt) -> Decision:
        """The decision that a receipt stands for. Raises CaseError when this is another lawbook or version."""
        if receipt.id != receipt_id(receipt):
            raise CaseError("this receipt was altered: its id does not fit its facts")
        if (receipt.lawbook, receipt.version) != (self.digest, __version__):
            raise CaseError("the receipt was made with another lawbook or version",
                            hint=f"it needs lawbook {receipt.lawbook[:12]} and shidian {receipt.version}")
        return self.ask(receipt.question, dict(receipt.facts), known_on=receipt.known_on)


def _day(value: dt.date | str | None) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    day = as_date(value) if isinstance(value, str) else None
    if day is None:
        raise BadValue(f"`{value}` is not a day", hint="write it as 2025-04-11")
    return day


def load(path: str | Path | None = None, *, cache: bool = True, today: Callable[[], dt.date] = dt.date.today) -> Book:
    """Load and check a lawbook: the one that comes with the package, or the folder `path`.

    Raises LawbookError with every fault found. With `cache` the parsed records are kept in the user's cache folder under the
    digest of the files, so that the next start is quick.
    """
    return Book(load_lawbook(Path(path) if path is not None else default_folder(), cache=cache), today)


def words_of(book: Book, vocabulary: str) -> Iterable[tuple[str, str, str, str]]:
    """The entries of a vocabulary: id, English name, Chinese name, and all words that name it, folded into one text."""
    names = book.lawbook.names.get(vocabulary)
    if names is None:
        known = ", ".join(f"`{v}`" for v in sorted(book.lawbook.names))
        raise CaseError(f"unknown vocabulary `{vocabulary}`", hint=f"known: {known}")
    return [(e.id, e.name.en, e.name.zh, " ".join(names_of(e)).casefold()) for e in names.entries.values()]
