"""Nothing lost: eight editors and two signers as processes of their own, killed at random with the database, on a disk that fills up.

`python -m tests.tracking.kills --operations 20000 --kills 50 [--postgres [--cut]]`. With `--cut` nobody is killed: connections are cut and PostgreSQL is
restarted under those at work. Everything that was acknowledged must be there once, the journal must verify
against heads that were written down on the way, a cut tail and last week's database must be seen. Prints numbers as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from shidian.errors import ReviewError
from shidian.store.access import Grant
from shidian.store.backup import backup, restore
from shidian.store.desk.chain import START, ChainHead
from shidian.store.tables import changes, items, journal, requests
from shidian.store.walls import EVERYTHING
from shidian.tracking.desk import ProgrammeDesk
from tests.figures import keep
from tests.tracking.kill_worker import main
from tests.tracking.kill_worker import told as spoken
from tests.tracking.mortal import MortalPostgres
from tests.tracking.offices import REGIONS, TASKS, office

EDITORS, SIGNERS = 8, 2
DISK = 400 * 1024 * 1024


class Office:
    """The workers, their logs, and the database they share."""

    def __init__(self, folder: Path, operations: int, postgres: bool, seed: int) -> None:
        self.folder = folder
        self.rng = random.Random(seed)
        self.server = MortalPostgres(folder / "pg") if postgres else None
        if self.server is not None:
            self.server.start()
        self.url = self.server.url if self.server is not None else f"sqlite:///{folder / 'work.db'}"
        self.share = -(-operations // (EDITORS + SIGNERS))
        self.logins = [*(f"editor{n}" for n in range(EDITORS)), *(f"signer{n}" for n in range(SIGNERS))]
        self.at: dict[str, Any] = {}
        self.forks = multiprocessing.get_context("forkserver")  # forks a process that has the modules and has never seen the database
        self.forks.set_forkserver_preload(["tests.tracking.kill_worker"])
        self.told: Counter[str] = Counter()
        self.anchors: list[ChainHead] = []
        self.desk = self._staffed()

    def _staffed(self) -> ProgrammeDesk:
        desk = office(self.url)
        desk.people.first()
        chief = desk.people.acting("administrator")
        for login in self.logins:
            role = "editor" if login.startswith("editor") else "signer"
            desk.people.add(chief, login, login, [Grant(region, role) for region in REGIONS])  # type: ignore[arg-type]
        editor = desk.people.acting("editor0")
        for region in REGIONS:
            for task in TASKS:
                desk.begin(editor, region, task=task)
        return desk

    def log(self, login: str) -> Path:
        return self.folder / f"{login}.log"

    def done(self, login: str) -> int:
        log = self.log(login)
        return sum(b'"asks"' not in line and line != b"" for line in log.read_bytes().splitlines()) if log.exists() else 0

    def total(self) -> int:
        return sum(self.done(login) for login in self.logins)

    def work(self) -> None:
        """Start whoever is not at work and has not finished."""
        for login in self.logins:
            there = self.at.get(login)
            if (there is None or not there.is_alive()) and self.done(login) < self.share:
                self.at[login] = self.forks.Process(target=main, args=(self.url, login, self.log(login), self.share), daemon=True)
                self.at[login].start()

    def kill(self) -> None:
        """End a few of the processes, or the database with all that it runs, at once."""
        if self.server is not None and self.rng.random() < 0.4:
            self.server.kill()
            self.told["database killed"] += 1
            time.sleep(0.2)
            self.server.start()
            return
        for login in self.rng.sample(self.logins, self.rng.choice([1, 1, 2, 3, 10])):
            there = self.at.get(login)
            if there is not None and there.is_alive():
                there.kill()
                there.join()
                self.told["processes killed"] += 1

    def cut(self) -> None:
        """Cut every connection, or restart the database, while everybody goes on."""
        assert self.server is not None
        if self.rng.random() < 0.25:
            self.server.kill()
            self.server.start()
            self.told["database restarted"] += 1
            return
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.server.url, autocommit=True) as own:
            self.told["connections cut"] += len(own.execute(query).fetchall())

    def anchor(self) -> None:
        """Write the heads down, as the report and the feed do."""
        with contextlib.suppress(SQLAlchemyError, ReviewError, OSError):
            self.anchors += self.desk.work.anchors()

    def fill(self, seconds: float) -> None:
        """Fill the disk for a while."""
        ballast = self.folder / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(bytes(1 << 16))
        before = self.total()
        time.sleep(seconds)
        self.told["answers while the disk was full"] += self.total() - before
        ballast.unlink()
        self.told["disk filled"] += 1
        if self.server is not None:
            with contextlib.suppress(Exception):  # it may have gone down for want of room; started again it recovers
                self.server.kill()
                time.sleep(0.2)
            self.server.start()

    def close(self) -> None:
        for there in self.at.values():
            if there.is_alive():
                there.kill()
                there.join()
        self.desk.work.database.close()
        if self.server is not None:
            self.server.kill()


def _set_aside(there: Office) -> Path:
    """A copy of the database as it is now; of PostgreSQL a backup."""
    if there.server is not None:
        backup(there.desk.work.database, there.folder / "last-week.backup")
        return there.folder / "last-week.backup"
    old = there.folder / "last-week.db"
    with there.desk.work.database.reading(EVERYTHING) as c:
        c.execute(text("SELECT 1"))
        shutil.copyfile(there.folder / "work.db", old) if not (there.folder / "work.db-wal").exists() else _copied(
            there.folder / "work.db", old
        )
    return old


def run(
    folder: Path, operations: int, kills: int, postgres: bool, *, full: bool, seed: int = 1, limit: float = 1e9, cut: bool = False
) -> dict[str, Any]:
    """Let them work, kill them so many times (or `cut` their connections), and check. Returns the numbers."""
    there = Office(folder, operations, postgres, seed)
    begun, killed, filled = time.monotonic(), 0, not full
    old = None if full else _set_aside(there)  # a small office may be done before a third of it is seen to be
    try:
        there.work()
        while (total := there.total()) < there.share * len(there.logins) and time.monotonic() - begun < limit:
            time.sleep(there.rng.uniform(0.2, 0.6))
            if killed < kills and total >= (killed + 1) * operations / (kills + 1):
                there.cut() if cut else there.kill()
                killed += 1
            if not filled and total > operations / 2:
                there.fill(4)
                filled = True
            if old is None and total > operations / 3:
                old = _set_aside(there)
            there.anchor()
            there.work()
        for worker in there.at.values():
            worker.join(5)
            worker.kill()
            worker.join()
        there.anchor()
        took = time.monotonic() - begun
        found = checked(there) | {"seconds": round(took), "kills": killed, **there.told}
        return found | tampered(there, old)
    finally:
        there.close()


def checked(there: Office) -> dict[str, Any]:
    """Every acknowledged change is there once, none is half done, the journal verifies."""
    begun, wrong = time.monotonic(), there.desk.work.verify(there.anchors)
    took = time.monotonic() - begun
    kept: Counter[tuple[str, int]] = Counter()
    with there.desk.work.database.reading(EVERYTHING) as c:
        for kind, change, item in c.execute(select(journal.c.kind, journal.c.change, journal.c.item)):
            kept[(kind, int(change if change is not None else item or 0))] += 1
        keys = Counter(str(r.key) for r in c.execute(select(requests.c.key)))
        answers = {str(r.key): int(r.answer) for r in c.execute(select(requests.c.key, requests.c.answer))}
        fates = Counter(str(s) for s in c.execute(select(changes.c.status)).scalars())
        firms = Counter(str(s["firm"]) for s in c.execute(select(items.c.state).where(items.c.kind == "application")).scalars())
    told: Counter[str] = Counter()
    lost, twice = [], [k for k, n in (keys + firms).items() if n > 1 and keys[k] != 1]
    for login in there.logins:
        for said in spoken(there.log(login)):
            if "asks" in said:
                continue
            (name, id) = next((n, v) for n, v in said.items() if n != "n")
            told[name] += 1
            entry = {"begun": "begun", "proposed": "proposed", "signed": "signed", "refused": "refused"}.get(name)
            if entry is None:
                continue
            if kept[(entry, id)] != 1:
                lost.append((login, said))
            if name in ("begun", "proposed") and answers.get(f"{login}-{said['n']}") != id:
                lost.append((login, said))
    half = kept_half(kept, fates)
    assert wrong == [], wrong[:5]
    assert lost == [], lost[:5]
    assert twice == [], twice[:5]
    assert half == [], half
    assert max(firms.values(), default=1) == 1
    return {
        "answered": sum(told.values()),
        "acknowledged": dict(told),
        "entries": sum(kept.values()),
        "anchors": len(there.anchors),
        "lost": 0,
        "twice": 0,
        "verify seconds": round(took, 1),
    }


def kept_half(kept: Counter[tuple[str, int]], fates: Counter[str]) -> list[str]:
    """Counts of the journal and of the changes that do not agree."""
    by = Counter(kind for kind, _ in kept)
    return [
        f"{status}: {fates[status]} changes, {by[status]} entries"
        for status in ("applied", "refused", "withdrawn")
        if fates[status] != by[status]
    ] + ([] if sum(fates.values()) == by["proposed"] else ["proposed"])


def tampered(there: Office, old: Path | None) -> dict[str, bool]:
    """Whether a tail cut off with its head moved back, and an old database put in place of the new one, are seen."""
    region = sorted(REGIONS)[0]
    with there.desk.work.database.writing(EVERYTHING) as c:
        if there.desk.work.database.sqlite:
            c.execute(text("DROP TRIGGER journal_no_delete"))
        else:
            c.execute(text("RESET ROLE"))
            c.execute(text("ALTER TABLE journal DISABLE TRIGGER journal_no_delete"))
        last = c.execute(select(journal.c.number).where(journal.c.region == region).order_by(journal.c.number.desc()).limit(1)).scalar_one()
        c.execute(text("DELETE FROM journal WHERE region = :r AND number > :n"), {"r": region, "n": last - 10})
        head = c.execute(select(journal.c.digest).where(journal.c.region == region, journal.c.number == last - 10)).scalar() or START
        c.execute(text("UPDATE chains SET number = :n, digest = :d WHERE region = :r"), {"n": last - 10, "d": head, "r": region})
    cut = any("cut off" in line for line in there.desk.work.verify(there.anchors))
    assert cut
    if old is None:
        return {"cut tail seen": cut}
    if there.server is not None:
        fresh = office(f"sqlite:///{there.folder / 'last-week.db'}")
        restore(fresh.work.database, old)
        fresh.work.database.close()
        old = there.folder / "last-week.db"
    week = office(f"sqlite:///{old}")
    swapped = any("cut off" in line for line in week.work.verify(there.anchors)) and week.work.verify() == []
    week.work.database.close()
    assert swapped
    return {"cut tail seen": cut, "old database seen": swapped}


def _copied(path: Path, to: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as source, sqlite3.connect(to) as target:
        source.backup(target)


@contextlib.contextmanager
def disk(size: int = DISK) -> Iterator[tuple[Path, bool]]:
    """A folder on a small disk in memory, and whether it is one: without the right to mount there is a plain folder."""
    folder = Path(tempfile.mkdtemp(prefix="shidian-kills-"))
    folder.chmod(0o755)
    small = (
        os.geteuid() == 0
        and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False).returncode == 0
    )
    try:
        yield folder, small
    finally:
        if small:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--operations", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--cut", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/reference/reliability.md")
    said = parser.parse_args()
    with disk() as (where, small):
        found = run(
            where, said.operations, said.kills, said.postgres, full=small and not said.cut, seed=said.seed, limit=said.seconds, cut=said.cut
        )
    found |= {"full disk tried": small and not said.cut}
    print(json.dumps(found, ensure_ascii=False))
    if said.write:
        flat = {k: ", ".join(f"{n:,} {w}" for w, n in v.items()) if isinstance(v, dict) else v for k, v in found.items()}
        keep(f"kills on {'PostgreSQL' if said.postgres else 'SQLite'}", [f"{k:20}{v}" for k, v in flat.items()])
