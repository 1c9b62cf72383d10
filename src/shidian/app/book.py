"""The use cases: load a lawbook, ask it, run its worked cases. The only place that wires the parts together."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shidian.app import analyses, catalogue, evidence_view, programme_view
from shidian.app.build import Writer
from shidian.app.decision import Decision, Missing, Receipt, receipt_id
from shidian.app.diff_view import Diff
from shidian.app.facts import Given, Read, read_case
from shidian.app.kept import keep_diagram, kept_diagram
from shidian.app.location import default_folder
from shidian.app.matrix_view import Matrix, Showing
from shidian.app.timeline_view import SINCE, Timeline
from shidian.app.verify_view import Permits, Verified
from shidian.app.whatif_view import Reform, WhatIf
from shidian.app.wording import Wording
from shidian.diagram.diagram import Diagram, Size
from shidian.diagram.stored import pack, unpack
from shidian.engine.case import Case
from shidian.engine.decide import Answers, decide, deciding
from shidian.engine.rulebook import Rulebook
from shidian.errors import BadValue, CaseError, MissingExtra, UnknownQuestion
from shidian.law.cache import load_lawbook
from shidian.law.evidence_records import Claim
from shidian.law.instrument_records import Instrument
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.nodes import as_date
from shidian.law.programme_records import Event, Task
from shidian.law.reading import LawFile, read_lawbook
from shidian.law.records import Question, Reading, Source
from shidian.programme.coverage import InstrumentCoverage, PlanCoverage, coverage
from shidian.version import __version__

if TYPE_CHECKING:
    from shidian.app.screened import Screened


class Compiled(Struct, frozen=True):
    """A diagram that was walked whole: its size, and how many bytes it takes on disk."""

    size: Size
    bytes: int


GROWN = 1.05
"""How many more decisions a diagram has, before it is kept anew."""
LARGEST = 300_000_000
"""Bytes of a diagram that are kept at most."""
OFTEN = 20
"""Questions answered by the engine before the diagram is made, which costs as much as some hundred of them."""


class Book:
    """A lawbook that can be asked. Safe to share between threads; it is never changed."""

    def __init__(self, lawbook: Lawbook, today: Callable[[], dt.date] = dt.date.today, *, cache: bool = False) -> None:
        self.lawbook = lawbook
        self._cache = cache
        self._today = today
        self._rulebooks: dict[str, Rulebook] = {}
        self._read_kept: set[tuple[str, dt.date | None]] = set()
        self._asked: dict[tuple[str, dt.date | None], int] = {}
        self._wordings: dict[str, Wording] = {}
        self._diagrams: dict[tuple[str, dt.date | None], Diagram] = {}

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
            raise UnknownQuestion(f"unknown question `{name}`", hint=f"did you mean `{close[0]}`?" if close else f"known: {known}")
        return found

    def rulebook(self, question: str) -> Rulebook:
        """The compiled rules of a question."""
        if question not in self._rulebooks:
            self._rulebooks[question] = Rulebook(self.lawbook, self.question(question))
        return self._rulebooks[question]

    def diagram(self, question: str, *, known_on: dt.date | str | None = None, kept: bool = False) -> Diagram:
        """The diagram of a question, for a day of knowledge; made once, and filled as it is walked. With `kept`, what an earlier
        `compile` left on disk is read first: worth its second or two for much work, not for one case."""
        key = (question, _day(known_on))
        diagram = self._diagrams.get(key)
        if diagram is None:
            diagram = self._diagrams.setdefault(key, Diagram(self.rulebook(question), key[1]))
        if kept and self._cache and key not in self._read_kept:
            self._read_kept.add(key)
            body = kept_diagram(self.digest, question, key[1])
            if body is not None and unpack(diagram, body):
                diagram.kept = len(diagram.answers.verdicts)
        return diagram

    def compile(self, question: str, *, known_on: dt.date | str | None = None, progress: Callable[[int], None] | None = None) -> Compiled:
        """Walk every definite case of a question, keep the diagram on disk, and report its size."""
        diagram = self.diagram(question, known_on=known_on, kept=True)
        with diagram.lock:
            size = diagram.complete(progress)
            body = pack(diagram)
        if self._cache:
            keep_diagram(self.digest, question, diagram.known_on, body)
        return Compiled(size, len(body))

    @property
    def cached(self) -> bool:
        """Whether what is found is kept on disk."""
        return self._cache

    def keep(self, question: str, known_on: dt.date | str | None = None) -> None:
        """Keep on disk what was walked of a diagram, when that is much more than what is kept: the next screening begins with it."""
        diagram = self.diagram(question, known_on=known_on)
        with diagram.lock:
            if not self._cache or len(diagram.answers.verdicts) < GROWN * diagram.kept:
                return
            body = pack(diagram)
            diagram.kept = len(diagram.answers.verdicts)
        if len(body) <= LARGEST:
            keep_diagram(self.digest, question, diagram.known_on, body)

    def ask(
        self, question: str, facts: Mapping[str, Given] | None = None, /, *, known_on: dt.date | str | None = None, **more: Given
    ) -> Decision:
        """Decide a case.

        Facts are given by name, as a mapping or as keywords (`investor_share=20` for `investor-share`): ids, public codes,
        or names in Chinese or English; dates as `date` or ISO text; shares in %. What is left out is missing, except the day
        asked, which is today. `known_on` is the day of knowledge: only what had been published by then counts.

        Raises CaseError when a question, fact or value is not known.
        """
        declared = self.question(question)
        given = _given(facts, more)
        read = read_case(self.lawbook, declared, given, self._today())
        day = _day(known_on)
        answers = self._answers(question, read.case, day)
        return Writer(self._wording(question), read, day, __version__).write(answers)

    def best_first(self, decision: Decision) -> tuple[Missing, ...]:
        """The missing facts of a decision in the order to ask them: first the one after which the fewest further questions are to be
        expected, which the diagram knows."""
        if len(decision.missing) < 2:
            return decision.missing
        receipt = decision.receipt
        case = read_case(self.lawbook, self.question(receipt.question), dict(receipt.facts), self._today()).case
        order = self.diagram(receipt.question, known_on=receipt.known_on).decide(case).missing
        return tuple(sorted(decision.missing, key=lambda m: order.index(m.fact)))

    def _answers(self, question: str, case: Case, known_on: dt.date | None) -> Answers:
        """The engine answers at once. A question asked often is compiled, and answered by walking: the two agree on every case."""
        rulebook, key = self.rulebook(question), (question, known_on)
        self._asked[key] = self._asked.get(key, 0) + 1
        if key not in self._diagrams and self._asked[key] <= OFTEN:
            return decide(rulebook, case, known_on)
        found = self.diagram(question, known_on=known_on).decide(case)
        return Answers(
            found.in_force,
            found.announced,
            deciding(rulebook, case, known_on, found.missing_for) if found.missing else (),
            found.missing_for,
        )

    def _wording(self, question: str) -> Wording:
        if question not in self._wordings:
            self._wordings[question] = Wording(self.lawbook, self.rulebook(question))
        return self._wordings[question]

    def screen(
        self,
        question: str,
        data: Any,
        *,
        columns: Mapping[str, str] | None = None,
        facts: Mapping[str, Given] | None = None,
        known_on: dt.date | str | None = None,
        threads: int | None = None,
    ) -> Screened:
        """Decide every row of a table: an Arrow table or batch, or anything with the Arrow C interface (Polars, pandas, DuckDB).

        `columns` gives the column of a fact where it is not called as the fact is; `facts` are the same for all rows. A null is
        a missing fact, in the day's column today. A row that cannot be read has an error, and the others go on.

        Raises CaseError for a question, column or fact that is not known.
        """
        try:
            from shidian.app.screening import screen_table
        except ImportError as error:
            raise MissingExtra("screen", error.name or "") from error

        return screen_table(self, question, data, columns=columns, facts=facts, known_on=known_on, threads=threads)

    # --- questions about the law itself: see :mod:`shidian.app.analyses` --------------------------------------------

    def timeline(
        self,
        question: str,
        facts: Mapping[str, Given] | None = None,
        /,
        *,
        since: dt.date | str | None = None,
        known_on: dt.date | str | None = None,
        **more: Given,
    ) -> Timeline:
        """Every interval of the answer to a case, in both readings, with the provisions that begin and end it."""
        return analyses.timeline(self, question, _given(facts, more), _day(since) or SINCE, _day(known_on))

    def matrix(
        self,
        question: str,
        facts: Mapping[str, Given] | None = None,
        /,
        *,
        rows: str,
        columns: str,
        shows: Showing = "outcome",
        reading: Reading = "in_force",
        since: dt.date | str | None = None,
        known_on: dt.date | str | None = None,
        **more: Given,
    ) -> Matrix:
        """The answers by two facts; values that have the same answers all along are one row or column."""
        return analyses.matrix(
            self,
            question,
            _given(facts, more),
            rows,
            columns,
            shows=shows,
            reading=reading,
            since=_day(since) or SINCE,
            known_on=_day(known_on),
        )

    def diff(
        self,
        question: str,
        facts: Mapping[str, Given] | None = None,
        /,
        *,
        days: tuple[dt.date | str, dt.date | str] | None = None,
        places: tuple[str, str] | None = None,
        known_on: tuple[dt.date | str | None, dt.date | str | None] | None = None,
        other: Book | None = None,
        reading: Reading = "in_force",
        **more: Given,
    ) -> Diff:
        """The cases whose answer differs between two days, two places, two days of knowledge, or this lawbook and another."""
        days_ = (self._on(days[0]), self._on(days[1])) if days is not None else None
        known = (_day(known_on[0]), _day(known_on[1])) if known_on is not None else None
        return analyses.diff(self, question, _given(facts, more), days=days_, places=places, known_on=known, other=other, reading=reading)

    def whatif(
        self, question: str, facts: Mapping[str, Given] | None = None, /, *, known_on: dt.date | str | None = None, **more: Given
    ) -> WhatIf:
        """The smallest changes of facts that lead to the mildest outcome, nearest first."""
        return analyses.whatif(self, question, _given(facts, more), _day(known_on))

    def reform(
        self,
        question: str,
        facts: Mapping[str, Given] | None = None,
        /,
        *,
        without: Iterable[str] = (),
        other: Book | None = None,
        added: Iterable[str] = (),
        known_on: dt.date | str | None = None,
        reading: Reading = "in_force",
        **more: Given,
    ) -> Reform:
        """What would change if some rules did not exist, or if the law were that of `other`."""
        return analyses.reform(
            self, question, _given(facts, more), without=without, other=other, added=added, known_on=_day(known_on), reading=reading
        )

    def verify(self, question: str, progress: Callable[[int, int], None] | None = None) -> Verified:
        """Proofs over all definite cases: rules that do nothing, and cases that stay open whatever is known."""
        return analyses.verified(self, question, progress)

    def permits_all(self, question: str, old: dt.date | str, new: dt.date | str) -> Permits:
        """Whether the law of the day `new` permits every case that the law of the day `old` did."""
        return analyses.permits(self, question, self._on(old), self._on(new))

    def today(self) -> dt.date:
        """The day on which a question is asked that names none."""
        return self._today()

    def read(self, question: str, facts: Mapping[str, Given]) -> Read:
        """Understand facts without deciding. Raises CaseError."""
        return read_case(self.lawbook, self.question(question), facts, self._today())

    # --- looking things up: filters as keywords, rows that are immutable, texts in both languages ------------------

    def instruments(
        self, *, on: dt.date | str | None = None, kind: str | None = None, issuer: str | None = None, text: str | None = None
    ) -> tuple[catalogue.InstrumentRow, ...]:
        """The instruments in the edition of a day (default: today)."""
        return catalogue.instruments(self.lawbook, self._on(on), kind=kind, issuer=issuer, text=text)

    def instrument(self, id: str) -> Instrument:
        """One instrument with its editions, provisions, rules and gaps."""
        return catalogue.instrument(self.lawbook, id)

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
    ) -> tuple[programme_view.TaskRow, ...]:
        """The task rows, and how far each has come by a day, in a place."""
        return programme_view.tasks(
            self.lawbook, self._on(on), plan=plan, area=area, place=place, stage=stage, strength=strength, text=text
        )

    def task(self, id: str) -> tuple[str, Task]:
        """The plan and the record of one task row."""
        return programme_view.task(self.lawbook, id)

    def regions(self, *, on: dt.date | str | None = None, cohort: str | None = None) -> tuple[programme_view.RegionRow, ...]:
        """The regions with the rules that name them on a day."""
        return programme_view.regions(self.lawbook, [self.rulebook(q) for q in self.questions], self._on(on), cohort=cohort)

    def sources(self, *, grade: str | None = None, language: str | None = None, text: str | None = None) -> tuple[Source, ...]:
        """The sources."""
        return catalogue.sources(self.lawbook, grade=grade, language=language, text=text)

    def claims(self, *, subject: str | None = None, source: str | None = None, text: str | None = None) -> tuple[Claim, ...]:
        """Who said what."""
        return evidence_view.claims(self.lawbook, subject=subject, source=source, text=text)

    def contradictions(
        self, *, kind: str | None = None, subject: str | None = None, source: str | None = None
    ) -> tuple[evidence_view.ContradictionRow, ...]:
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
            raise CaseError(
                "the receipt was made with another lawbook or version",
                hint=f"it needs lawbook {receipt.lawbook[:12]} and shidian {receipt.version}",
            )
        return self.ask(receipt.question, dict(receipt.facts), known_on=receipt.known_on)


def _given(facts: Mapping[str, Given] | None, more: Mapping[str, Given]) -> dict[str, Given]:
    """Facts given as a mapping and as keywords, together. Raises BadValue for a fact given twice."""
    given: dict[str, Given] = dict(facts or {})
    for key, value in more.items():
        name = key.replace("_", "-")
        if name in given:
            raise BadValue(f"`{name}` is given twice")
        given[name] = value
    return given


def _day(value: dt.date | str | None) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    day = as_date(value) if isinstance(value, str) else None
    if day is None:
        raise BadValue(f"`{value}` is not a day", hint="write it as 2025-04-11")
    return day


def load(
    path: str | Path | None = None, *, cache: bool = True, today: Callable[[], dt.date] = dt.date.today, added: Iterable[str | Path] = ()
) -> Book:
    """Load and check a lawbook: the one that comes with the package, or the folder `path`.

    Raises LawbookError with every fault found. With `cache` the parsed records are kept in the user's cache folder under the
    digest of the files, so that the next start is quick. `added` are files of instruments that the lawbook does not have, or
    that take the place of those of the same name.
    """
    folder = Path(path) if path is not None else default_folder()
    more = [LawFile(f"instruments/{Path(f).name}", Path(f).read_bytes()) for f in added]
    return Book(load_lawbook(folder, cache=cache) if not more else read_lawbook(folder, more), today, cache=cache)


def words_of(book: Book, vocabulary: str) -> Iterable[tuple[str, str, str, str]]:
    """The entries of a vocabulary: id, English name, Chinese name, and all words that name it, folded into one text."""
    names = book.lawbook.names.get(vocabulary)
    if names is None:
        known = ", ".join(f"`{v}`" for v in sorted(book.lawbook.names))
        raise CaseError(f"unknown vocabulary `{vocabulary}`", hint=f"known: {known}")
    return [(e.id, e.name.en, e.name.zh, " ".join(names_of(e)).casefold()) for e in names.entries.values()]
