"""Sessions, one-time links and tokens: a random word in the browser and its SHA-256 here. Who reads the database cannot sign in with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskForbidden, DeskMissing
from shidian.store.access import Act, Actor, Grant
from shidian.store.database import Database, now, stamp
from shidian.store.tables import audit, grants, people, sessions

SESSION = dt.timedelta(hours=10)
"""How long a session lasts, whatever happens in it."""
LINK = dt.timedelta(days=2)


class SessionShelf:
    """Sessions in a database: opened, known again, ended."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now) -> None:
        self.database = database
        self.clock = clock

    def session(self, word: str | None, *, kind: str = "web") -> Actor | None:
        """Who comes with this word; None when it is unknown, ended or too old."""
        with self.database.reading() as c:
            row = self._live(c, word, kind)
            return self._actor(c, row, row.digest, row.writes, row.acts, row.regions, kind) if row is not None else None

    def holds(self, actor: Actor) -> bool:
        """Whether what somebody was let in with still works, for what goes on after their request; always for who runs the machine."""
        if not actor.session:
            return True
        query = select(sessions.c.digest).join(people, sessions.c.person == people.c.id)
        live = (sessions.c.revoked_at.is_(None)) & (sessions.c.expires_at > stamp(self.clock())) & people.c.active
        with self.database.reading() as c:
            return c.execute(query.where(sessions.c.digest == actor.session, live)).first() is not None

    def _live(self, c: Connection, word: str | None, kind: str) -> Any:
        """The account and session of a word that still works; None without."""
        if not word or len(word) > 100:
            return None
        query = (
            select(people, sessions.c.digest, sessions.c.writes, sessions.c.acts, sessions.c.regions)
            .join(sessions, sessions.c.person == people.c.id)
            .where(
                sessions.c.digest == sha(word),
                sessions.c.kind == kind,
                sessions.c.revoked_at.is_(None),
                sessions.c.expires_at > stamp(self.clock()),
                people.c.active,
            )
        )
        return c.execute(query).first()

    def _linked(self, c: Connection, word: str) -> Any:
        row = self._live(c, word, "link")
        if row is None:
            raise DeskMissing("this link was used already, or is too old", hint="ask an administrator for a new one")
        return row

    def _actor(
        self,
        c: Connection,
        row: Any,
        session: str,
        writes: bool,
        acts: str | None = None,
        regions: list[str] | None = None,
        kind: str = "web",
    ) -> Actor:
        found = c.execute(select(grants).where(grants.c.person == row.id))
        return Actor(
            row.id,
            row.login,
            row.name,
            frozenset(Grant(g.region, g.role) for g in found),
            session,
            writes,
            frozenset(acts.split()) if acts else None,  # type: ignore[arg-type]
            frozenset(regions) if regions is not None else None,
            kind in ("token", "feed"),
        )

    def _link(self, c: Connection, person: int) -> str:
        return self._opened(c, person, "link", LINK, False, None)

    def _open(self, c: Connection, person: int, who: str) -> str:
        self._write(c, person, who, "signed-in", None, None)
        return self._opened(c, person, "web", SESSION, True, None)

    def _opened(
        self,
        c: Connection,
        person: int,
        kind: str,
        lasts: dt.timedelta,
        writes: bool,
        name: str | None,
        acts: list[Act] | None = None,
        regions: list[str] | None = None,
    ) -> str:
        word, at = secrets.token_urlsafe(32), self.clock()
        values = {"digest": sha(word), "person": person, "kind": kind, "name": name, "writes": writes, "regions": regions}
        values |= {"acts": " ".join(acts) if acts is not None else None}
        c.execute(insert(sessions).values(**values, made_at=stamp(at), expires_at=stamp(at + lasts)))
        return word

    def _end(self, c: Connection, person: int, *, links: bool = False) -> None:
        kinds = ("web", "half", "token", "feed", *(("link", "device") if links else ()))
        live = sessions.c.revoked_at.is_(None)
        where = (sessions.c.person == person) & sessions.c.kind.in_(kinds) & live
        c.execute(update(sessions).where(where).values(revoked_at=stamp(self.clock())))

    def _write(self, c: Connection, person: int | None, who: str, kind: str, region: str | None, about: str | None) -> None:
        c.execute(insert(audit).values(at=stamp(self.clock()), person=person, who=who, kind=kind, region=region, about=about))

    def write(self, c: Connection, actor: Actor, kind: str, about: str) -> None:
        """A line of the log on somebody's own account."""
        self._write(c, actor.person, actor.name, kind, None, about)


def themselves(actor: Actor) -> None:
    """What is a person's own business is no business of a token. Raises DeskForbidden."""
    if actor.token:
        raise DeskForbidden("a token does not change how its person signs in", hint="sign in at the desk")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
