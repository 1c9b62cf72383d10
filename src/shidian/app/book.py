"""The use cases: load a lawbook, ask it, run its worked cases. The only place that wires the parts together."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from shidian.app.build import Writer
from shidian.app.decision import Decision, Receipt
from shidian.app.facts import Given, read_case
from shidian.app.location import default_folder
from shidian.engine.decide import decide
from shidian.engine.rulebook import Rulebook
from shidian.errors import BadValue, CaseError, UnknownQuestion
from shidian.law.cache import load_lawbook
from shidian.law.lawbook import Lawbook
from shidian.law.nodes import as_date
from shidian.law.records import Question
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

    def replay(self, receipt: Receipt) -> Decision:
        """The decision that a receipt stands for. Raises CaseError when this is another lawbook or version."""
        if (receipt.lawbook, receipt.version) != (self.digest, __version__):
            raise CaseError("the receipt was made with another lawbook or version",
                            hint=f"it needs lawbook {receipt.lawbook[:12]} and shidian {receipt.version}")
        return self.ask(receipt.question, dict(receipt.facts), known_on=receipt.known_on)


def _day(value: dt.date | str | None) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    day = as_date(value)
    if day is None:
        raise BadValue(f"`{value}` is not a day", hint="write it as 2025-04-11")
    return day


def load(path: str | Path | None = None, *, cache: bool = True, today: Callable[[], dt.date] = dt.date.today) -> Book:
    """Load and check a lawbook: the one that comes with the package, or the folder `path`.

    Raises LawbookError with every fault found. With `cache` the parsed records are kept in the user's cache folder under the
    digest of the files, so that the next start is quick.
    """
    return Book(load_lawbook(Path(path) if path is not None else default_folder(), cache=cache), today)


def words_of(book: Book, vocabulary: str) -> Iterable[tuple[str, str, str]]:
    """The entries of a vocabulary: id, English name, Chinese name."""
    names = book.lawbook.names.get(vocabulary)
    if names is None:
        known = ", ".join(f"`{v}`" for v in sorted(book.lawbook.names))
        raise CaseError(f"unknown vocabulary `{vocabulary}`", hint=f"known: {known}")
    return [(e.id, e.name.en, e.name.zh) for e in names.entries.values()]
