"""Who comes to the desk: the cookie of the session or the token of a program, and the word that every form must carry.

A session is the server's word in a cookie that no script can read; what the browser brings before signing in never becomes a session. A form carries
a digest of that word, so that no other site can send it. Before there is a session, a cookie made for the form does the same.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

from shidian.errors import DeskForbidden, SignedOut
from shidian.law.records.base import Label
from shidian.store.access import EVERYWHERE, Actor
from shidian.store.desk.notes import NotesShelf
from shidian.tracking.desk import ProgrammeDesk
from shidian.visitors.keeper import SIGNED_IN, Keeper
from shidian.visitors.programme import opened, task_labels
from shidian.web.page import Visit
from shidian.words.labels import entry_label

SESSION, FORM, HALF, DEVICE = SIGNED_IN, "shidian_form", "shidian_half", "shidian_device"


class DeskVisit(Visit):
    """A visit to the desk. `actor` is who is signed in, None for nobody; `word` what forms carry."""

    def __init__(self, desk: Keeper, lang: str, request: Request) -> None:
        super().__init__(desk, lang, dict(request.path_params), request.query_params.multi_items())
        self.programme = opened(desk)
        self.actor = actor_of(self.programme, request)
        self.word = form_word(request.cookies.get(SESSION) if self.actor is not None else request.cookies.get(FORM))

    @cached_property
    def tasks(self) -> dict[str, Label]:
        """The programme's tasks with their words in both languages, in its order. Looked up once in a visit: lists ask for every item."""
        return task_labels(self.desk)

    @cached_property
    def areas(self) -> dict[str, Label]:
        """The programme's areas; looked up once in a visit."""
        return {a.area: a.name for p in self.desk.book.lawbook.programme.plans for a in p.areas}

    def regions(self) -> tuple[tuple[str, Label], ...]:
        """The programme's regions, in its order."""
        law = self.desk.book.lawbook
        return tuple((r.region, entry_label(law, "territories", r.region)) for r in law.programme.regions)

    def signers(self, region: str, without: Collection[int]) -> tuple[str, ...]:
        """The names of who signs in a region, without some persons; looked up once in a visit."""
        return tuple(dict.fromkeys(n for where, person, n in self._signers if where in (region, EVERYWHERE) and person not in without))

    @cached_property
    def _signers(self) -> list[tuple[str, int, str]]:
        return self.programme.people.signers()

    @property
    def notes(self) -> NotesShelf:
        """Comments and files."""
        return NotesShelf(self.programme.work)

    def noted(self, kind: str, region: str | Iterable[str] | None, about: str) -> None:
        """Write down what was looked at, of which region or regions."""
        self.programme.work.note(self.who, kind, region, about)

    @property
    def who(self) -> Actor:
        """Who is signed in. Raises SignedOut."""
        if self.actor is None:
            raise SignedOut("sign in first")
        return self.actor


def refused(keeper: Keeper, request: Request, error: DeskForbidden) -> None:
    """Write down that somebody who is signed in was refused something (403), in the region that it was about or for the ministry."""
    desk = keeper.programme
    actor = actor_of(desk, request) if desk is not None else None
    if desk is not None and actor is not None:
        desk.work.note(actor, "refused", error.region, f"{request.method} {request.url.path}")


def actor_of(programme: ProgrammeDesk, request: Request) -> Actor | None:
    """Who comes: by `Authorization: Bearer TOKEN` where there is one, else by the cookie."""
    bearer = bearer_of(request)
    if bearer is not None:
        return programme.people.session(bearer, kind="token")
    return programme.people.session(request.cookies.get(SESSION))


def bearer_of(request: Request) -> str | None:
    """The token of a program."""
    kind, _, word = request.headers.get("authorization", "").partition(" ")
    return word.strip() if kind.lower() == "bearer" else None


def form_word(secret: str | None) -> str:
    """What a form carries for a cookie; empty without one."""
    return hashlib.sha256(f"form:{secret}".encode("utf-8", "replace")).hexdigest()[:40] if secret else ""


def check_form(request: Request, said: dict[str, str], cookie: str) -> None:
    """Whether a form was ours. A program with a token has no cookie that another site could use. Raises DeskForbidden."""
    if cookie == SESSION and bearer_of(request) is not None:
        return
    wanted = form_word(request.cookies.get(cookie))
    if not wanted or not hmac.compare_digest(wanted, said.pop("csrf", "")):
        raise DeskForbidden("this form is too old, or did not come from our page", hint="open the page again")


def sent_by(desk: Keeper, lang: str, request: Request, said: dict[str, str]) -> DeskVisit:
    """The visit of whoever is signed in and sends a form; its word is taken out of what it says. Raises SignedOut, DeskForbidden."""
    visit = DeskVisit(desk, lang, request)
    if visit.actor is None:
        raise SignedOut("sign in first")
    check_form(request, said, SESSION)
    said.pop("csrf", None)
    return visit


def with_form(response: Response, request: Request) -> str | None:
    """A cookie for a form before there is a session: the new word, or None where the browser has one."""
    if request.cookies.get(FORM):
        return None
    word = secrets.token_urlsafe(24)
    keep(response, request, FORM, word, 3600)
    return word


def keep(response: Response, request: Request, name: str, word: str, seconds: int) -> None:
    """Set a cookie that no script reads and no other site sends with a form."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, word, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")


def address_of(request: Request) -> str:
    """Where a request comes from, for counting attempts."""
    return request.client.host if request.client is not None else "-"
