"""Tokens for programs: never more than their person may, for some acts, in some regions, for some days. A calendar program cannot sign in: the word of a
feed stands in its address, and opens nothing but due days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, DeskMissing
from shidian.law.records.base import record_of
from shidian.store.access import ACTS, Act, Actor
from shidian.store.database import stamp
from shidian.store.desk.records import KeptToken
from shidian.store.signing.sessions import SessionShelf, themselves
from shidian.store.tables import sessions

TOKEN = dt.timedelta(days=90)
MOST_TOKENS = 20
FEED = dt.timedelta(days=366)
TOKENS = ("token", "feed")


class TokenShelf(SessionShelf):
    """Tokens in a database."""

    def token(
        self,
        actor: Actor,
        name: str,
        *,
        writes: bool = False,
        days: int | None = None,
        acts: Iterable[Act] | None = None,
        regions: Iterable[str] | None = None,
    ) -> str:
        """The word of a token for the API: never more than the person's own roles, and no more than `acts` in `regions` where they are named. It
        may only read unless told otherwise."""
        themselves(actor)
        if days is not None and not 1 <= days <= TOKEN.days:
            raise DeskError(f"a token lasts 1 to {TOKEN.days} days")
        wanted, only = sorted(set(acts)) if acts is not None else None, sorted(set(regions)) if regions is not None else None
        if wanted is not None and not (wanted and set(wanted) <= set(ACTS)):
            raise DeskError("a token may do some of: " + ", ".join(ACTS))
        if only is not None and not only:
            raise DeskError("a token for no region would be for nothing")
        lasts = dt.timedelta(days=days) if days is not None else TOKEN
        return self._made_for(actor, "token", name, lasts, writes, wanted, only)

    def feed(self, actor: Actor, name: str, days: int, regions: Iterable[str] | None = None) -> str:
        """The word of an address for a calendar program: the due days of regions (None: all that its person may read), for 1 to 366 days. Raises
        DeskError."""
        themselves(actor)
        if not 1 <= days <= FEED.days:
            raise DeskError(f"a calendar lasts 1 to {FEED.days} days")
        only = sorted(set(regions)) if regions is not None else None
        return self._made_for(actor, "feed", name, dt.timedelta(days=days), False, ["read"], only)

    def _made_for(
        self, actor: Actor, kind: str, name: str, lasts: dt.timedelta, writes: bool, acts: list[Act] | None, regions: list[str] | None
    ) -> str:
        if not (0 < len(name.strip()) <= 80 and name.isprintable()):
            raise DeskError("a token needs a name")
        with self.database.writing() as c:
            if len(self._tokens(c, actor.person)) >= MOST_TOKENS:
                raise DeskError(f"a person has at most {MOST_TOKENS} tokens", hint="end one that is not needed")
            self._write(c, actor.person, actor.name, kind, None, name)
            return self._opened(c, actor.person, kind, lasts, writes, name.strip(), acts, regions)

    def tokens(self, actor: Actor) -> list[KeptToken]:
        """The tokens of a person that still work. `id` names one; it is no secret."""
        with self.database.reading() as c:
            return self._tokens(c, actor.person)

    def end_token(self, actor: Actor, id: str) -> None:
        """End one's own token. Raises DeskMissing."""
        themselves(actor)
        with self.database.writing() as c:
            if id not in {t.id for t in self._tokens(c, actor.person)}:
                raise DeskMissing("there is no such token")
            c.execute(
                update(sessions)
                .where(sessions.c.person == actor.person, sessions.c.kind.in_(TOKENS), sessions.c.digest.startswith(id, autoescape=True))
                .values(revoked_at=stamp(self.clock()))
            )
            self._write(c, actor.person, actor.name, "token", None, f"ended {id}")

    def _tokens(self, c: Connection, person: int) -> list[KeptToken]:
        live = (sessions.c.revoked_at.is_(None)) & (sessions.c.expires_at > stamp(self.clock()))
        query = select(sessions).where(sessions.c.person == person, sessions.c.kind.in_(TOKENS), live).order_by(sessions.c.made_at)
        return [
            record_of(
                KeptToken,
                r,
                id=r.digest[:16],
                name=r.name or "",
                acts=tuple((r.acts or "").split()) or None,
                regions=tuple(r.regions) if r.regions is not None else None,
            )
            for r in c.execute(query)
        ]
