"""One form of the desk: where it is sent, what it does, and which fields it may carry."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shidian.errors import DeskError
from shidian.web.desk.pages import HOME
from shidian.web.desk.who import SESSION, DeskVisit
from shidian.web.page import Context

Said = dict[str, str]


class Act(Struct, frozen=True):
    """One form: its path below the desk, what it does, the fields it may carry (and those that `also` matches), and the cookie that
    vouches for it."""

    path: str
    does: Callable[[DeskVisit, Request, Said], Response | Context]
    fields: frozenset[str] = frozenset()
    cookie: str = SESSION
    also: re.Pattern[str] | None = None


def on(visit: DeskVisit, path: str) -> Response:
    """On to a page of the desk."""
    return RedirectResponse(f"/{visit.lang}{HOME}{path}", status_code=303)


def numbered(said: Said, pattern: re.Pattern[str]) -> dict[int, dict[str, str]]:
    """The fields of a form whose names have a number (group 1) and a part (group 2), by both."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in said.items():
        if found := pattern.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = value
    return rows


def version_of(said: Said) -> int:
    """The version of the item that a form was made from. Raises DeskError."""
    version = said.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise DeskError("the form does not say which version of the item it was made from", hint="open the item again")
    return int(version)
