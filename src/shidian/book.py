"""The public face: a lawbook that can be asked. Each method is one line into a wing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shidian.analysis.diff import Diff, diff
from shidian.analysis.matrix import Matrix, Showing, matrix
from shidian.analysis.timeline import Timeline, timeline
from shidian.analysis.verify import Permits, Verified, permits_all, verify
from shidian.analysis.whatif import Reform, WhatIf, reform, whatif
from shidian.answer.ask import ask, best_first, lasted_of, replay
from shidian.answer.business import Business, business
from shidian.answer.decision import Decision
from shidian.answer.facts import Given, Read, read_case
from shidian.answer.parts import Missing, Receipt
from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.catalogue.catalogue import Catalogue
from shidian.compiled import as_day, today_in_china
from shidian.engine.turns import Lasted
from shidian.errors import BadValue, needs
from shidian.files import MEGABYTE, read_within
from shidian.law.cache import load_lawbook
from shidian.law.files import LawFile
from shidian.law.location import default_folder
from shidian.law.records.base import Reading

if TYPE_CHECKING:
    from fractions import Fraction

    from shidian.analysis.openness.measured import Openness
    from shidian.screening.cells import Scale
    from shidian.screening.screened import Screened


class Book(Catalogue):
    """A lawbook that can be asked. Safe to share between threads; it is never changed."""

    def ask(
        self, question: str, facts: Mapping[str, Given] | None = None, /, *, known_on: dt.date | str | None = None, **more: Given
    ) -> Decision:
        """Decide a case.

        Facts are given by name, as a mapping or as keywords (`investor_share=20` for `investor-share`): ids, public codes,
        or names in Chinese or English; dates as `date` or ISO text; shares in %. What is left out is missing, except the day
        asked, which is today. `known_on` is the day of knowledge: only what had been published by then counts.

        Raises CaseError when a question, fact or value is not known.
        """
        return ask(self, question, _given(facts, more), known_on)

    def business(
        self, question: str, facts: Mapping[str, Given] | None = None, /, *, known_on: dt.date | str | None = None, **more: Given
    ) -> Business:
        """Decide several activities together: `activity=["online-music", "b25"]`. One decision for each, the strictest over all, and
        the activities that bind. Raises CaseError when a value is not known, or no fact has several values."""
        return business(self, question, _given(facts, more), known_on)

    def best_first(self, decision: Decision) -> tuple[Missing, ...]:
        """The missing facts of a decision in the order to ask them."""
        return best_first(self, decision)

    def replay(self, receipt: Receipt) -> Decision:
        """The decision that a receipt stands for. Raises CaseError when this is another lawbook or version."""
        return replay(self, receipt)

    def screen(
        self,
        question: str,
        data: Any,
        *,
        columns: Mapping[str, str | None] | None = None,
        facts: Mapping[str, Given] | None = None,
        known_on: dt.date | str | None = None,
        threads: int | None = None,
        default_day: dt.date | str | None = None,
        scales: Mapping[str, Scale] | None = None,
        values: Mapping[tuple[str, str], str] | None = None,
        ignored: Collection[str] = (),
        lang: str = "en",
    ) -> Screened:
        """Decide every row of a table: an Arrow table or batch, or anything with the Arrow C interface (Polars, pandas, DuckDB).

        `columns` gives the column of a fact where it is not called as the fact is (None: it has none); `facts` are the same for all rows.
        A null is a missing fact, the day too, unless `default_day` names the day of such rows; the day of each row is the column
        `asked_on`. `scales` says whether shares are fractions (`{"share": "fraction"}`: 0.51 is 51 %), `values` what a word means
        (`{("activity", "SaaS"): "b25"}`). Columns that are `ignored` are no facts, and put none of the others in doubt. A row that cannot be read has an error (in `lang`: `en` or `zh`), and the others go on.

        Raises CaseError for a question, column or fact that is not known.
        """
        with needs("screen"):
            from shidian.screening.batches import screen_table

        return screen_table(
            self,
            question,
            data,
            columns=columns,
            facts=facts,
            known_on=known_on,
            threads=threads,
            default_day=default_day,
            scales=scales,
            values=values,
            ignored=ignored,
            lang=lang,
        )

    # --- questions about the law itself -------------------------------------------------------------------------------

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
        return timeline(self, question, _given(facts, more), as_day(since), as_day(known_on))

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
        return matrix(
            self, question, _given(facts, more), rows, columns, shows=shows, reading=reading, since=as_day(since), known_on=as_day(known_on)
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
        known = (as_day(known_on[0]), as_day(known_on[1])) if known_on is not None else None
        return diff(self, question, _given(facts, more), days=days_, places=places, known_on=known, other=other, reading=reading)

    def whatif(
        self, question: str, facts: Mapping[str, Given] | None = None, /, *, known_on: dt.date | str | None = None, **more: Given
    ) -> WhatIf:
        """The smallest changes of facts that lead to the mildest outcome, nearest first."""
        return whatif(self, question, _given(facts, more), as_day(known_on))

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
        return reform(
            self, question, _given(facts, more), without=without, other=other, added=added, known_on=as_day(known_on), reading=reading
        )

    def verify(self, question: str, progress: Callable[[int, int], None] | None = None) -> Verified:
        """Proofs over all definite cases: rules that do nothing, and cases that stay open whatever is known."""
        return verify(self, question, progress)

    def permits_all(self, question: str, old: dt.date | str, new: dt.date | str) -> Permits:
        """Whether the law of the day `new` permits every case that the law of the day `old` did."""
        return permits_all(self, question, self._on(old), self._on(new))

    def openness(
        self,
        *,
        basket: str | None = None,
        weighting: str | None = None,
        profile: str | None = None,
        grid: str | None = None,
        edge: str = "as_given",
        weights: Mapping[str, Fraction] | None = None,
        known_on: dt.date | str | None = None,
    ) -> Openness:
        """How far a basket of activities is open to an investor, by place, day and reading, always with its bounds. What is left out is the
        first of its kind in the lawbook's measures; `weights` (of leaves, together 1) go before the weighting. Raises BadValue."""
        with needs("openness"):
            from shidian.analysis.openness.measured import MeasureChoice, Openness

        return Openness(self, MeasureChoice(basket, weighting, profile, grid, edge, weights, as_day(known_on)))

    def read(self, question: str, facts: Mapping[str, Given]) -> Read:
        """Understand facts without deciding. Raises CaseError."""
        return read_case(self.lawbook, self.question(question), facts, self.today())

    def lasted(self, decision: Decision) -> Lasted | None:
        """Since when the settled answer of a decision is the same (`since`), and what it was the day before (`before`); None where it is
        open, or was never another one as far as the law is known. It tries day after day: some tens of milliseconds."""
        return lasted_of(self, decision)

    def read_question(self, text: str, question: str | None = None) -> Sentence:
        """What a question in the user's own words says (of the `question` that is named, where its words leave it open): chips with the words
        they came from, the cases it makes, and what was not understood. Nothing is decided; `ask` takes the `question` and each of the `cases` of a sentence that a person has seen. They carry
        the days it may mean; `facts` has no day where the words leave it open, and `ask` would take today."""
        return read_sentence(self.lawbook, text, self.today(), question)


def _given(facts: Mapping[str, Given] | None, more: Mapping[str, Given]) -> dict[str, Given]:
    """Facts given as a mapping and as keywords, together. Raises BadValue for a fact given twice."""
    given: dict[str, Given] = dict(facts or {})
    for key, value in more.items():
        name = key.replace("_", "-")
        if name in given:
            raise BadValue(f"`{name}` is given twice")
        given[name] = value
    return given


def load(
    path: str | Path | None = None, *, cache: bool = True, today: Callable[[], dt.date] = today_in_china, added: Iterable[str | Path] = ()
) -> Book:
    """Load and check a lawbook: the one that comes with the package, or the folder `path`.

    Raises LawbookError with every fault found. With `cache` the parsed records are kept in the user's cache folder under the
    digest of the files, so that the next start is quick. `added` are files of instruments that the lawbook does not have, or
    that take the place of those of the same name.
    """
    folder = Path(path) if path is not None else default_folder()
    more = [LawFile(f"instruments/{Path(f).name}", read_within(Path(f), 16 * MEGABYTE)) for f in added]
    if not more:
        return Book(load_lawbook(folder, cache=cache), today, cache=cache)
    from shidian.law.folder import read_lawbook

    return Book(read_lawbook(folder, more), today, cache=cache)
