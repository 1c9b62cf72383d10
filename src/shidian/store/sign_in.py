"""Signing in at the desk: passwords, the second factor, whom an OpenID provider vouches for; sessions, one-time links and tokens.

A session is a random word in the browser and its SHA-256 here: who reads the database cannot sign in with it. A wrong name costs as much time as a
wrong password. Attempts are counted before they are checked, so that many at once gain nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, DeskForbidden, DeskMissing, SignedOut, TooManyTries
from shidian.store.access import ACTS, Act, Actor, Grant
from shidian.store.database import Database, now, stamp
from shidian.store.desk_records import KeptToken, Person
from shidian.store.desk_tables import audit, grants, people, sessions, tries
from shidian.store.second import accepted, begin_second, confirm_second, has_second, recovery_left, take_second

SESSION = dt.timedelta(hours=10)
"""How long a session lasts, whatever happens in it."""
HALF = dt.timedelta(minutes=5)
"""How long the second factor is waited for after the password was right."""
LINK = dt.timedelta(days=2)
TOKEN = dt.timedelta(days=90)
WINDOW = dt.timedelta(minutes=15)
MOST_TRIES = {"login": 8, "address": 60, "code": 8}
"""Failed attempts within the window, by name, by address, and by account at the second factor."""
SHORTEST, LONGEST = 12, 200
"""Characters of a password."""
KEPT_TRIES = dt.timedelta(days=1)
MOST_TOKENS = 20


class SignInShelf:
    """Sessions in a database."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now, hasher: PasswordHasher | None = None) -> None:
        self.database = database
        self.clock = clock
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    # --- signing in -------------------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str, address: str) -> str:
        """The word of a new session; of half a one (`half`) where the account asks for a second factor. Raises SignedOut, the same whatever was
        wrong, and TooManyTries."""
        keys = {kind: _sha(f"{kind}:{value}") for kind, value in (("login", login.strip().lower()), ("address", address))}
        with self.database.writing() as c:
            counted = self._counted(c, keys)
            row = c.execute(select(people).where(people.c.login == login.strip())).first()
        right = self._matches(row.password if row is not None and row.password else self._nobody, password)
        if row is None or not row.password or not row.active or not right:
            with self.database.writing() as c:
                self._write(c, row.id if row is not None else None, login[:80] or "-", "not-signed-in", None, None)
            raise SignedOut("name and password do not belong together")
        with self.database.writing() as c:
            c.execute(delete(tries).where((tries.c.key == keys["login"]) | tries.c.id.in_(counted)))
            if self._hasher.check_needs_rehash(row.password):
                c.execute(update(people).where(people.c.id == row.id).values(password=self._hasher.hash(password)))
            return self._opened(c, row.id, "half", HALF, False, None) if has_second(c, row.id) else self._open(c, row.id, row.name)

    def half(self, word: str | None) -> bool:
        """Whether a word waits for the second factor."""
        with self.database.reading() as c:
            return self._live(c, word, "half") is not None

    def second(self, word: str | None, code: str) -> str:
        """The word of a new session, for half a one and a code of the authenticator or a recovery code. Raises SignedOut, TooManyTries."""
        with self.database.writing() as c:
            row = self._live(c, word, "half")
            if row is None:
                raise SignedOut("the second step came too late", hint="sign in again")
            key = _sha(f"code:{row.id}")
            self._counted(c, {"code": key})
        with self.database.writing() as c:
            if accepted(c, row.id, code, self.clock()):
                c.execute(delete(tries).where(tries.c.key == key))
                c.execute(update(sessions).where(sessions.c.digest == _sha(word or "")).values(revoked_at=stamp(self.clock())))
                return self._open(c, row.id, row.name)
            self._write(c, row.id, row.name, "not-signed-in", None, "second factor")
        raise SignedOut("this code is not right, or was used already", hint="wait for the next one")

    def sign_in_as(self, subject: str, link: str | None = None) -> str:
        """The word of a new session for somebody whom an OpenID provider vouches for: known by `subject` (issuer and id), which an administrator
        has bound to an account, or binds now by the one-time link that the person was given. What else the provider says of a person counts for
        nothing. Raises SignedOut, DeskMissing."""
        with self.database.writing() as c:
            row = c.execute(select(people).where(people.c.subject == subject)).first()
            if link:
                target = self._linked(c, link)
                if row is not None and row.id != target.id:
                    raise DeskError("this identity belongs to another account already")
                c.execute(update(people).where(people.c.id == target.id).values(subject=subject, password=None))
                self._end(c, target.id, links=True)
                self._write(c, target.id, target.name, "bound", None, subject[:200])
                row = target
            if row is None or not row.active:
                raise SignedOut("there is no account for you here", hint=f"an administrator can bind this identity to yours: {subject}")
            return self._open(c, row.id, row.name)

    def session(self, word: str | None, *, kind: str = "web") -> Actor | None:
        """Who comes with this word; None when it is unknown, ended or too old."""
        with self.database.reading() as c:
            row = self._live(c, word, kind)
            return self._actor(c, row, row.digest, row.writes, row.acts, row.regions, kind) if row is not None else None

    def sign_out(self, word: str | None) -> None:
        """End a session."""
        if word:
            with self.database.writing() as c:
                c.execute(update(sessions).where(sessions.c.digest == _sha(word)).values(revoked_at=stamp(self.clock())))

    def sign_out_everywhere(self, actor: Actor) -> None:
        """End all sessions and tokens of a person."""
        with self.database.writing() as c:
            self._end(c, actor.person)
            self._write(c, actor.person, actor.name, "signed-out", None, "everywhere")

    def welcome(self, word: str) -> Person:
        """Whom a one-time link is for. Raises DeskMissing. Looking does not use it up."""
        with self.database.reading() as c:
            row = self._linked(c, word)
            return Person(row.id, row.login, row.name, row.active, False, ())

    def set_password(self, word: str, password: str) -> str:
        """Use a one-time link to set a password, and open a session. Raises DeskError."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise DeskError(f"a password has {SHORTEST} to {LONGEST} characters")
        hashed = self._hasher.hash(password)
        with self.database.writing() as c:
            row = self._linked(c, word)
            if (len(row.login) > 3 and row.login.lower() in password.lower()) or len(set(password)) < 5:
                raise DeskError("this password is too easy to guess", hint="take four words that have nothing to do with each other")
            c.execute(update(people).where(people.c.id == row.id).values(password=hashed))
            self._end(c, row.id, links=True)
            return self._open(c, row.id, row.name)

    # --- the second factor ------------------------------------------------------------------------------------

    def second_state(self, actor: Actor) -> int | None:
        """How many recovery codes are left; None where the account asks for no second factor."""
        with self.database.reading() as c:
            return recovery_left(c, actor.person) if has_second(c, actor.person) else None

    def begin_second(self, actor: Actor) -> str:
        """A secret for an authenticator; it is not asked for before its first code was right."""
        _themselves(actor)
        with self.database.writing() as c:
            return begin_second(c, actor.person)

    def confirm_second(self, actor: Actor, code: str) -> list[str]:
        """Ask for the factor from now on; returns the recovery codes. Raises SignedOut, TooManyTries."""
        _themselves(actor)
        with self.database.writing() as c:
            self._counted(c, {"code": _sha(f"code:{actor.person}")})
        with self.database.writing() as c:
            codes = confirm_second(c, actor.person, code, self.clock())
            c.execute(delete(tries).where(tries.c.key == _sha(f"code:{actor.person}")))
            self._write(c, actor.person, actor.name, "second", None, "begun")
            return codes

    def take_second(self, actor: Actor, code: str) -> None:
        """Ask for no second factor any more; this needs one more code. Raises SignedOut, TooManyTries."""
        _themselves(actor)
        with self.database.writing() as c:
            self._counted(c, {"code": _sha(f"code:{actor.person}")})
        with self.database.writing() as c:
            if not accepted(c, actor.person, code, self.clock()):
                raise SignedOut("this code is not right, or was used already", hint="wait for the next one")
            take_second(c, actor.person)
            c.execute(delete(tries).where(tries.c.key == _sha(f"code:{actor.person}")))
            self._write(c, actor.person, actor.name, "second", None, "ended")

    # --- tokens -----------------------------------------------------------------------------------------------

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
        _themselves(actor)
        if not (0 < len(name.strip()) <= 80 and name.isprintable()):
            raise DeskError("a token needs a name")
        if days is not None and not 1 <= days <= TOKEN.days:
            raise DeskError(f"a token lasts 1 to {TOKEN.days} days")
        wanted, only = sorted(set(acts)) if acts is not None else None, sorted(set(regions)) if regions is not None else None
        if wanted is not None and not (wanted and set(wanted) <= set(ACTS)):
            raise DeskError("a token may do some of: " + ", ".join(ACTS))
        if only is not None and not only:
            raise DeskError("a token for no region would be for nothing")
        lasts = dt.timedelta(days=days) if days is not None else TOKEN
        with self.database.writing() as c:
            if len(self._tokens(c, actor.person)) >= MOST_TOKENS:
                raise DeskError(f"a person has at most {MOST_TOKENS} tokens", hint="end one that is not needed")
            self._write(c, actor.person, actor.name, "token", None, name)
            return self._opened(c, actor.person, "token", lasts, writes, name.strip(), wanted, only)

    def tokens(self, actor: Actor) -> list[KeptToken]:
        """The tokens of a person that still work. `id` names one; it is no secret."""
        with self.database.reading() as c:
            return self._tokens(c, actor.person)

    def end_token(self, actor: Actor, id: str) -> None:
        """End one's own token. Raises DeskMissing."""
        _themselves(actor)
        with self.database.writing() as c:
            if id not in {t.id for t in self._tokens(c, actor.person)}:
                raise DeskMissing("there is no such token")
            c.execute(
                update(sessions)
                .where(sessions.c.person == actor.person, sessions.c.kind == "token", sessions.c.digest.startswith(id, autoescape=True))
                .values(revoked_at=stamp(self.clock()))
            )
            self._write(c, actor.person, actor.name, "token", None, f"ended {id}")

    # --- inside -----------------------------------------------------------------------------------------------

    def _tokens(self, c: Connection, person: int) -> list[KeptToken]:
        live = (sessions.c.revoked_at.is_(None)) & (sessions.c.expires_at > stamp(self.clock()))
        query = select(sessions).where(sessions.c.person == person, sessions.c.kind == "token", live).order_by(sessions.c.made_at)
        return [
            KeptToken(
                r.digest[:16],
                r.name or "",
                r.writes,
                tuple((r.acts or "").split()) or None,
                tuple(r.regions) if r.regions is not None else None,
                r.made_at,
                r.expires_at,
            )
            for r in c.execute(query)
        ]

    def _counted(self, c: Connection, keys: dict[str, str]) -> list[int]:
        """Count an attempt under each key; returns the rows. Raises TooManyTries."""
        at = self.clock()
        c.execute(delete(tries).where(tries.c.at < stamp(at - KEPT_TRIES)))
        for kind, key in keys.items():
            count = select(func.count()).select_from(tries).where(tries.c.key == key, tries.c.at > stamp(at - WINDOW))
            if int(c.execute(count).scalar_one()) >= MOST_TRIES[kind]:
                raise TooManyTries("too many attempts to sign in", hint="wait a quarter of an hour")
        return [int(c.execute(insert(tries).values(key=k, at=stamp(at)).returning(tries.c.id)).scalar_one()) for k in keys.values()]

    def _live(self, c: Connection, word: str | None, kind: str) -> Any:
        """The account and session of a word that still works; None without."""
        if not word or len(word) > 100:
            return None
        query = (
            select(people, sessions.c.digest, sessions.c.writes, sessions.c.acts, sessions.c.regions)
            .join(sessions, sessions.c.person == people.c.id)
            .where(
                sessions.c.digest == _sha(word),
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

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False

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
            kind == "token",
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
        values = {"digest": _sha(word), "person": person, "kind": kind, "name": name, "writes": writes, "regions": regions}
        values |= {"acts": " ".join(acts) if acts is not None else None}
        c.execute(insert(sessions).values(**values, made_at=stamp(at), expires_at=stamp(at + lasts)))
        return word

    def _end(self, c: Connection, person: int, *, links: bool = False) -> None:
        kinds = ("web", "half", "token", "link") if links else ("web", "half", "token")
        live = sessions.c.revoked_at.is_(None)
        where = (sessions.c.person == person) & sessions.c.kind.in_(kinds) & live
        c.execute(update(sessions).where(where).values(revoked_at=stamp(self.clock())))

    def _write(self, c: Connection, person: int | None, who: str, kind: str, region: str | None, about: str | None) -> None:
        c.execute(insert(audit).values(at=stamp(self.clock()), person=person, who=who, kind=kind, region=region, about=about))


def _themselves(actor: Actor) -> None:
    """What is a person's own business is no business of a token. Raises DeskForbidden."""
    if actor.token:
        raise DeskForbidden("a token does not change how its person signs in", hint="sign in at the desk")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
