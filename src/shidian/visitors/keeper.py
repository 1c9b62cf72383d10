"""What a running server keeps beside the lawbook: decisions already given and the search index. Nothing here can change an answer."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from shidian.analysis.ceilings import Ceilings
from shidian.analysis.timeline import Timeline, followed
from shidian.answer.decision import Decision
from shidian.answer.facts import Given
from shidian.answer.sentence.chips import Sentence
from shidian.book import Book, load
from shidian.catalogue.programme import RegionRow
from shidian.catalogue.search import Index
from shidian.compiled import as_day, today_in_china
from shidian.errors import DeskForbidden, SignedOut
from shidian.law.location import default_folder
from shidian.law.lru import Lru
from shidian.programme.lifecycle import applies_in
from shidian.version import __version__
from shidian.visitors.drawing import Drawing
from shidian.visitors.readings import Readings

if TYPE_CHECKING:  # the store needs a database; a server without one starts without its libraries
    from shidian.review.queue import ReviewDesk
    from shidian.store.copies import CopyShelf
    from shidian.store.database import Database
    from shidian.store.signing.people import PeopleShelf
    from shidian.tracking.desk import ProgrammeDesk
    from shidian.visitors.jobs import Jobs
    from shidian.visitors.lists import Lists
    from shidian.visitors.promised import PromisedGaps
    from shidian.visitors.provider import IdentityProvider

SIGNED_IN = "shidian_desk"
"""The cookie of a session at the desk."""

KEPT = 512
"""Decisions kept; one takes up to about 400 kB."""

KEPT_ANALYSES = 512
"""Analyses kept: timelines, matrices, the pages of decisions and the like; one takes up to about 200 kB, most far less."""

Key = tuple[str, tuple[tuple[str, str], ...], str | None, dt.date]
T = TypeVar("T")


class Keeper:
    """The use cases as a long-running server needs them. Safe to share between threads.

    A decision depends on the lawbook, the question, the facts and the two days alone, so it is worked out once and kept.
    `folder` is where the lawbook lies (default: the one that comes along); `reviews` the review desk and `programme` the
    desk of the programme, `copies` the answers that visitors keep, all None without a store; `provider` vouches for who comes, where there is one.
    """

    def __init__(
        self,
        book: Book,
        today: Callable[[], dt.date] = today_in_china,
        folder: Path | None = None,
        reviews: ReviewDesk | None = None,
        programme: ProgrammeDesk | None = None,
        provider: IdentityProvider | None = None,
        copies: CopyShelf | None = None,
    ) -> None:
        self.book = book
        self.folder = folder or default_folder()
        self.reviews = reviews
        self.programme = programme
        self.provider = provider
        self.copies = copies
        self._today = today
        self._kept: Lru[Key, Decision] = Lru(KEPT)
        self._analyses: Lru[Hashable, Any] = Lru(KEPT_ANALYSES)

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self._today()

    @cached_property
    def edition(self) -> str:
        """Names the lawbook and the version: what an answer depends on beside the case and the day."""
        return hashlib.sha256(f"{self.book.digest} {__version__}".encode()).hexdigest()[:16]

    @cached_property
    def index(self) -> Index:
        """Everything in the lawbook, to search in."""
        return Index(self.book.lawbook)

    @cached_property
    def jobs(self) -> Jobs:
        """The screenings of uploaded tables."""
        from shidian.visitors.jobs import Jobs

        return Jobs(self.book)

    @cached_property
    def lists(self) -> Lists:
        """The lists that editors left to be looked at before they are imported."""
        from shidian.visitors.lists import Lists

        return Lists()

    @cached_property
    def readings(self) -> Readings:
        """The reports on uploaded documents."""
        return Readings(self.folder)

    @cached_property
    def drawing(self) -> Drawing:
        """Who draws pictures."""
        return Drawing()

    @cached_property
    def promised(self) -> PromisedGaps:
        """What each region has promised and not yet done."""
        from shidian.visitors.promised import PromisedGaps

        return PromisedGaps(self.book, self._today)

    def close(self) -> None:
        """Stop what runs, delete what was uploaded, and let the store go."""
        if "jobs" in self.__dict__:
            self.jobs.close()
        for name in ("readings", "lists", "drawing"):
            if name in self.__dict__:
                self.__dict__[name].close()
        if self.reviews is not None:
            self.reviews.shelf.close()

    def reviewer(self, word: str | None) -> str | None:
        """The name under which somebody reviews: on a server with accounts that of who is signed in (`word` is the session's) and edits or signs
        somewhere, or administers all regions (the first account of a new server); None on a machine of one's own, where whoever sits there says who they are. Raises SignedOut, DeskForbidden."""
        if self.programme is None:
            return None
        who = self.programme.people.session(word)
        if who is None:
            raise SignedOut("sign in first", hint="open the desk")
        if all(who.regions(act) == frozenset() for act in ("propose", "sign")) and who.regions("administer") is not None:
            raise DeskForbidden("only who edits or signs in a region reviews findings")
        return who.name

    def ask(self, question: str, facts: Mapping[str, Given], known_on: str | None = None) -> Decision:
        """Decide a case, or give the decision made before. Raises CaseError."""
        words = tuple(sorted((k, v) for k, v in facts.items() if isinstance(v, str)))
        key: Key | None = (question, words, known_on, self.today) if len(words) == len(facts) else None
        if key is not None:
            found = self._kept.get(key)
            if found is not None:
                return found
        decision = self.book.ask(question, dict(facts), known_on=known_on)
        if key is not None:
            self._kept.put(key, decision)
        return decision

    def heard(self, text: str, question: str | None = None) -> Sentence:
        """What a sentence says, of a question that was chosen or of the one that it asks."""
        return self.keep(("sentence", text, question, self.today), lambda: self.book.read_question(text, question))

    def timeline(self, question: str, facts: Mapping[str, str], known_on: str | None = None) -> Timeline:
        """How the answer to a case changes over time, whatever day the case names. Raises CaseError."""
        return self.followed(question, facts, known_on)[0]

    def followed(self, question: str, facts: Mapping[str, str], known_on: str | None = None) -> tuple[Timeline, Ceilings]:
        """How the answer to a case changes over time, and its ceilings, whatever day the case names. Raises CaseError."""
        day = self.book.rulebook(question).day
        kept = {k: v for k, v in facts.items() if k != day}
        key = ("timeline", question, tuple(sorted(kept.items())), known_on)
        return self.keep(key, lambda: followed(self.book, question, kept, None, as_day(known_on)))

    def regions(self, on: dt.date | None = None, cohort: str | None = None) -> tuple[RegionRow, ...]:
        """The regions on a day (default: today), in a cohort or all."""
        day = on or self.today
        return self.keep(("regions", day, cohort), lambda: self.book.regions(on=day, cohort=cohort))

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out before under a key, or what `make` gives. The key names everything that it depends on."""
        kept: T | None = self._analyses.get(key)
        if kept is None:
            kept = make()
            self._analyses.put(key, kept)
        return kept

    def day(self, word: str | None) -> dt.date:
        """The day that a person wrote, today when it is left out. Raises BadValue."""
        return as_day(word) or self.today


def open_desk(folder: Path | None = None, today: Callable[[], dt.date] = today_in_china, store: str | None = None) -> Keeper:
    """Load the lawbook (the one that comes along, or a folder) and open it to a server, with a review desk on a store if one is named.

    Raises LawbookError, and ReviewError when the store cannot be opened.
    """
    book = load(folder, today=today)
    if store is None:
        return Keeper(book, today, folder)
    from shidian.review.queue import ReviewDesk
    from shidian.store.copies import CopyShelf
    from shidian.store.database import Database
    from shidian.store.shelf import Shelf

    database = Database(store)
    return Keeper(book, today, folder, ReviewDesk(Shelf(database)), programme_desk(book, database), copies=CopyShelf(database))


def programme_desk(book: Book, database: Database, people: PeopleShelf | None = None) -> ProgrammeDesk:
    """The desk of the programme on a database, with the tasks, regions and areas of a lawbook."""
    from shidian.store.desk.work import WorkShelf
    from shidian.store.signing.people import PeopleShelf
    from shidian.tracking.desk import DeskSubject, ProgrammeDesk

    programme = book.lawbook.programme
    areas = {a.area: a for p in programme.plans for a in p.areas}
    regions, tree = {r.region: r for r in programme.regions}, book.lawbook.trees["territories"]
    rows = {t.task: t for group in book.lawbook.content.tasks for t in group.tasks}
    meant: dict[tuple[str, ...], frozenset[str]] = {}
    for row in rows.values():  # many rows are for the same places
        if row.places not in meant:
            meant[row.places] = frozenset(x for x in regions if applies_in(row, x, tree))
    tasks = {r.task: DeskSubject(r.task, r.area, r.summary.zh, meant[rows[r.task].places]) for r in book.tasks()}
    procedures = {p.procedure: p.title.zh for p in book.lawbook.procedures.values()}
    only = {p.procedure: frozenset(x for x in regions if applies_in(p, x, tree)) for p in book.lawbook.procedures.values() if p.places}
    return ProgrammeDesk(WorkShelf(database), people or PeopleShelf(database), tasks, regions, areas, procedures, only)
