"""A store for random offices: made and staffed once, then put back to that, which takes a few milliseconds; on SQLite a file, on PostgreSQL a database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.mortal import MortalPostgres
from tests.tracking.offices import office, staffed


class Blanks:
    """One staffed store, and a desk on a copy of it. The desk stays (what SQLAlchemy compiled for it serves on); its copy is made anew for every office."""

    def __init__(self, folder: Path, server: MortalPostgres | None) -> None:
        self.folder = folder
        self.server = server
        if server is not None:
            self._say('CREATE DATABASE "blank"')
        first = office(self._at("blank"))
        self.staff = staffed(first)
        self.chief = first.people.acting("administrator")
        first.work.database.close()
        self._copy()
        self.desk = office(self._at("copy"))

    def fresh(self) -> ProgrammeDesk:
        """The desk on a new copy."""
        self.desk.work.database.close()
        self._copy()
        return self.desk

    def _copy(self) -> None:
        if self.server is None:
            for left in self.folder.glob("copy*"):
                left.unlink()
            shutil.copyfile(self.folder / "blank.db", self.folder / "copy.db")
        else:
            self._say('DROP DATABASE IF EXISTS "copy" WITH (FORCE)')
            self._say('CREATE DATABASE "copy" TEMPLATE "blank"')

    def _at(self, name: str) -> str:
        if self.server is None:
            return f"sqlite:///{self.folder / name}.db"
        return self.server.url.replace("/postgres?", f"/{name}?")

    def _say(self, sql: str) -> None:
        import psycopg

        assert self.server is not None
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(sql)


@contextmanager
def blanks(*, postgres: bool = False) -> Iterator[Blanks]:
    """A store for a while. It lies in memory where the machine has room for files there."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="shidian-blank-", dir=memory if memory.is_dir() else None))
    folder.chmod(0o755)
    server = MortalPostgres(folder / "pg", fast=True) if postgres else None
    made = None
    try:
        if server is not None:
            server.start()
        made = Blanks(folder, server)
        yield made
    finally:
        if made is not None:
            made.desk.work.database.close()
        if server is not None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
