"""What a page is: a path, a template, and a function from a visit to a typed context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from msgspec import Struct

from shidian.errors import BadValue
from shidian.visitors.keeper import Keeper

LANGUAGES = ("en", "zh")
LONGEST = 400
"""Characters of one value in an address."""


class Context(Struct, frozen=True):
    """Base of what pages show. The JSON twin of a page is its context."""


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
            if len(key) > LONGEST or len(value) > LONGEST or "\x00" in key + value:
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

    def day(self, name: str = "on") -> dt.date:
        """A day; the one on which the law was last checked when it is left out. Raises BadValue."""
        word = self.one(name)
        return checked_day(self.desk) if word is None else self.desk.day(word)

    def maybe_day(self, name: str) -> dt.date | None:
        """A day, or None. Raises BadValue."""
        found = self.one(name)
        return self.desk.day(found) if found is not None else None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number, or None. Raises BadValue."""
        found = self.one(name)
        if found is None:
            return None
        if not (found.isascii() and found.isdigit() and len(found) < 10 and least <= int(found) <= most):
            raise BadValue(f"`{name}` must be a whole number from {least} to {most}")
        return int(found)


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


class Redirected(Struct, frozen=True):
    """The page is another one: a path below the language, and what its query says."""

    path: str
    query: dict[str, str]


def address(path: str, query: dict[str, str] | Sequence[tuple[str, str]] = ()) -> str:
    """A path with its query."""
    text = urlencode(query)
    return f"{path}?{text}" if text else path
