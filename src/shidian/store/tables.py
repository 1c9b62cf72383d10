"""The tables of the store. The migrations make them; a test holds both together."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("date", Date),
    Column("language", String(2), nullable=False),
    Column("address", Text),
    Column("media_type", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("lawbook", String(64), nullable=False),
    Column("replaces", Integer, ForeignKey("documents.id")),
    Column("read_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("sha256"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.id"), nullable=False),
    Column("key", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("origin", String(60), nullable=False),
    Column("value", JSON, nullable=False),
    Column("links", JSON, nullable=False),
    Column("claims", JSON, nullable=False),
    Column("status", String(10), nullable=False),
    UniqueConstraint("document", "key"),
    Index("ix_findings_kind", "kind"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", Integer, ForeignKey("findings.id"), nullable=False, index=True),
    Column("verdict", String(10), nullable=False),
    Column("reason", Text),
    Column("value", JSON),
    Column("who", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_by", Text),
)
