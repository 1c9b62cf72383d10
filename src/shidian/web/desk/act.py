"""One form of the desk: where it is sent, what it does, and which fields it may carry."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

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
