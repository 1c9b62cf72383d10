"""A PostgreSQL server of one's own that can be ended as a loss of the machine would end it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess

from shidian.store.local_postgres import LocalPostgres


class MortalPostgres(LocalPostgres):
    """A server in a folder that can be killed."""

    def kill(self) -> None:
        """End the server and all its processes at once, as a loss of the machine would."""
        try:
            main = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(main)], capture_output=True, text=True, check=False).stdout.split()
        for pid in (main, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
