"""Stores for random offices: made and staffed once, then copied, which takes a few milliseconds; on SQLite a file, on PostgreSQL a database."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shidian.store.local_postgres import LocalPostgres
from tests.tracking.offices import office, staffed


class Blanks:
    """Copies of one staffed store."""

    def __init__(self, folder: Path, server: LocalPostgres | None) -> None:
        self.folder = folder
        self.server = server
        self._numbers = itertools.count()
        desk = office(self._at("blank"))
        staffed(desk)
        desk.work.database.close()

    def copy(self) -> str:
        """The URL of a new copy."""
        name = f"copy{next(self._numbers)}"
        if self.server is None:
            shutil.copyfile(self.folder / "blank.db", self.folder / f"{name}.db")
        else:
            self._say(f'CREATE DATABASE "{name}" TEMPLATE "blank"')
        return self._at(name, made=True)

    def drop(self, url: str) -> None:
        """Forget a copy."""
        name = url.rpartition("/")[2].partition("?")[0] if self.server is None else url.split("/")[3].partition("?")[0]
        if self.server is None:
            for path in self.folder.glob(f"{name}*"):
                path.unlink()
        else:
            self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _at(self, name: str, *, made: bool = False) -> str:
        if self.server is None:
            return f"sqlite:///{self.folder / name}.db"
        if not made:
            self._say(f'CREATE DATABASE "{name}"')
        return self.server.url.replace("/postgres?", f"/{name}?")

    def _say(self, sql: str) -> None:
        import psycopg

        assert self.server is not None
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(sql)


@contextmanager
def blanks(*, postgres: bool = False) -> Iterator[Blanks]:
    """Copies for a while. They lie in memory where the machine has room for files there."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="shidian-blank-", dir=memory if memory.is_dir() and not postgres else None))
    folder.chmod(0o755)
    server = LocalPostgres(folder / "pg", fast=True) if postgres else None
    try:
        if server is not None:
            server.start()
        yield Blanks(folder, server)
    finally:
        if server is not None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
