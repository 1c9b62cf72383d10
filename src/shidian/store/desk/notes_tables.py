"""The tables of what people add to an item beside its changes: comments, and files kept by their digest."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from shidian.store.desk.tables import MOMENT
from shidian.store.tables import metadata

comments = Table(
    "comments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region", String(60), ForeignKey("chains.region"), nullable=False),
    Column("item", Integer, ForeignKey("items.id"), nullable=False, index=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    Column("who", String(80), nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("text", Text, nullable=False),
    Column("mentions", JSON, nullable=False),  # ids of people
)

blobs = Table(
    "blobs",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region", String(60), ForeignKey("chains.region"), nullable=False),
    Column("item", Integer, ForeignKey("items.id"), nullable=False, index=True),
    Column("digest", String(64), ForeignKey("blobs.digest"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("size", Integer, nullable=False),
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    Column("who", String(80), nullable=False),
    Column("at", MOMENT, nullable=False),
)

NOTES = (comments, blobs, attachments)
