"""One open database, SQLite or PostgreSQL: brought up to date on opening, one transaction at a time for whoever writes to SQLite."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError, SQLAlchemyError

from shidian.errors import ReviewError, StoreAway
from shidian.store.walls import NOTHING, Walls

PATIENCE = 20_000
"""Milliseconds that a writer waits for another one (SQLite)."""
ROLE = "shidian_desk"
"""The role of PostgreSQL under which a superuser's connection works, so that row-level security holds for it too."""
NEWEST = "0031"
"""The last migration: a store that has it is opened without reading them all."""
MIGRATING = 732_105
"""The number of the lock under which PostgreSQL is brought up to date."""


def default_url() -> str:
    """Where the store is when nobody says: SHIDIAN_STORE, else a file in the user's data folder."""
    given = os.environ.get("SHIDIAN_STORE")
    if given:
        return given
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "shidian"
    return f"sqlite:///{base / 'work.db'}"


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


def stamp(at: dt.datetime) -> str:
    """A moment as the desk keeps it: UTC, always as long, so that texts compare as moments do."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def aware(at: dt.datetime | None) -> dt.datetime | None:
    """A moment with its zone: SQLite keeps none, and all are kept in UTC."""
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=dt.UTC)


class Database:
    """An open database. Raises ReviewError when it cannot be used."""

    def __init__(self, url: str | None = None) -> None:
        self.url = default_url() if url is None else url  # an empty name is a slip, and no wish for the store at hand
        self.engine = _engine(self.url)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._role = False  # while the tables are brought up to date, their owner works on them
        try:
            with self.writing() as connection:
                if not self.sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": MIGRATING})
                _migrate(connection)
            self._role = not self.sqlite and self._passes_walls()
        except (SQLAlchemyError, StoreAway) as error:
            raise ReviewError(
                f"the store cannot be opened: {_why(error.__cause__ if isinstance(error, StoreAway) and error.__cause__ else error)}",
                hint="name another with --store URL, such as sqlite:///work.db",
            ) from error

    @contextmanager
    def reading(self, walls: Walls = NOTHING) -> Iterator[Connection]:
        """A transaction that sees one state of the database. On PostgreSQL it sees of the regions' work what `walls` let through."""
        with _reached(), self.engine.begin() as connection:
            self._within(connection, walls)
            yield connection

    @contextmanager
    def writing(self, walls: Walls = NOTHING) -> Iterator[Connection]:
        """A transaction that writes. On SQLite it waits at its start, so that it never fails half way. Raises StoreAway where the database is gone,
        full or locked: nothing of the transaction holds then, unless the connection broke at its very end, so writes that may be sent again carry a key."""
        with _reached(), self.engine.execution_options(writes=True).begin() as connection:
            self._within(connection, walls)
            yield connection

    def _within(self, connection: Connection, walls: Walls) -> None:
        """Put up the second wall: row-level security, for a role that cannot pass it (PostgreSQL)."""
        if self.sqlite:
            return
        settings = "".join(f"SET LOCAL shidian.{name} = '{walls.text(name)}';" for name in ("reads", "writes", "audits"))
        connection.exec_driver_sql(settings + (f"SET LOCAL ROLE {ROLE};" if self._role else ""))

    def _passes_walls(self) -> bool:
        """Whether who is connected would pass row-level security: a superuser does, and takes a role that does not."""
        query = "SELECT (rolsuper OR rolbypassrls) AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :r) FROM pg_roles WHERE rolname = current_user"
        with self.engine.begin() as connection:
            return bool(connection.execute(text(query), {"r": ROLE}).scalar())

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()


@contextmanager
def _reached() -> Iterator[None]:
    """Tell a store that is away from a fault of the program."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreAway(f"the store cannot be used now: {_why(error)}", hint="try again; what was acknowledged is kept") from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.drivername.startswith("sqlite") and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, pool_pre_ping=not parsed.drivername.startswith("sqlite"))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, OSError, ValueError) as error:  # ValueError: a port that is no number
        raise ReviewError(
            f"cannot open the store `{url}`: {_why(error)}",
            hint="write sqlite:///work.db, or postgresql://user@host/name with the extra `postgres`",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begun)
    return engine


def _pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver starts no transaction of its own: `_begun` does
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={PATIENCE}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA secure_delete=ON")  # what was erased is not left in free pages
    connection.execute("PRAGMA synchronous=FULL")  # what was acknowledged survives a loss of power


def _begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: Connection) -> None:
    if inspect(connection).has_table("alembic_version"):
        there = set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
        if there == {NEWEST}:
            return
    from alembic import command  # takes as long to load as the rest of the store
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _why(error: BaseException) -> str:
    text = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
    return text[:200].lower() or type(error).__name__.lower()
