"""The people of the desk: accounts, roles, sessions, one-time links and tokens.

A session is a random word in the browser and its SHA-256 here: who reads the database cannot sign in with it. A wrong name costs as much time as a
wrong password. An administrator of a region reaches only accounts that have no role elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, DeskForbidden, DeskMissing, SignedOut, TooManyTries
from shidian.store.access import EVERYWHERE, ROLES, Actor, Grant, demand, visible
from shidian.store.database import Database, now, stamp
from shidian.store.desk_records import Person
from shidian.store.desk_tables import audit, grants, people, sessions, tries

SESSION = dt.timedelta(hours=10)
"""How long a session lasts, whatever happens in it."""
LINK = dt.timedelta(days=2)
TOKEN = dt.timedelta(days=90)
WINDOW = dt.timedelta(minutes=15)
MOST_TRIES = {"login": 8, "address": 60}
"""Failed attempts within the window, by name and by address."""
SHORTEST, LONGEST = 12, 200
"""Characters of a password."""
KEPT_TRIES = dt.timedelta(days=1)


class PeopleShelf:
    """Accounts and sessions in a database."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now, hasher: PasswordHasher | None = None) -> None:
        self.database = database
        self.clock = clock
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    # --- accounts ---------------------------------------------------------------------------------------------

    def any(self) -> bool:
        """Whether there is an account at all."""
        with self.database.reading() as c:
            return c.execute(select(people.c.id).limit(1)).first() is not None

    def first(self, login: str = "administrator") -> str | None:
        """Make the first administrator, of all regions, and return the word of a one-time link; None when there are accounts already."""
        with self.database.writing() as c:
            if c.execute(select(people.c.id).limit(1)).first() is not None:
                return None
            id = self._made(c, login, login)
            c.execute(insert(grants).values(person=id, region=EVERYWHERE, role="administrator"))
            self._write(c, None, "shidian", "first", None, login)
            return self._link(c, id)

    def add(self, actor: Actor, login: str, name: str, roles: list[Grant]) -> tuple[int, str]:
        """A new account with roles in regions that the actor administers; returns it with the word of its one-time link."""
        _names(login, name)
        _roles(actor, roles)
        with self.database.writing() as c:
            if c.execute(select(people.c.id).where(people.c.login == login)).first() is not None:
                raise DeskError(f"there is an account `{login}` already")
            id = self._made(c, login, name)
            for g in sorted(set(roles)):
                c.execute(insert(grants).values(person=id, region=g.region, role=g.role))
                self._write(c, actor.person, actor.name, "granted", g.region, f"{login} {g.role}")
            return id, self._link(c, id)

    def grant(self, actor: Actor, person: int, role: Grant, *, take: bool = False) -> None:
        """Give a role, or take it. Sessions of the person end, so that no session has more than its roles."""
        _roles(actor, [role])
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            where = (grants.c.person == person) & (grants.c.region == role.region) & (grants.c.role == role.role)
            there = c.execute(select(grants).where(where)).first() is not None
            if take and there:
                c.execute(delete(grants).where(where))
            elif not take and not there:
                c.execute(insert(grants).values(person=person, region=role.region, role=role.role))
            self._end(c, person)
            self._write(c, actor.person, actor.name, "taken" if take else "granted", role.region, f"{login} {role.role}")

    def renew(self, actor: Actor, person: int) -> str:
        """A new one-time link for somebody; the old password and all sessions end."""
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            c.execute(update(people).where(people.c.id == person).values(password=None))
            self._end(c, person, links=True)
            self._write(c, actor.person, actor.name, "renewed", None, login)
            return self._link(c, person)

    def set_active(self, actor: Actor, person: int, active: bool) -> None:
        """Close an account (its sessions end), or open it again."""
        with self.database.writing() as c:
            login = self._reached(c, actor, person)
            c.execute(update(people).where(people.c.id == person).values(active=active))
            self._end(c, person, links=True)
            self._write(c, actor.person, actor.name, "opened" if active else "closed", None, login)

    def people(self, actor: Actor) -> list[Person]:
        """The accounts that have a role in a region that the actor administers, with their roles there; all of them for an administrator of all
        regions."""
        regions = actor.regions("administer")
        with self.database.reading() as c:
            roles: dict[int, list[tuple[str, str]]] = {}
            for g in c.execute(
                select(grants).where(visible(actor, grants.c.region, "administer")).order_by(grants.c.region, grants.c.role)
            ):
                roles.setdefault(g.person, []).append((g.region, g.role))
            found = [
                Person(r.id, r.login, r.name, r.active, r.password is not None or r.subject is not None, tuple(roles.get(r.id, ())))
                for r in c.execute(select(people).order_by(people.c.login))
            ]
        return [p for p in found if regions is None or p.roles]

    @staticmethod
    def machine() -> Actor:
        """Whoever runs the machine: may make accounts everywhere, and nothing else."""
        return Actor(0, "shidian", "shidian", frozenset({Grant(EVERYWHERE, "administrator")}))

    def acting(self, login: str) -> Actor:
        """Somebody by login, for commands of who runs the machine. Raises DeskMissing."""
        with self.database.reading() as c:
            row = c.execute(select(people).where(people.c.login == login)).first()
            if row is None:
                raise DeskMissing(f"there is no account `{login[:80]}`")
            return self._actor(c, row, "", True)

    # --- signing in -------------------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str, address: str) -> str:
        """The word of a new session. Raises SignedOut, the same whatever was wrong, and TooManyTries."""
        keys = {kind: _sha(f"{kind}:{value}") for kind, value in (("login", login.strip().lower()), ("address", address))}
        at = self.clock()
        with self.database.writing() as c:  # counted before the check, so that many at once gain nothing
            c.execute(delete(tries).where(tries.c.at < stamp(at - KEPT_TRIES)))
            for kind, key in keys.items():
                count = select(func.count()).select_from(tries).where(tries.c.key == key, tries.c.at > stamp(at - WINDOW))
                if int(c.execute(count).scalar_one()) >= MOST_TRIES[kind]:
                    raise TooManyTries("too many attempts to sign in", hint="wait a quarter of an hour")
            counted = [int(c.execute(insert(tries).values(key=k, at=stamp(at)).returning(tries.c.id)).scalar_one()) for k in keys.values()]
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
            return self._open(c, row.id, row.name)

    def sign_in_as(self, subject: str, login: str) -> str:
        """The word of a new session for somebody whom an OpenID provider vouches for: known by `subject` (issuer and id). The first time, an
        account that waits under this login and has no password is bound to it. Raises SignedOut."""
        with self.database.writing() as c:
            row = c.execute(select(people).where(people.c.subject == subject)).first()
            if row is None:
                waiting = select(people).where(people.c.login == login, people.c.subject.is_(None), people.c.password.is_(None))
                row = c.execute(waiting).first()
                if row is not None:
                    c.execute(update(people).where(people.c.id == row.id).values(subject=subject))
            if row is None or not row.active:
                raise SignedOut("there is no account for you here", hint="ask an administrator of your region")
            return self._open(c, row.id, row.name)

    def session(self, word: str | None, *, kind: str = "web") -> Actor | None:
        """Who comes with this word; None when it is unknown, ended or too old."""
        if not word or len(word) > 100:
            return None
        with self.database.reading() as c:
            query = (
                select(people, sessions.c.digest, sessions.c.writes)
                .join(sessions, sessions.c.person == people.c.id)
                .where(
                    sessions.c.digest == _sha(word),
                    sessions.c.kind == kind,
                    sessions.c.revoked_at.is_(None),
                    sessions.c.expires_at > stamp(self.clock()),
                    people.c.active,
                )
            )
            row = c.execute(query).first()
            return self._actor(c, row, row.digest, row.writes) if row is not None else None

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
            if row.login.lower() in password.lower() or len(set(password)) < 5:
                raise DeskError("this password is too easy to guess", hint="take four words that have nothing to do with each other")
            c.execute(update(people).where(people.c.id == row.id).values(password=hashed))
            self._end(c, row.id, links=True)
            return self._open(c, row.id, row.name)

    def token(self, actor: Actor, name: str, *, writes: bool = False, days: int | None = None) -> str:
        """The word of a token for the API, for the actor's own roles; it may only read unless told otherwise."""
        if not actor.writes:
            raise DeskForbidden("a token cannot make tokens that write")
        if not (0 < len(name.strip()) <= 80 and name.isprintable()):
            raise DeskError("a token needs a name")
        lasts = min(dt.timedelta(days=days), TOKEN) if days is not None else TOKEN
        with self.database.writing() as c:
            self._write(c, actor.person, actor.name, "token", None, name)
            return self._opened(c, actor.person, "token", lasts, writes, name.strip())

    # --- inside -----------------------------------------------------------------------------------------------

    def _made(self, c: Connection, login: str, name: str) -> int:
        values = {"login": login, "name": name, "active": True, "made_at": stamp(self.clock())}
        return int(c.execute(insert(people).values(values).returning(people.c.id)).scalar_one())

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _actor(self, c: Connection, row: Any, session: str, writes: bool) -> Actor:
        found = c.execute(select(grants).where(grants.c.person == row.id))
        return Actor(row.id, row.login, row.name, frozenset(Grant(g.region, g.role) for g in found), session, writes)

    def _reached(self, c: Connection, actor: Actor, person: int) -> str:
        """The login of an account that the actor administers whole: every role of it lies where the actor is administrator."""
        regions = actor.regions("administer")
        row = c.execute(select(people).where(people.c.id == person)).first()
        held = set(c.execute(select(grants.c.region).where(grants.c.person == person)).scalars())
        if row is None or (regions is not None and not held & regions):
            raise DeskMissing("there is no such account, or you may not see it")
        if regions is not None and not held <= regions:
            raise DeskForbidden("this account has roles outside your regions", hint="ask an administrator of all regions")
        return str(row.login)

    def _linked(self, c: Connection, word: str) -> Any:
        query = (
            select(people)
            .join(sessions, sessions.c.person == people.c.id)
            .where(
                sessions.c.digest == _sha(word),
                sessions.c.kind == "link",
                sessions.c.revoked_at.is_(None),
                sessions.c.expires_at > stamp(self.clock()),
                people.c.active,
            )
        )
        row = c.execute(query).first()
        if row is None:
            raise DeskMissing("this link was used already, or is too old", hint="ask an administrator for a new one")
        return row

    def _link(self, c: Connection, person: int) -> str:
        return self._opened(c, person, "link", LINK, False, None)

    def _open(self, c: Connection, person: int, who: str) -> str:
        self._write(c, person, who, "signed-in", None, None)
        return self._opened(c, person, "web", SESSION, True, None)

    def _opened(self, c: Connection, person: int, kind: str, lasts: dt.timedelta, writes: bool, name: str | None) -> str:
        word, at = secrets.token_urlsafe(32), self.clock()
        values = {"digest": _sha(word), "person": person, "kind": kind, "name": name, "writes": writes}
        c.execute(insert(sessions).values(**values, made_at=stamp(at), expires_at=stamp(at + lasts)))
        return word

    def _end(self, c: Connection, person: int, *, links: bool = False) -> None:
        kinds = ("web", "token", "link") if links else ("web", "token")
        live = sessions.c.revoked_at.is_(None)
        where = (sessions.c.person == person) & sessions.c.kind.in_(kinds) & live
        c.execute(update(sessions).where(where).values(revoked_at=stamp(self.clock())))

    def _write(self, c: Connection, person: int | None, who: str, kind: str, region: str | None, about: str | None) -> None:
        c.execute(insert(audit).values(at=stamp(self.clock()), person=person, who=who, kind=kind, region=region, about=about))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _names(login: str, name: str) -> None:
    if not (2 <= len(login) <= 80 and login.isprintable() and not any(c.isspace() for c in login)):
        raise DeskError("a login has 2 to 80 characters and no spaces")
    if not (0 < len(name.strip()) <= 80 and name.isprintable()):
        raise DeskError("an account needs the name of its person, at most 80 characters")


def _roles(actor: Actor, roles: list[Grant]) -> None:
    """Roles that the actor may give. Raises DeskError."""
    if not roles:
        raise DeskError("an account needs a role in a region")
    for g in roles:
        if g.role not in ROLES:
            raise DeskError(f"`{g.role}` is not a role", hint="known: " + ", ".join(ROLES))
        demand(actor, "administer", g.region)
