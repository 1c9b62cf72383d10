"""Mixed visitors for a long time: `python -m tests.serving.soak --minutes 60`; ten minutes show most.

Eight visitors at once ask, turn pages, screen small tables and send what nobody can mean. Half-way the clock of the server crosses midnight in
China, and at a third of the time its lawbook is changed on the disk. Every answer below 500; the same case on the same day always with the same
answer (by digest), before and after the change of the files; who names no day is answered for the day that it is; and memory flat: what it is
after the second half may not be a tenth more than after the first.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import httpx
from msgspec.structs import replace

from shidian.law.location import default_folder
from tests.agreement.random_cases import Drawn, RandomCases
from tests.cases.real import real_book
from tests.figures import keep

VISITORS = 8
CASES = 30
"""Cases of each question that are asked again and again."""
ENOUGH = 2
"""Minutes from which on a run surely asks on both sides of midnight."""
PAGES = (
    "/",
    "/zh",
    "/en/areas",
    "/zh/regions/shanghai",
    "/en/ceilings",
    "/zh/instruments",
    "/en/programme",
    "/zh/openness/progress",
    "/en/no-such-page",
    "/en/questions/access?share=1e999",
)
BAD = (b"{", b'{"question": 7}', b'{"question":"access","facts":{"share":"' + b"9" * 4000 + b'"}}', b"[" * 3000, b"\xff\xfe")
TABLE = "activity,territory,share,on\nidc,上海,50,2025-06-01\napp-store,成都,100,2025-06-01\n鸽子,,x,\n".encode()


class Visitors:
    """What they have done so far."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.codes: Counter[int] = Counter()
        self.faults: list[str] = []
        self.digests: dict[str, str] = {}
        self.days: Counter[str] = Counter()
        """The days for which those were answered who named none."""
        self.lock = threading.Lock()

    def come(self, seed: int, cases: list[Drawn], until: float) -> None:
        """One visitor, who goes on until a time."""
        pick = random.Random(seed)
        with httpx.Client(base_url=self.address, timeout=120, trust_env=False) as http:
            while time.monotonic() < until:
                try:
                    self._visit(http, pick, cases)
                except httpx.HTTPError as error:
                    self.faults.append(f"{type(error).__name__}: {error}")

    def _visit(self, http: httpx.Client, pick: random.Random, cases: list[Drawn]) -> None:
        what, case = pick.random(), pick.choice(cases)
        if pick.random() < 0.3:  # as most people ask: today
            case = replace(case, facts={k: v for k, v in case.facts.items() if k != "on"})
        if what < 0.6:
            found = http.post("/api/v1/ask", json={"question": case.question, "facts": case.facts})
            if found.status_code == 200:
                self._compare(case, found)
        elif what < 0.85:
            found = http.get(pick.choice(PAGES))
        elif what < 0.93:
            found = http.post("/api/v1/ask", content=pick.choice(BAD), headers={"content-type": "application/json"})
        else:
            found = http.post("/api/v1/screen/jobs", files={"file": ("cases.csv", TABLE)}, data={"question": "access"})
        with self.lock:
            self.codes[found.status_code] += 1
        if found.status_code >= 500:
            self.faults.append(f"{found.status_code}: {found.request.method} {found.request.url}")

    def _compare(self, case: Drawn, found: httpx.Response) -> None:
        """Hold an answer against the one that the same case had before on the same day."""
        digest, day = hashlib.sha256(found.content).hexdigest(), found.json()["receipt"]["on"]
        with self.lock:
            if "on" not in case.facts:
                self.days[day] += 1
            known = self.digests.setdefault(f"{case} {day}", digest)
        if known != digest:
            self.faults.append(f"another answer: {case}")


def memory_of(process: int) -> int:
    """The memory of a process, in MB."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description="Mixed visitors for a long time.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--port", type=int, default=18_441)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/reference/reliability.md")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp()) / "lawbook"
    shutil.copytree(default_folder(), folder)
    clock = [sys.executable, "-m", "tests.serving.near_midnight", str(args.minutes * 30)]
    server = subprocess.Popen([*clock, "serve", "--port", str(args.port), "--log", "off", "--lawbook", str(folder)])
    visitors, memory = Visitors(f"http://127.0.0.1:{args.port}"), list[int]()
    changed = False
    try:
        _wait(visitors.address)
        book = real_book()
        cases = [d for q in book.questions for d in islice(RandomCases(book, q, 0), CASES) if d.known_on is None]
        begun = time.monotonic()
        until = begun + args.minutes * 60
        threads = [threading.Thread(target=visitors.come, args=(seed, cases, until)) for seed in range(VISITORS)]
        for thread in threads:
            thread.start()
        while time.monotonic() < until:
            time.sleep(args.minutes * 6)  # ten looks in all
            memory.append(memory_of(server.pid))
            if not changed and time.monotonic() > begun + args.minutes * 20:
                changed = True
                shutil.rmtree(folder / "instruments")
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        ended = server.wait(60)
    half = memory[len(memory) // 2]
    told = [
        f"visitors   {VISITORS} for {args.minutes:g} minutes, {visitors.codes.total():,} requests",
        "answers    " + ", ".join(f"{count:,} of {code}" for code, count in sorted(visitors.codes.items())),
        f"memory     {', '.join(map(str, memory))} MB; the server ended with {ended}",
        f"cases      {len(visitors.digests)} asked again and again, compared by digest on each day",
        "midnight   "
        + ", ".join(f"{count:,} answers for {day}" for day, count in sorted(visitors.days.items()))
        + " to those who named no day",
        f"files      of the law taken away under the server: {'yes' if changed else 'no'}",
    ]
    if args.minutes >= ENOUGH and len(visitors.days) != 2:
        visitors.faults.append("the clock crossed midnight once, and the answers did not")
    flat = memory[-1] <= half * 1.1
    told.append(f"faults     {len(visitors.faults)}; memory {'flat' if flat else 'grows'}")
    print("\n".join([*told, *visitors.faults[:20]]))
    if args.write:
        keep("soak", told)
    return 1 if visitors.faults or not flat else 0


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address + "/api/v1/questions", trust_env=False, timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not begin")


if __name__ == "__main__":
    sys.exit(main())
