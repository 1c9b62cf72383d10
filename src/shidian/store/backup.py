"""A backup of the whole store as one file, of SQLite and PostgreSQL alike: lines of JSON, packed, with a digest at the end.

Sessions and counted attempts are left out: who comes after a restore signs in again. The file holds hashes of passwords: only its owner may read it.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, Integer, LargeBinary, Table, func, insert, select, text
from sqlalchemy.engine import Connection

from shidian.errors import DeskError
from shidian.store.database import Database
from shidian.store.tables import metadata, sessions, tries
from shidian.store.walls import EVERYTHING

FORMAT = "shidian-store-1"
BLOCK = 500
LEFT_OUT = (sessions.name, tries.name)


def tables() -> list[Table]:
    """What is kept, in an order in which it can be put back."""
    return [t for t in metadata.sorted_tables if t.name not in LEFT_OUT]


def backup(database: Database, path: Path) -> int:
    """Write a backup of one moment; returns the number of rows. Never over a file that exists. Raises DeskError."""
    digest, rows = hashlib.sha256(), 0
    try:
        raw = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DeskError(f"{path} exists already", hint="name a new file") from error
    try:
        with os.fdopen(raw, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:

            def put(value: Any) -> None:
                line = json.dumps(value, ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                packed.write(line)

            put([FORMAT])
            with database.reading(EVERYTHING) as c:
                if not database.sqlite:
                    c.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                for table in tables():
                    for row in c.execute(select(table).order_by(*table.primary_key.columns)):
                        put([table.name, [_out(v) for v in row]])
                        rows += 1
            packed.write(json.dumps(["end", rows, digest.hexdigest()]).encode() + b"\n")
            packed.flush()
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return rows


def restore(database: Database, path: Path) -> int:
    """Put a backup into an empty store, whole or not at all; returns the number of rows. Raises DeskError."""
    known = {t.name: t for t in tables()}
    with database.writing(EVERYTHING) as c:
        for table in known.values():
            if c.execute(select(func.count()).select_from(table)).scalar_one():
                raise DeskError("the store is not empty", hint="name a new one with --store")
        rows = 0
        waiting: dict[str, list[dict[str, Any]]] = {}
        for name, values in _lines(path):
            if name not in known or len(values) != len(known[name].columns):
                raise DeskError(f"{path} was made by another version of the program")
            row = {col.name: _in(col.type, v) for col, v in zip(known[name].columns, values, strict=True)}
            if name not in waiting or len(waiting[name]) >= BLOCK:
                _put(c, known, waiting)
            waiting.setdefault(name, []).append(row)
            rows += 1
        _put(c, known, waiting)
        if not database.sqlite:
            for table in known.values():
                if "id" in table.c and isinstance(table.c.id.type, Integer):
                    c.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"))
    return rows


def _put(c: Connection, known: dict[str, Table], waiting: dict[str, list[dict[str, Any]]]) -> None:
    for name, rows in waiting.items():
        c.execute(insert(known[name]), rows)
    waiting.clear()


def _lines(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """The rows of a backup. Raises DeskError for a file that is no backup, is cut off or was altered; nothing is kept then."""
    digest, rows, ended, first = hashlib.sha256(), 0, False, True
    try:
        with gzip.open(path, "rb") as packed:
            for line in packed:
                value = json.loads(line)
                if first and value != [FORMAT]:
                    raise DeskError(f"{path} is not a backup of a store")
                if value[0] == "end":
                    ended = value[1:] == [rows, digest.hexdigest()]
                    break
                digest.update(line)
                if not first:
                    rows += 1
                    yield value[0], value[1]
                first = False
    except (EOFError, gzip.BadGzipFile, ValueError, IndexError, TypeError) as error:
        raise DeskError(f"{path} is not a whole backup of a store") from error
    if not ended:
        raise DeskError(f"{path} is cut off or was altered")


def _out(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, dt.date) else value


def _in(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, DateTime):
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if isinstance(kind, Date) else value
