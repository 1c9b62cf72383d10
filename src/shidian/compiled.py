"""The compiled law: a lawbook with what is made of it once, the rules and the diagram of each question. Knows nothing above the diagram."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from shidian.diagram.diagram import Diagram, Size
from shidian.diagram.leads import deciding
from shidian.diagram.stored import pack, pack_told, unpack, unpack_told
from shidian.engine.case import Case
from shidian.engine.decide import Answers, decide, nothing_to_search
from shidian.engine.rulebook import Rulebook
from shidian.errors import UnknownQuestion
from shidian.kept import cache_folder, read_kept, write_kept
from shidian.law.days import CHINA, day_said
from shidian.law.lawbook import Lawbook
from shidian.law.near import did_you_mean
from shidian.law.records.question import Question
from shidian.law.unswept import give_back
from shidian.version import code_digest

T = TypeVar("T")


def today_in_china() -> dt.date:
    """The day that it is in China, whatever the zone of the machine: the day of a question that names none."""
    return dt.datetime.now(CHINA).date()


class Compiled(Struct, frozen=True):
    """A diagram that was walked whole: its size, and how many bytes it takes on disk."""

    size: Size
    bytes: int


GROWTH = 1.05
"""Growth factor after which the cached diagram is saved again."""
MOST_KEPT = 3_000
"""Decisions of a diagram that is kept on disk unasked: to read a greater one takes as long as to find what a table needs of it, and more memory."""
MOST_NODES = 40_000
"""Nodes that cases may leave in the diagrams of all questions together, until the greatest of these is left for a new one: some 3 KB each."""
MOST_DAYS = 16
"""Days of knowledge that have a diagram at a time."""
ENGINE_FIRST = 20
"""Number of questions the engine answers before a diagram is built (building one costs about 100 answers)."""


class CompiledLaw:
    """A lawbook with its compiled questions. Safe to share between threads: what it holds is only ever added to, never changed.

    `today` gives the day on which a question is asked that names none; with `cache`, diagrams are kept in the user's cache folder.
    """

    def __init__(self, lawbook: Lawbook, today: Callable[[], dt.date] = today_in_china, *, cache: bool = False) -> None:
        self.lawbook = lawbook
        self.cached = cache
        self._today = today
        self._rulebooks: dict[str, Rulebook] = {}
        self._read_kept: set[tuple[str, dt.date | None]] = set()
        self._asked: dict[tuple[str, dt.date | None], int] = {}
        self._diagrams: dict[tuple[str, dt.date | None], Diagram] = {}
        self._made: dict[Hashable, Any] = {}

    @property
    def digest(self) -> str:
        """SHA-256 over all files of the lawbook."""
        return self.lawbook.digest

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions that can be asked."""
        return tuple(sorted(self.lawbook.questions))

    def today(self) -> dt.date:
        """The day on which a question is asked that names none."""
        return self._today()

    def question(self, name: str) -> Question:
        """The question of this id. Raises UnknownQuestion."""
        if not isinstance(name, str):
            raise UnknownQuestion(f"`{name}` is not a question", hint="give the id of a question, such as `access`")
        found = self.lawbook.questions.get(name)
        if found is None:
            raise UnknownQuestion(f"unknown question `{name}`", hint=did_you_mean(name, self.questions))
        return found

    def rulebook(self, question: str) -> Rulebook:
        """The compiled rules of a question."""
        if question not in self._rulebooks:
            self._rulebooks[question] = Rulebook(self.lawbook, self.question(question))
        return self._rulebooks[question]

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made of the law before under a key, or what `make` gives: such things depend on the lawbook and the key alone."""
        found: T = self._made[key] if key in self._made else self._made.setdefault(key, make())
        return found

    def answers(self, question: str, case: Case, known_on: dt.date | None) -> Answers:
        """The answers to a case. The engine gives them at once; a question asked often is compiled, and answered by walking: the two
        agree on every case. So is a case of which something is open that bears on it: to make a diagram takes as long as the engine's search for one."""
        rulebook, key = self.rulebook(question), (question, known_on)
        self._asked[key] = self._asked.get(key, 0) + 1
        first = key not in self._diagrams and self._asked[key] <= ENGINE_FIRST
        if first and (known_on is not None or nothing_to_search(rulebook, case)):
            return decide(rulebook, case, known_on)
        diagram = self.diagram(question, known_on=known_on)
        found = diagram.decide(case)
        return Answers(found.in_force, found.announced, deciding(diagram, case, found), found.missing_for)

    def diagram(self, question: str, *, known_on: dt.date | str | None = None, kept: bool = False) -> Diagram:
        """The diagram of a question, for a day of knowledge; made once, and filled as it is walked. With `kept`, what an earlier
        `compile` left on disk is read first: worth its second or two for much work, not for one case."""
        key = (question, as_day(known_on))
        diagram = self._diagrams.get(key)
        if diagram is None:
            self._leave_old_days()
            diagram = self._diagrams.setdefault(key, Diagram(self.rulebook(question), key[1]))
        elif not kept:  # whoever still walks the one that is left keeps it
            met = {k: len(d.space) - d.began for k, d in list(self._diagrams.items())}
            if sum(met.values()) > MOST_NODES:
                self.begin_anew(*max(met, key=met.__getitem__))
                diagram = self._diagrams.get(key, diagram)
                give_back()
        if kept and self.cached and key not in self._read_kept:
            self._read_kept.add(key)
            path = self._kept_at(*key)
            body = read_kept(path) if path is not None else None
            if body is not None and unpack(diagram, body):
                diagram.kept, diagram.began = len(diagram.answers.verdicts), len(diagram.space)
        return diagram

    def _leave_old_days(self) -> None:
        """Leave the diagrams of days of knowledge that were made first, where there are many."""
        dated = [key for key in list(self._diagrams) if key[1] is not None]
        for key in dated[: max(0, len(dated) + 1 - MOST_DAYS)]:
            self._diagrams.pop(key, None)

    def compile(self, question: str, *, known_on: dt.date | str | None = None, progress: Callable[[int], None] | None = None) -> Compiled:
        """Walk every definite case of a question, keep the diagram on disk, and report its size."""
        diagram = self.diagram(question, known_on=known_on, kept=True)
        with diagram.lock:
            size = diagram.complete(progress)
            body = pack(diagram)
        self._write(question, diagram, body)
        return Compiled(size, len(body))

    def keep(self, question: str, known_on: dt.date | str | None = None) -> None:
        """Keep on disk what was walked of a diagram, when that is much more than what is kept: the next screening begins with it."""
        diagram = self.diagram(question, known_on=known_on)
        with diagram.lock:
            if not self.cached or not GROWTH * diagram.kept <= len(diagram.answers.verdicts) <= MOST_KEPT:
                return
            body = pack(diagram)
            diagram.kept = len(diagram.answers.verdicts)
        self._write(question, diagram, body)

    def read_told(self, diagram: Diagram) -> None:
        """Read what earlier screenings told of the ends of a question, where that is kept and nothing was told yet."""
        path = self._told_at(diagram)
        body = read_kept(path) if path is not None and not diagram.told else None
        diagram.told_kept = unpack_told(diagram.told, body) if body is not None else 0

    def keep_told(self, question: str, known_on: dt.date | None = None) -> None:
        """Keep on disk what was told of ends, when that is more than what is kept."""
        diagram = self.diagram(question, known_on=known_on)
        path = self._told_at(diagram)
        with diagram.lock:
            if path is None or len(diagram.told) <= GROWTH * diagram.told_kept:
                return
            body = pack_told(diagram.told)
            diagram.told_kept = len(diagram.told)
        write_kept(path, body)

    def _told_at(self, diagram: Diagram) -> Path | None:
        return self.kept_at("told", f"{diagram.rulebook.question.question}-{diagram.known_on or 'all'}", "answer", "screening", "words")

    def begin_anew(self, question: str, known_on: dt.date | None = None) -> Diagram:
        """A new diagram of a question in place of the one that has met too much."""
        before = self._diagrams.get((question, known_on))
        found = self._diagrams[question, known_on] = Diagram(self.rulebook(question), known_on)
        if before is not None:
            found.told, found.told_kept = before.told, before.told_kept
        found.kept = MOST_KEPT  # what is left of a diagram that had met too much is not worth keeping
        return found

    def _write(self, question: str, diagram: Diagram, body: bytes) -> None:
        path = self._kept_at(question, diagram.known_on)
        if self.cached and path is not None:
            write_kept(path, body)

    def _kept_at(self, question: str, known_on: dt.date | None) -> Path | None:
        """The file of a diagram."""
        return self._file(f"{question}-{known_on or 'all'}.diagram", ("law", "engine", "diagram"))

    def kept_at(self, kind: str, name: str, *packages: str) -> Path | None:
        """The file for what is made of the diagrams with some packages more; None where nothing is kept. `name` may be of any length."""
        if not self.cached:
            return None
        return self._file(f"{hashlib.sha256(name.encode()).hexdigest()[:12]}.{kind}", ("law", "engine", "diagram", *packages))

    def _file(self, name: str, packages: tuple[str, ...]) -> Path | None:
        """A file under the digest of the law and of the code that made it: what other code compiled is not trusted."""
        folder = cache_folder()
        return folder / f"{self.digest[:32]}-{code_digest(*packages)}-{name}" if folder is not None else None


def as_day(value: dt.date | str | None) -> dt.date | None:
    """A day given as a date or as text, or none. Raises BadValue."""
    return None if value is None else day_said(value)
