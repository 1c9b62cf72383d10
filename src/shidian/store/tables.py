"""The tables of the store, made from `schema.toml`, where each column stands once, under the migration that brought it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy import PrimaryKeyConstraint as Key
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from shidian.packaged import table as packaged

SCHEMA: Mapping[str, Mapping[str, Mapping[str, Any]]] = packaged("store/schema.toml")
"""By migration and table what it brought."""
KINDS: Mapping[str, TypeEngine[Any]] = {
    "number": Integer(), "flag": Boolean(), "text": Text(), "json": JSON(), "bytes": LargeBinary(), "date": Date(), "moment": String(27),
    "instant": DateTime(timezone=True),
}  # fmt: skip


def columns_of(brought: Mapping[str, Any]) -> list[Column[Any]]:
    """The columns of a table that a migration brought."""
    out: list[Column[Any]] = []
    for name, said in brought.items():
        if isinstance(said, str):
            kind, *holds = said.split()
            default = holds[holds.index("default") + 1] if "default" in holds else None
            made: TypeEngine[Any] = String(int(kind)) if kind.isdecimal() else KINDS[kind]
            out.append(Column(name, made, nullable="optional" in holds, server_default=default))
    return out


def constraints_of(table: str, brought: Mapping[str, Any]) -> list[SchemaItem]:
    """What holds of its rows: the key, what is referred to, what is there once."""
    said = {name: holds.split()[1:] for name, holds in brought.items() if isinstance(holds, str)}
    refers = {name: holds[holds.index("of") + 1] for name, holds in said.items() if "of" in holds}
    once = [*([name] for name, holds in said.items() if "unique" in holds), *brought.get("unique", ())]
    return [
        *([Key(*keys, name=f"pk_{table}")] if (keys := [name for name, holds in said.items() if "key" in holds]) else ()),
        *(ForeignKeyConstraint([name], [there], name=f"fk_{table}_{name}") for name, there in refers.items()),
        *(Unique(*names, name=f"uq_{table}_{names[0]}") for names in once),
    ]


def indexes_of(table: str, brought: Mapping[str, Any]) -> dict[str, list[str]]:
    """The indexes by name, with their columns."""
    each = [[name] for name, holds in brought.items() if isinstance(holds, str) and "index" in holds.split()]
    return {f"ix_{table}_{names[0]}": names for names in (*each, *brought.get("index", ()))}


metadata = MetaData()


def _made(name: str) -> Table:
    steps = [tables[name] for tables in SCHEMA.values() if name in tables]
    parts = [part for step in steps for part in (*columns_of(step), *constraints_of(name, step))]
    indexes = [Index(index, *columns) for step in steps for index, columns in indexes_of(name, step).items()]
    return Table(name, metadata, *parts, *indexes, implicit_returning=all(step.get("returning", True) for step in steps))


documents, findings, reviews = _made("documents"), _made("findings"), _made("reviews")
people, grants, sessions, tries, audit = _made("people"), _made("grants"), _made("sessions"), _made("tries"), _made("audit")
chains, items, seals, changes = _made("chains"), _made("items"), _made("seals"), _made("changes")
signoffs, journal, requests = _made("signoffs"), _made("journal"), _made("requests")
seconds, recovery, mailboxes = _made("seconds"), _made("recovery"), _made("mailboxes")
comments, blobs, attachments, copies = _made("comments"), _made("blobs"), _made("attachments"), _made("copies")
