"""The tables of the desk: people and their sessions, items, changes, sign-offs, the journal of each region and the head of its chain.

Moments are texts in UTC (`database.stamp`): they go into digests, which must be the same on every database.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, Text, UniqueConstraint

from shidian.store.tables import metadata

MOMENT = String(27)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(80), nullable=False),
    Column("name", String(80), nullable=False),
    Column("password", Text),
    Column("subject", Text),  # issuer and subject at an OpenID provider
    Column("active", Boolean, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    UniqueConstraint("login"),
    UniqueConstraint("subject"),
)

grants = Table(
    "grants",
    metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("region", String(60), primary_key=True),
    Column("role", String(20), primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),  # web, half (until the second factor), token, feed, device, link (to set a password, once)
    Column("name", String(80)),
    Column("writes", Boolean, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("revoked_at", MOMENT),
    Column("acts", String(80)),  # what a token may do, all that its person may where it is empty
    Column("regions", JSON),  # where, everywhere where it is empty
)

tries = Table(
    "tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("at", MOMENT, nullable=False),
    Index("ix_tries_key", "key", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", MOMENT, nullable=False),
    Column("person", Integer),
    Column("who", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("region", String(60)),
    Column("about", Text),
    Index("ix_audit_region", "region", "id"),
    implicit_returning=False,  # who writes a line need not be able to read it (PostgreSQL)
)

chains = Table(
    "chains",
    metadata,
    Column("region", String(60), primary_key=True),
    Column("eyes", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region", String(60), ForeignKey("chains.region"), nullable=False),
    Column("task", String(80)),
    Column("area", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("due", String(10)),
    Column("published", Boolean, nullable=False),
    Column("state", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    Column("changed_at", MOMENT, nullable=False),
    Column("kind", String(20), nullable=False, server_default="item"),  # item, application, assessment
    Column("parent", Integer, index=True),  # of an assessment: the item
    UniqueConstraint("region", "task"),
    Index("ix_items_region", "region", "stage"),
    Index("ix_items_kind", "kind", "region", "stage"),
)

seals = Table(
    "seals",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("region", String(60), ForeignKey("chains.region"), nullable=False),
    Column("item", Integer, nullable=False, index=True),
    Column("field", String(40), nullable=False),
    Column("salt", String(32)),
    Column("value", Text),
    Column("erased_at", MOMENT),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region", String(60), ForeignKey("chains.region"), nullable=False),
    Column("item", Integer, ForeignKey("items.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    Column("who", String(80), nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("why", Text),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("eyes", Integer, nullable=False),
    Column("undoes", Integer, ForeignKey("changes.id")),
    Column("status", String(10), nullable=False),  # open, applied, refused, withdrawn
    Column("decided_at", MOMENT),
    Index("ix_changes_status", "status", "region"),
)

signoffs = Table(
    "signoffs",
    metadata,
    Column("change", Integer, ForeignKey("changes.id"), primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("who", String(80), nullable=False),
    Column("at", MOMENT, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("region", String(60), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", MOMENT, nullable=False),
    Column("person", Integer, nullable=False),
    Column("who", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("item", Integer),
    Column("change", Integer),
    Column("why", Text),
    Column("before", JSON),
    Column("after", JSON),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    ForeignKeyConstraint(["region"], ["chains.region"]),
    Index("ix_journal_item", "item"),
)

requests = Table(
    "requests",
    metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("answer", JSON, nullable=False),
    Column("at", MOMENT, nullable=False),
)

DESK = (people, grants, sessions, tries, audit, chains, items, changes, signoffs, journal, requests, seals)
