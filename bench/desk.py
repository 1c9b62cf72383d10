"""How long the desk takes with the whole programme in it: 20 regions with 155 items each and 100,000 journal entries.

`python -m bench.desk [--entries N] [--postgres]` fills a store (chained as the desk chains), starts `shidian serve` on it, asks its pages over the wire
and prints in milliseconds how long the first request after the start took (the board is asked at once, the others behind it while the server still makes
itself ready), the median and the worst of some more. Aims: the board under 100, the view of the ministry under 300. `verify` is the check of all journals,
in seconds.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from sqlalchemy import insert, update

from shidian.book import load
from shidian.store.access import EVERYWHERE, Grant
from shidian.store.database import Database
from shidian.store.desk.chain import START, Entry, digest
from shidian.store.local_postgres import LocalPostgres
from shidian.store.tables import chains, items, journal
from shidian.store.walls import EVERYTHING
from shidian.tracking.fields import plain_of
from shidian.tracking.item import ITEM_STAGES, Evidence, ItemState
from shidian.visitors.keeper import SIGNED_IN, programme_desk

REGIONS, ITEMS, ENTRIES = 20, 155, 100_000
AT = "2026-10-01T00:00:00.000000Z"


def fill(database: Database, regions: list[str], areas: list[str], tasks: list[str], entries: int) -> None:
    """Items and journals, written at once."""
    proof = (Evidence("示例文件", "A", "1", "示例"),)
    with database.writing(EVERYTHING) as c:
        for r, region in enumerate(regions):
            c.execute(insert(chains).values(region=region, eyes=2, number=0, digest=START))
            rows, told = [], []
            for n in range(ITEMS):
                stage = ITEM_STAGES[n % len(ITEM_STAGES)]
                state = plain_of(
                    ItemState(stage, "商务局", "某某", f"2026-{n % 12 + 1:02}-15", "下一步", evidence=proof, published=n % 3 == 0)
                )
                of = {
                    "region": region,
                    "task": tasks[n] if n < len(tasks) else f"b{n}",
                    "area": areas[n % len(areas)],
                    "title": f"示例任务{n}",
                }
                rows.append(
                    of
                    | {"stage": stage, "due": state["due"], "published": state["published"], "state": state, "version": 1}
                    | {"made_at": AT, "changed_at": AT, "kind": "item"}
                )
            first = r * ITEMS + 1
            c.execute(insert(items), rows)
            previous, share = START, entries // len(regions)
            for number in range(1, share + 1):
                about = first + number % ITEMS
                entry = Entry(
                    region, number, AT, 1, "某某", "proposed", about, None, "示例", {"notes": "甲"}, {"notes": f"乙{number}"}, previous
                )
                previous = digest(entry)
                told.append({name: getattr(entry, name) for name in Entry.__struct_fields__} | {"digest": previous})
            c.execute(insert(journal), told)
            c.execute(update(chains).where(chains.c.region == region).values(number=share, digest=previous))


@contextmanager
def served(store: str) -> Iterator[str]:
    """The address of a server of its own that has just begun to listen."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "shidian", "serve", "--store", store, "--port", str(port), "--log", "off"])
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--requests", type=int, default=15)
    parser.add_argument("--postgres", action="store_true")
    said = parser.parse_args()
    book = load()
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        server = LocalPostgres(folder / "pg") if said.postgres else None
        if server is not None:
            server.start()
            held.callback(server.stop)
        database = Database(server.url if server is not None else f"sqlite:///{folder / 'work.db'}")
        regions = [r.region for r in book.lawbook.programme.regions][:REGIONS]
        desk = programme_desk(book, database)
        fill(database, regions, [a.area for p in book.lawbook.programme.plans for a in p.areas][:12], list(desk.tasks), said.entries)
        desk.people.first()
        machine = desk.people.machine()
        _, link = desk.people.add(machine, "bench", "bench", [Grant(EVERYWHERE, "reader")])
        word = desk.people.set_password(link, "four unlikely words together")
        found: dict[str, dict[str, float]] = {}
        with (
            served(database.url) as address,
            httpx.Client(base_url=address, cookies={SIGNED_IN: word}, trust_env=False, timeout=60) as client,
        ):
            for name, path in (("board", f"/zh/desk/regions/{regions[0]}"), ("ministry", "/zh/desk/ministry"), ("my work", "/zh/desk")):
                taken = []
                for _ in range(said.requests):
                    begun = time.perf_counter()
                    answer = client.get(path)
                    taken.append((time.perf_counter() - begun) * 1000)
                    assert answer.status_code == 200, (path, answer.status_code)
                found[name] = {
                    "median": round(statistics.median(taken), 1),
                    "first": round(taken[0], 1),
                    "worst": round(max(taken[1:]), 1),
                    "kB": round(len(answer.content) / 1000),
                }
        begun = time.perf_counter()
        wrong = [line for line in desk.work.verify() if "item" not in line]  # the made-up journals tell of no beginning of the items
        found["verify"] = {"seconds": round(time.perf_counter() - begun, 1), "faults": len([w for w in wrong if "change" not in w])}
        print(json.dumps({"regions": len(regions), "items": ITEMS * len(regions), "entries": said.entries, **found}, ensure_ascii=False))
        database.close()


if __name__ == "__main__":
    main()
