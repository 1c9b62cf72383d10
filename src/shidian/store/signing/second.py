"""The second factor of a local account: codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, half a minute) and recovery codes.

A code is taken once: the half minute it belongs to is kept, and neither it nor an earlier one is taken again. One half minute to either side is allowed,
for clocks that differ. Recovery codes are kept as digests, and each works once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets

import pyotp
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, SignedOut
from shidian.store.database import stamp
from shidian.store.tables import recovery, seconds

STEP = 30
AROUND = (-1, 0, 1)
RECOVERY_CODES = 10
CODE = re.compile(r"[0-9]{6}")


def has_second(c: Connection, person: int) -> bool:
    """Whether an account asks for a second factor."""
    query = select(seconds.c.person).where(seconds.c.person == person, seconds.c.confirmed_at.is_not(None))
    return c.execute(query).first() is not None


def begin_second(c: Connection, person: int) -> str:
    """A new secret for an authenticator, not yet asked for. Raises DeskError where there is one that is."""
    if has_second(c, person):
        raise DeskError("this account has a second factor already", hint="take it away first")
    secret = pyotp.random_base32()
    c.execute(delete(seconds).where(seconds.c.person == person))
    c.execute(insert(seconds).values(person=person, secret=secret, step=0))
    return secret


def confirm_second(c: Connection, person: int, code: str, at: dt.datetime) -> list[str]:
    """From now on the factor is asked for; returns the recovery codes, which are shown once. Raises SignedOut for a wrong code."""
    if has_second(c, person):
        raise DeskError("this account has a second factor already", hint="take it away first")
    if not _stepped(c, person, code, at):
        raise SignedOut("this code is not right, or too old", hint="wait for the next one")
    c.execute(update(seconds).where(seconds.c.person == person).values(confirmed_at=stamp(at)))
    codes = ["-".join((secrets.token_hex(3), secrets.token_hex(3))) for _ in range(RECOVERY_CODES)]
    c.execute(delete(recovery).where(recovery.c.person == person))
    c.execute(insert(recovery), [{"person": person, "digest": _digest(person, x)} for x in codes])
    return codes


def take_second(c: Connection, person: int) -> None:
    """The account asks for no second factor any more."""
    for table in (recovery, seconds):
        c.execute(delete(table).where(table.c.person == person))


def accepted(c: Connection, person: int, code: str, at: dt.datetime) -> bool:
    """Whether a code of the authenticator, or a recovery code, is right; it is used up then."""
    bare = code.strip().lower().replace(" ", "")
    if CODE.fullmatch(bare):
        return _stepped(c, person, bare, at)
    used = update(recovery).where(recovery.c.person == person, recovery.c.digest == _digest(person, bare), recovery.c.used_at.is_(None))
    return bool(c.execute(used.values(used_at=stamp(at))).rowcount == 1)


def recovery_left(c: Connection, person: int) -> int:
    """How many recovery codes an account has left."""
    return len(list(c.execute(select(recovery.c.digest).where(recovery.c.person == person, recovery.c.used_at.is_(None)))))


def _stepped(c: Connection, person: int, code: str, at: dt.datetime) -> bool:
    row = c.execute(select(seconds).where(seconds.c.person == person).with_for_update()).first()
    if row is None or not CODE.fullmatch(code.strip()):
        return False
    totp, now = pyotp.TOTP(row.secret, interval=STEP), int(at.timestamp()) // STEP
    right = [now + n for n in AROUND if hmac.compare_digest(totp.generate_otp(now + n), code.strip()) and now + n > row.step]
    if not right:
        return False
    taken = update(seconds).where(seconds.c.person == person, seconds.c.step < right[-1]).values(step=right[-1])
    return bool(c.execute(taken).rowcount == 1)


def _digest(person: int, code: str) -> str:
    return hashlib.sha256(f"recovery:{person}:{code}".encode("utf-8", "replace")).hexdigest()
