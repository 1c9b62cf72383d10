"""Signing in at the desk: passwords, the second factor, whom an OpenID provider vouches for, one-time links.

A wrong name costs as much time as a wrong password. Attempts are counted before they are checked, so that many at once gain nothing. They are counted by
where they come from, so that a stranger closes the door for nobody but themselves: a device on which somebody has signed in is asked about alone.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import secrets
from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, SignedOut, TooManyTries
from shidian.store.access import Actor
from shidian.store.database import Database, now, stamp
from shidian.store.desk.records import Person
from shidian.store.signing.second import accepted, begin_second, confirm_second, has_second, recovery_left, take_second
from shidian.store.signing.sessions import sha, themselves
from shidian.store.signing.tokens import TokenShelf
from shidian.store.tables import people, sessions, tries

HALF = dt.timedelta(minutes=5)
"""How long the second factor is waited for after the password was right."""
WINDOW = dt.timedelta(minutes=15)
MOST_TRIES = {"device": 8, "name": 8, "address": 60, "login": 100, "code": 8}
"""Failed attempts within the window: with one name on a device that its person uses; from anywhere else with one name from one address, by address, and with
one name from all of them (a crowd of machines); by account at the second factor."""
DEVICE = dt.timedelta(days=180)
"""How long a device is known on which somebody has signed in."""
MOST_DEVICES = 4
"""So many people share a browser."""
SHORTEST, LONGEST = 12, 200
"""Characters of a password."""
KEPT_TRIES = dt.timedelta(days=1)


class SignInShelf(TokenShelf):
    """Who signs in, and with what."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now, hasher: PasswordHasher | None = None) -> None:
        super().__init__(database, clock)
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    # --- signing in -------------------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str, address: str, devices: str | None = None) -> str:
        """The word of a new session; of half a one (`half`) where the account asks for a second factor. `devices` is what `known` gave this browser.
        Raises SignedOut, the same whatever was wrong, and TooManyTries."""
        bare, source = login.strip(), source_of(address)
        with self.database.writing() as c:
            row = c.execute(select(people).where(people.c.login == bare)).first()
            device = self._device(c, devices, row.id if row is not None else None)
            if device is not None:
                keys = {"device": device}
            else:
                keys = {"name": f"{bare.lower()} {source}", "address": source, "login": bare.lower()}
            keys = {kind: sha(f"{kind}:{value}") for kind, value in keys.items()}
            counted = self._counted(c, keys)
        right = self._matches(row.password if row is not None and row.password else self._nobody, password)
        if row is None or not row.password or not row.active or not right:
            with self.database.writing() as c:
                self._write(c, row.id if row is not None else None, login[:80] or "-", "not-signed-in", None, None)
            raise SignedOut("name and password do not belong together")
        with self.database.writing() as c:
            own = keys.get("device") or keys["name"]
            c.execute(delete(tries).where((tries.c.key == own) | tries.c.id.in_(counted)))
            if self._hasher.check_needs_rehash(row.password):
                c.execute(update(people).where(people.c.id == row.id).values(password=self._hasher.hash(password)))
            return self._opened(c, row.id, "half", HALF, False, None) if has_second(c, row.id) else self._open(c, row.id, row.name)

    def known(self, word: str, devices: str | None = None) -> str:
        """What the browser of a new session keeps, so that nobody else's wrong guesses shut its person out: a word of its own for each person who uses
        it, and none that was there before it for this person."""
        with self.database.writing() as c:
            row = self._live(c, word, "web")
            if row is None:
                raise SignedOut("sign in first")
            others = []
            for other in _words(devices):
                there = self._live(c, other, "device")
                if there is not None and there.id == row.id:
                    c.execute(update(sessions).where(sessions.c.digest == there.digest).values(revoked_at=stamp(self.clock())))
                elif there is not None:
                    others.append(other)
            return ".".join([self._opened(c, row.id, "device", DEVICE, False, None), *others][:MOST_DEVICES])

    def _device(self, c: Connection, devices: str | None, person: int | None) -> str | None:
        """The digest of the word by which a person's device is known; None for any other device."""
        found = [there for word in _words(devices) if (there := self._live(c, word, "device")) is not None]
        return next((str(there.digest) for there in found if there.id == person), None)

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
            key = sha(f"code:{row.id}")
            self._counted(c, {"code": key})
        with self.database.writing() as c:
            if accepted(c, row.id, code, self.clock()):
                c.execute(delete(tries).where(tries.c.key == key))
                c.execute(update(sessions).where(sessions.c.digest == sha(word or "")).values(revoked_at=stamp(self.clock())))
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
            if row is not None and row.active:
                return self._open(c, row.id, row.name)
            self._write(c, row.id if row is not None else None, row.name if row is not None else "-", "not-signed-in", None, subject[:200])
        raise SignedOut("there is no account for you here", hint=f"an administrator can bind this identity to yours: {subject}")

    def sign_out(self, word: str | None) -> None:
        """End a session."""
        if word:
            with self.database.writing() as c:
                row = self._live(c, word, "web")
                if row is not None:
                    c.execute(update(sessions).where(sessions.c.digest == row.digest).values(revoked_at=stamp(self.clock())))
                    self._write(c, row.id, row.name, "signed-out", None, None)

    def sign_out_everywhere(self, actor: Actor) -> None:
        """End all sessions and tokens of a person, and forget the devices."""
        themselves(actor)
        with self.database.writing() as c:
            self._end(c, actor.person, links=True)
            self._write(c, actor.person, actor.name, "signed-out", None, "everywhere")

    def welcome(self, word: str) -> Person:
        """Whom a one-time link is for. Raises DeskMissing. Looking does not use it up."""
        with self.database.reading() as c:
            row = self._linked(c, word)
            return Person(row.id, row.login, row.name, row.active, False, ())

    def set_password(self, word: str, password: str) -> str:
        """Use a one-time link to set a password, and open a session. Raises DeskError."""
        with self.database.reading() as c:
            _strong(self._linked(c, word).login, password)
        hashed = self._hasher.hash(password)
        with self.database.writing() as c:
            row = self._linked(c, word)
            return self._set(c, row, hashed)

    def has_password(self, actor: Actor) -> bool:
        """Whether a person signs in with a password of their own."""
        with self.database.reading() as c:
            return c.execute(select(people.c.password).where(people.c.id == actor.person)).scalar() is not None

    def change_password(self, actor: Actor, old: str, password: str) -> str:
        """A new password for oneself, for the one before; every session, token and link ends, and a new session is opened. Raises SignedOut for a wrong
        one, DeskError for a weak one, TooManyTries."""
        themselves(actor)
        _strong(actor.login, password)
        key = sha(f"code:{actor.person}")
        with self.database.writing() as c:
            self._counted(c, {"code": key})
            row = c.execute(select(people).where(people.c.id == actor.person, people.c.active)).first()
        if row is None or not row.password:
            raise DeskError("this account has no password of its own", hint="its person signs in by the provider")
        if not self._matches(row.password, old):
            raise SignedOut("this is not the password of this account")
        hashed = self._hasher.hash(password)
        with self.database.writing() as c:
            c.execute(delete(tries).where(tries.c.key == key))
            return self._set(c, row, hashed)

    def _set(self, c: Connection, row: Any, hashed: str) -> str:
        c.execute(update(people).where(people.c.id == row.id).values(password=hashed))
        self._end(c, row.id, links=True)
        self._write(c, row.id, row.name, "password", None, None)
        return self._open(c, row.id, row.name)

    # --- the second factor ------------------------------------------------------------------------------------

    def second_state(self, actor: Actor) -> int | None:
        """How many recovery codes are left; None where the account asks for no second factor."""
        with self.database.reading() as c:
            return recovery_left(c, actor.person) if has_second(c, actor.person) else None

    def begin_second(self, actor: Actor) -> str:
        """A secret for an authenticator; it is not asked for before its first code was right."""
        themselves(actor)
        with self.database.writing() as c:
            return begin_second(c, actor.person)

    def confirm_second(self, actor: Actor, code: str) -> list[str]:
        """Ask for the factor from now on; returns the recovery codes. Raises SignedOut, TooManyTries."""
        themselves(actor)
        with self.database.writing() as c:
            self._counted(c, {"code": sha(f"code:{actor.person}")})
        with self.database.writing() as c:
            codes = confirm_second(c, actor.person, code, self.clock())
            self._second(c, actor, "begun")
            return codes

    def take_second(self, actor: Actor, code: str) -> None:
        """Ask for no second factor any more; this needs one more code. Raises SignedOut, TooManyTries."""
        themselves(actor)
        with self.database.writing() as c:
            self._counted(c, {"code": sha(f"code:{actor.person}")})
        with self.database.writing() as c:
            if not accepted(c, actor.person, code, self.clock()):
                raise SignedOut("this code is not right, or was used already", hint="wait for the next one")
            take_second(c, actor.person)
            self._second(c, actor, "ended")

    def _second(self, c: Connection, actor: Actor, what: str) -> None:
        """Write down what became of a second factor; the tries of its code are over."""
        c.execute(delete(tries).where(tries.c.key == sha(f"code:{actor.person}")))
        self._write(c, actor.person, actor.name, "second", None, what)

    # --- inside -----------------------------------------------------------------------------------------------

    def _counted(self, c: Connection, keys: dict[str, str]) -> list[int]:
        """Count an attempt under each key; returns the rows. Raises TooManyTries."""
        at = self.clock()
        c.execute(delete(tries).where(tries.c.at < stamp(at - KEPT_TRIES)))
        if not self.database.sqlite:  # who tries many times at once waits for oneself
            for key in sorted(keys.values()):
                c.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))
        for kind, key in keys.items():
            count = select(func.count()).select_from(tries).where(tries.c.key == key, tries.c.at > stamp(at - WINDOW))
            if int(c.execute(count).scalar_one()) >= MOST_TRIES[kind]:
                raise TooManyTries("too many attempts to sign in", hint="wait a quarter of an hour")
        return [int(c.execute(insert(tries).values(key=k, at=stamp(at)).returning(tries.c.id)).scalar_one()) for k in keys.values()]

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False


def source_of(address: str) -> str:
    """From where somebody comes, as attempts are counted: one machine has a whole network of IPv6 to itself (its first 64 bits)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _words(devices: str | None) -> list[str]:
    return (devices or "")[:400].split(".")[:MOST_DEVICES]


def _strong(login: str, password: str) -> None:
    """Raise DeskError for a password that is easy to guess."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise DeskError(f"a password has {SHORTEST} to {LONGEST} characters")
    if (len(login) > 3 and login.lower() in password.lower()) or len(set(password)) < 5:
        raise DeskError("this password is too easy to guess", hint="take four words that have nothing to do with each other")
