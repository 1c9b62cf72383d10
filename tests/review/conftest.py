"""The stores that every test of this folder runs on: SQLite in a file, and PostgreSQL where its binaries are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shidian.store.database import Database
from shidian.store.shelf import Shelf


def _binaries() -> Path | None:
    """The newest PostgreSQL of Debian, or the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: another user runs it then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
            return name
        except KeyError:
            continue
    pytest.skip("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, on a socket in a folder of its own."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="shidian-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*words: str) -> None:
        subprocess.run([str(binaries / words[0]), *words[1:]], check=True, capture_output=True, user=user, cwd=folder, timeout=120)

    run("initdb", "-D", str(data), "-U", "shidian", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "start")
    try:
        yield f"postgresql://shidian@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without anything in it, to be copied: bringing one up to date takes a hundred times as long."""
    path = tmp_path_factory.mktemp("blank") / "work.db"
    Database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def blank_postgres(postgres: str) -> str:
    """The name of such a store on the server."""
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE blank")
    Database(postgres.replace("/postgres?", "/blank?")).close()
    return "blank"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty store."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("blank"), tmp_path / "work.db")
        yield f"sqlite:///{tmp_path / 'work.db'}"
        return
    server, blank = request.getfixturevalue("postgres"), request.getfixturevalue("blank_postgres")
    import psycopg

    name = f"t{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**9}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{blank}"')
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def opened() -> Iterator[Callable[[str], Shelf]]:
    """Opens stores, and closes them after the test."""
    shelves: list[Shelf] = []

    def open_one(url: str) -> Shelf:
        shelves.append(Shelf(url))
        return shelves[-1]

    yield open_one
    for shelf in shelves:
        shelf.close()
