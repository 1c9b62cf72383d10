"""What a page is: a path, a template, and a function from a visit to a typed context."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import get_args
from urllib.parse import quote_plus

from msgspec import Struct

from shidian.answer.sentence.chips import LONGEST
from shidian.errors import BadValue
from shidian.law.records.base import Reading
from shidian.visitors.keeper import Keeper

LANGUAGES = ("en", "zh")
PASTED = 5_000
"""Characters of a sentence that a page takes, to say that it is too long rather than to cut it."""
SIFTED = ("sift", "find", "sort")
"""Names in the query that say how a table of the page is shown."""


class Context(Struct, frozen=True):
    """Base of what pages show. The JSON twin of a page is its context."""


class Sift(Struct, frozen=True):
    """What an address asks of one table of its page: the number of the table, the words its rows are to hold, and the column they are sorted by, from 1
    (negative: the other way round; 0: as they stand)."""

    table: int
    find: str = ""
    sort: int = 0


class Visit:
    """One request for a page: the language, what the path and the query say, whose visit it is, and the name of the reviewer (empty: nobody's)."""

    def __init__(
        self, desk: Keeper, lang: str, path: dict[str, str], query: Sequence[tuple[str, str]], session: str = "", reviewer: str = ""
    ) -> None:
        self.desk = desk
        self.lang = lang
        self.path = path
        self.session = session
        self.reviewer = reviewer
        self.pairs = [(k, v.strip()) for k, v in query if v.strip()]
        for key, value in self.pairs:
            if len(key) > LONGEST or len(value) > (PASTED if key == "q" else LONGEST) or "\x00" in key + value:
                raise BadValue("a value in the address is too long or cannot be read", hint="shorten it")

    def one(self, name: str) -> str | None:
        """The value of a name, None when it is left out. Raises BadValue when it is there twice."""
        found = [v for k, v in self.pairs if k == name]
        if len(found) > 1:
            raise BadValue(f"`{name}` is given twice")
        return found[0] if found else None

    def many(self, name: str) -> list[str]:
        """All values of a name."""
        return [v for k, v in self.pairs if k == name]

    def choice(self, name: str, known: Collection[str]) -> str | None:
        """One of the known values of a name, or None. Raises BadValue, with what is known."""
        word = self.one(name)
        if word is not None and word not in known:
            raise BadValue(f"`{name}` cannot be `{word[:40]}`", hint=_listed(known))
        return word

    def reading(self, name: str = "reading", otherwise: Reading = "in_force") -> Reading:
        """A reading. Raises BadValue."""
        word = self.choice(name, get_args(Reading))
        return otherwise if word is None else "announced" if word == "announced" else "in_force"

    def day(self, name: str = "on") -> dt.date:
        """A day; the one on which the law was last checked when it is left out. Raises BadValue."""
        word = self.one(name)
        return checked_day(self.desk) if word is None else self.desk.day(word)

    def dated(self, question: str, facts: dict[str, str]) -> dict[str, str]:
        """The facts of a case with the day that pages answer for, where they name none."""
        return {self.desk.book.rulebook(question).day: checked_day(self.desk).isoformat()} | facts

    def maybe_day(self, name: str) -> dt.date | None:
        """A day, or None. Raises BadValue."""
        found = self.one(name)
        return self.desk.day(found) if found is not None else None

    def sift(self) -> Sift | None:
        """What is asked of a table, taken out of the query: it is no matter of what the page holds. Raises BadValue."""
        table, find, sort = self.whole("sift", 1, 999), self.one("find") or "", self.one("sort") or "0"
        if not re.fullmatch(r"-?\d{1,2}", sort, re.ASCII):
            raise BadValue(f"`sort` cannot be `{sort[:40]}`", hint="write the number of a column")
        self.pairs = [(k, v) for k, v in self.pairs if k not in SIFTED]
        return Sift(table or 1, find, int(sort)) if table or find or sort != "0" else None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number, or None. Raises BadValue."""
        found = self.one(name)
        if found is None:
            return None
        if not (found.isascii() and found.isdigit() and len(found) < 10 and least <= int(found) <= most):
            raise BadValue(f"`{name}` must be a whole number from {least} to {most}")
        return int(found)


def _listed(known: Collection[str]) -> str:
    """What is known, as a hint."""
    return "known: " + ", ".join(f"`{k}`" for k in known)


def checked_day(desk: Keeper) -> dt.date:
    """The day that pages answer for when none is said: the last on which the law was checked, so that no answer is about days nobody has
    looked at; today where the lawbook does not name it."""
    checked = desk.book.lawbook.read_on
    return min(checked, desk.today) if checked is not None else desk.today


class WebPage(Struct, frozen=True):
    """One page: its path below the language, its template, the function that fills it, and the type of its context."""

    path: str
    template: str
    view: Callable[[Visit], Context | Redirected]
    context: type[Context]
    takes: tuple[str, ...] | None = None
    """The names that its query takes. None: its query is a case, whose facts the question knows, or nothing that narrows what is shown."""

    def check(self, visit: Visit) -> None:
        """Hold that the query says nothing the page does not read: what is ignored looks as if it had been heard. Raises BadValue."""
        for name, _ in visit.pairs:
            if self.takes is not None and name not in self.takes:
                raise BadValue(f"unknown parameter `{name[:40]}`", hint=_listed(self.takes))


class Redirected(Struct, frozen=True):
    """The page is another one: a path below the language, and what its query says."""

    path: str
    query: dict[str, str]


def address(path: str, query: dict[str, str] | Sequence[tuple[str, str]] = ()) -> str:
    text = "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in (query.items() if isinstance(query, dict) else query))
    return f"{path}?{text}" if text else path


_quoted = lru_cache(10_000)(quote_plus)
