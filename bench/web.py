"""The server under load on this machine: start, decision pages, the API, and memory over many requests.

    python -m bench.web [--pages 400] [--calls 4000] [--soak 100000]

The server is a process of its own, as `shidian serve` starts it. Times of pages are seen from the other end of a loopback connection.
Requests a second and core are requests by the processor time that the server took for them, so a busy machine does not change them.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import shidian

CASES = 2_000
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def server() -> Iterator[tuple[int, int, float, float]]:
    """A running server: its process, its port, and the seconds until its first answer: by the clock, and of the processor."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "shidian", "serve", "--port", str(port)])
    try:
        while True:
            try:
                fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/api/v1")
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > 60:
                    sys.exit("the server does not start")
                time.sleep(0.01)
        yield process.pid, port, time.perf_counter() - began, processor(process.pid)
    finally:
        process.terminate()
        process.wait()


def fetch(line: http.client.HTTPConnection, path: str) -> float:
    """Seconds from sending a request until the whole answer is there."""
    began = time.perf_counter()
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    return time.perf_counter() - began


def processor(pid: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid: int) -> float:
    """Megabytes that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def cases(seed: int = 1) -> list[str]:
    """Queries of random cases of market access."""
    law = shidian.load().lawbook
    pick = random.Random(seed)
    facts = {
        "activity": sorted(law.trees["activities"].terms),
        "territory": sorted(law.trees["territories"].terms),
        "origin": sorted(law.trees["origins"].terms),
    }
    return [
        urlencode(
            {f: pick.choice(words) for f, words in facts.items()}
            | {
                "share": pick.choice((20, 49, 50, 51, 100)),
                "on": f"{pick.randint(2020, 2026)}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}",
            }
        )
        for _ in range(CASES)
    ]


def told(name: str, seconds: list[float], taken: float) -> None:
    """One line of a measurement."""
    ordered = sorted(seconds)
    print(
        f"{name:44} median {1000 * statistics.median(seconds):7.2f} ms   95 % {1000 * ordered[int(0.95 * len(ordered))]:7.2f} ms   "
        f"processor {1000 * taken / len(seconds):6.2f} ms   {len(seconds) / taken:7.0f} a second and core"
    )


def measured(pid: int, line: http.client.HTTPConnection, name: str, count: int, path: Callable[[int], str]) -> None:
    """Requests one after the other."""
    before = processor(pid)
    seconds = [fetch(line, path(i)) for i in range(count)]
    told(name, seconds, max(processor(pid) - before, 1 / TICKS))


def soak(pid: int, line: http.client.HTTPConnection, count: int, asked: list[str]) -> None:
    """Many requests of all kinds, and the memory after each twentieth of them."""
    pages = ("/en/", "/zh/regions", "/en/instruments", "/zh/tasks", "/en/search?q=data", "/api/v1/regions", "/en/chronology", "/zh/sources")
    pick, memory, again = random.Random(2), [], 0
    for i in range(count):
        query = pick.choice(asked)
        path = pick.choice(
            (f"/en/decision/access?{query}", f"/api/v1/ask/access?{query}", f"/api/v1/ask/access?{query}", pick.choice(pages))
        )
        try:
            fetch(line, path)
        except http.client.RemoteDisconnected:  # a kept connection may be closed; a browser asks once more on a new one
            again += 1
            line.close()
            fetch(line, path)
        if (i + 1) % max(count // 20, 1) == 0:
            memory.append(resident(pid))
    print(
        f"{count} requests of all kinds: memory in MB after each twentieth: "
        + " ".join(f"{m:.0f}" for m in memory)
        + f"; connections closed and opened anew: {again}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--calls", type=int, default=4000)
    parser.add_argument("--soak", type=int, default=0, help="requests of the soak (100000 takes a while)")
    parser.add_argument("--starts", type=int, default=5)
    said = parser.parse_args()
    asked = cases()
    starts = []
    for _ in range(said.starts):
        with server() as (_, _, seconds, taken):
            starts.append((seconds, taken))
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(
        f"start until the first answer                 median {statistics.median(s for s, _ in starts):.2f} s   "
        f"least {min(starts)[0]:.2f} s   processor {statistics.median(t for _, t in starts):.2f} s"
    )
    with server() as (pid, port, _, _):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        measured(pid, line, "decision pages, cold server", min(said.pages, 100), lambda i: f"/en/decision/access?{asked[-1 - i]}")
        measured(pid, line, "decision pages, each case new", said.pages, lambda i: f"/en/decision/access?{asked[i]}")
        measured(pid, line, "decision pages, cases asked before", said.pages, lambda i: f"/en/decision/access?{asked[i % 100]}")
        measured(
            pid, line, "API, each case new", min(said.calls, CASES - said.pages), lambda i: f"/api/v1/ask/access?{asked[said.pages + i]}"
        )
        measured(pid, line, "API, cases asked before", said.calls, lambda i: f"/api/v1/ask/access?{asked[i % 100]}")
        measured(pid, line, "API, regions", said.calls // 4, lambda _: "/api/v1/regions")
        print(f"memory {resident(pid):.0f} MB")
        if said.soak:
            soak(pid, line, said.soak, asked)


if __name__ == "__main__":
    main()
