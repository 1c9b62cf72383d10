"""A PostgreSQL server of one's own in a folder, reached by a socket there and from nowhere else: for trying the desk out, and for tests.

It uses the PostgreSQL that is installed (Debian's newest, else the one on the path). PostgreSQL does not run as root: another user runs it then.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from shidian.errors import DeskError

TRIES = 5
WAIT = 60
"""Seconds that a command of PostgreSQL may take."""


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL that is installed; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class LocalPostgres:
    """A server in a folder. `fast` gives up safety against loss of power, for tests. Raises DeskError."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        found = binaries()
        if found is None:
            raise DeskError("PostgreSQL is not installed", hint="install it (Debian: apt-get install postgresql), or use SQLite")
        self.folder = folder
        self.data = folder / "data"
        self._binaries = found
        self._user = _other_user()
        self._fast = fast

    @property
    def url(self) -> str:
        """The URL of its database, for `--store`."""
        return f"postgresql://shidian@/postgres?host={self.folder}"

    def start(self) -> None:
        """Make the server if it is not there, and start it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "-D", str(self.data), "-U", "shidian", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {self.folder} -c listen_addresses=''" + (" -c fsync=off" if self._fast else "")
        words = ("-D", str(self.data), "-w", "-t", str(WAIT), "-l", str(self.folder / "log"), "-o", options, "start")
        for left in reversed(range(TRIES)):  # what is left of a server that was killed may take a moment to end
            try:
                self._run("pg_ctl", *words)
            except DeskError:
                if not left:
                    raise
                time.sleep(1)
            else:
                return

    def stop(self) -> None:
        """Stop the server; what was written stays."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")

    def _run(self, name: str, *words: str) -> None:
        try:
            subprocess.run(
                [str(self._binaries / name), *words],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE,
                user=self._user,
                cwd=self.folder,
                timeout=WAIT * 2,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise DeskError(f"PostgreSQL in {self.folder} did not {name}", hint=f"see {self.folder / 'log'}") from error


def _other_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise DeskError("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`")
