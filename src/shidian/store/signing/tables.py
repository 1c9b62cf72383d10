"""The tables of signing in beside people and sessions: the second factor of an account, its recovery codes, and where it gets mail."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from shidian.store.desk.tables import MOMENT
from shidian.store.tables import metadata

seconds = Table(
    "seconds",
    metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("secret", String(64), nullable=False),  # base32, as an authenticator takes it
    Column("confirmed_at", MOMENT),  # empty until the first code was right
    Column("step", Integer, nullable=False),  # the last half minute of which a code was used
)

recovery = Table(
    "recovery",
    metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("used_at", MOMENT),
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("sent_on", String(10)),  # the day of the last digest
)

SIGN_IN = (seconds, recovery, mailboxes)
