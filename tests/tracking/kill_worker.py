"""One person at work, in a process that may be killed at any moment: `python -m tests.tracking.kill_worker URL LOGIN LOG OPERATIONS`.

Before each request its words go into the log, after the answer its number. Whoever is started again takes the request up that was not answered, with the
same key: it must be done once.
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from shidian.errors import DeskError, ReviewError, ShidianError
from shidian.store.access import Actor
from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.offices import REGIONS, office

PATIENCE = 120


def main(url: str, login: str, log: Path, operations: int) -> None:
    """Work until so many of one's own requests were answered."""
    lines = told(log)
    asked = {line["n"]: line for line in lines if "asks" in line}
    done = {line["n"] for line in lines if "asks" not in line}
    desk, actor = patient(lambda: opened(url, login))
    with log.open("a") as file:
        file.write("\n")  # the line before may have been cut off by a kill

        def write(line: dict[str, Any]) -> None:
            file.write(json.dumps(line) + "\n")
            file.flush()

        n = 0
        while len(done) < operations:
            n += 1
            if n in done:
                continue
            wish = asked.get(n)
            if wish is None:
                wish = {"n": n, "asks": patient(lambda n=n: wanted(desk, actor, login, n))}
                if wish["asks"] is None:
                    time.sleep(0.05)
                    n -= 1
                    continue
                write(wish)
            write({"n": n, **patient(lambda wish=wish, n=n: carried_out(desk, actor, f"{login}-{n}", wish["asks"]))})
            done.add(n)


def told(log: Path) -> list[dict[str, Any]]:
    """The whole lines of a log; those that a kill cut off are no lines."""
    out = []
    for line in log.read_text().splitlines() if log.exists() else ():
        with contextlib.suppress(ValueError):
            out.append(json.loads(line))
    return out


def opened(url: str, login: str) -> tuple[ProgrammeDesk, Actor]:
    desk = office(url)
    return desk, desk.people.acting(login)


def wanted(desk: ProgrammeDesk, actor: Actor, login: str, n: int) -> dict[str, Any] | None:
    """What this person asks for next; None when there is nothing to do."""
    rng = random.Random(f"{login} {n}")
    if login.startswith("signer"):
        waiting = desk.work.changes(actor, status="open", act="sign", most=40)
        return {"sign": rng.choice(waiting).id} if waiting else None
    region = rng.choice(sorted(REGIONS))
    if rng.random() < 0.15:
        return {"apply": region}
    item = rng.choice(desk.work.items(actor, region=region))
    return {"propose": item.id, "version": item.version}


def carried_out(desk: ProgrammeDesk, actor: Actor, key: str, asks: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request: the id that was acknowledged, or the refusal."""
    try:
        if "apply" in asks:
            first = {"procedure": "vats-pilot", "firm": key, "stage": "received", "events": [{"stage": "received", "day": "2026-03-02"}]}
            return {"begun": desk.begin_application(actor, asks["apply"], first, key=key)}
        if "propose" in asks:
            return {"proposed": desk.propose(actor, asks["propose"], {"notes": key}, version=asks["version"], key=key).id}
        try:
            return {"signed": desk.sign(actor, asks["sign"]).id}
        except DeskError:
            return {"refused": desk.refuse(actor, asks["sign"], "stale").id}
    except ReviewError:  # the store is away: tried again
        raise
    except ShidianError as error:
        return {"no": str(error)[:80]}


def patient(act: Any) -> Any:
    """Try again while the database is away, locked or full."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except (SQLAlchemyError, ReviewError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
