"""One run of what the issue of speed asks about: written into `recorded.json`, and as a table into the page of speed.

    python -m bench.record [--seconds 330] [--only cold waits]

Each part is a process of its own and gives processor seconds, so that what else the machine does counts little; the day and the load are noted beside. What a part
found is written at once, and a part that was measured with the code as it is now is not run again, so a run that was stopped, or for which there was no more time
(`--seconds` by the clock, after which no part begins), is gone on with by the same command. `--only` runs its parts in any case. The first part are the ratios that `make bench-gate` compares with.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import shidian
from bench import answers, gate, waits, web
from bench.cold import made_up, measure, measured
from shidian.book import Book
from shidian.errors import ShidianError
from shidian.version import code_digest

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "speed.md"
BEGIN, END = "<!-- recorded: begin -->\n", "<!-- recorded: end -->"
QUESTIONS = ("access", "data_export", "entry", "capital", "import")
CODE = ("law", "engine", "diagram", "answer", "analysis", "screening")
"""The packages on which what is measured depends."""
SAMPLE = 12
"""Worked cases of each analysis."""

Line = tuple[str, str]
"""What was measured, and what came of it."""


def _batch(question: str, rows: int) -> Line:
    found = measure(shidian.load(), question, rows, reference=False, words=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return (
        f"`{question}`, {rows:,} random rows",
        f"cold {found['cold']} s, warm {found['warm']} s; {found['decisions']:,} ends, {peak:.2f} GB",
    )


def cold_batches() -> Iterator[Line]:
    """The question of most rules, with the engine beside."""
    found = measure(shidian.load(), "access", 60_000, words=False)
    yield "`access`, 60,000 random rows (aim 1 s)", f"cold {found['cold']} s, warm {found['warm']} s, {found['times']} times the engine"


def questions() -> Iterator[Line]:
    """Each of five questions."""
    yield from (_batch(question, 200_000) for question in QUESTIONS)


def million() -> Iterator[Line]:
    """A million rows of the question of most rules."""
    yield _batch("access", 1_000_000)


def growth() -> Iterator[Line]:
    """Made-up laws."""
    yield from _made_up(("120:dense", 1_000_000), ("1200:wide", 100_000), ("1200:dense", 1_000_000))


def wide() -> Iterator[Line]:
    """The largest made-up law; most of the time goes into making it."""
    yield from _made_up(("12000:wide", 100_000))


def _made_up(*laws: tuple[str, int]) -> Iterator[Line]:
    for text, rows in laws:
        book, table = made_up(text, rows)
        found = measured(book, "access", table, reference=False, words=False)
        rate = rows / found["warm"] / 1e6
        yield (
            f"made-up law `{text}`, {rows:,} rows",
            f"cold {found['cold']} s, warm {found['warm']} s ({rate:.0f} M/s); {found['decisions']:,} ends",
        )


def _spread(times: list[float]) -> str:
    return f"median {1000 * statistics.median(times):.0f} ms, 90 % {1000 * sorted(times)[int(0.9 * len(times))]:.0f} ms, worst {1000 * max(times):.0f} ms"


def analyses() -> Iterator[Line]:
    """Analyses of worked cases with half of their facts left out, each by a book that nothing was asked of (aim 300 ms)."""
    book, pick = shidian.load(), random.Random(23)
    new, begun = Book(book.lawbook), time.process_time()
    new.diff("access", {}, days=("2021-11-01", "2026-11-01"))
    yield "changes of five years, `access`, first visit", f"{time.process_time() - begun:.2f} s"
    for question in ("access", "data_export", "entry", "capital"):
        day, own = book.rulebook(question).day, answers.worked(book, question)
        cases = [
            {f: v for f, v in facts.items() if f == day or pick.random() < 0.5} for facts, _ in pick.sample(own, min(SAMPLE, len(own)))
        ]
        for name in ("timeline", "whatif", "matrix"):
            times = []
            for facts in cases:
                new, begun = Book(book.lawbook), time.process_time()
                try:
                    waits.CALLS[name](new, question, facts)
                except ShidianError:
                    continue
                times.append(time.process_time() - begun)
            yield f"{name}, `{question}`, first visit", _spread(times)


def asked() -> Iterator[Line]:
    """`ask`, all facts and half of them."""
    book = shidian.load()
    for question in QUESTIONS:
        whole = answers.worked(book, question)[::7]
        for name, cases in (("as they are", whole), ("half the facts", answers.halved(book, question, whole))):
            times = [1e6 * t for t in answers.spent(book, question, cases)]
            yield (
                f"`ask`, `{question}`, {name}",
                f"median {statistics.median(times):.0f} µs, 90 % {statistics.quantiles(times, n=10)[-1]:.0f} µs",
            )


def server() -> Iterator[Line]:
    """Pages and calls of one server, and its memory."""
    cases = web.cases()
    with web.server() as (pid, port, seconds, taken):
        yield "start of the server until its first answer", f"{taken:.2f} s of processor, {seconds:.2f} s by the clock"
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        page, call = "/en/decision/access?", "/api/v1/ask/access?"
        for name, path, numbers in (
            ("decision page, cold server", page, range(1900, 1960)),
            ("decision page, each case new", page, range(200)),
            ("decision page, asked before", page, range(100)),
            ("API, each case new", call, range(200, 600)),
            ("API, asked before", call, range(200, 600)),
        ):
            before = web.processor(pid)
            for i in numbers:
                web.fetch(line, path + cases[i])
            yield name, f"{1000 * (web.processor(pid) - before) / len(numbers):.1f} ms of processor"
        yield "memory of the server after these", f"{web.resident(pid):.0f} MB"


def ratios() -> Iterator[Line]:
    """How many times faster than the engine batches are: what `make bench-gate` compares with."""
    found = gate.ratios(gate.ROWS)
    gate.record(found)
    yield f"times the engine, {gate.ROWS:,} rows", "; ".join(f"{name} {ratio:g}" for name, ratio in found.items())


PARTS: dict[str, Callable[[], Iterator[Line]]] = {
    "ratios": ratios,
    "cold": cold_batches,
    "waits": analyses,
    "asked": asked,
    "server": server,
    "questions": questions,
    "million": million,
    "growth": growth,
    "wide": wide,
}


def _run(name: str) -> list[dict[str, str]]:
    """One part in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.record", "--part", name], capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"what"')]  # a server writes its log there too
    return lines if done.returncode == 0 else [*lines, {"what": name, "found": f"ended with {done.returncode}", "load": _load()}]


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _keep(measured: dict[str, Any]) -> None:
    """Write the record, and the block of the page. Parts stand in the order of `PARTS`, each with the day and the code it was measured with."""
    kept = {name: measured[name] for name in PARTS if name in measured}
    gate.keep({"measured": kept})
    rows = "".join(
        f"| {one['what']} | {one['found']} | {part['day']} | {one['load']} |\n" for part in kept.values() for one in part["lines"]
    )
    waiting = [name for name in PARTS if name not in kept]
    left = f" Not measured: {', '.join(waiting)}." if waiting else ""
    head = f"Recorded by `python -m bench.record`, {os.cpu_count()} cores.{left}\n\n| what | found | day | load |\n|---|---|---|---:|\n"
    page = PAGE.read_text(encoding="utf-8")
    begin, end = page.index(BEGIN) + len(BEGIN), page.index(END)
    PAGE.write_text(page[:begin] + head + rows + page[end:], encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=330, help="by the clock, after which no part begins")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts, measured before or not")
    parser.add_argument("--part", choices=PARTS, help="one part by itself, a line of JSON each")
    said = parser.parse_args()
    if said.part:
        for what, told in PARTS[said.part]():
            print(json.dumps({"what": what, "found": told, "load": _load()}), flush=True)
        return
    begun, code = time.monotonic(), code_digest(*CODE)
    measured: dict[str, Any] = json.loads(gate.RECORDED.read_text(encoding="utf-8")).get("measured", {})
    for name in said.only or [name for name in PARTS if measured.get(name, {}).get("code") != code]:
        if time.monotonic() - begun > said.seconds:
            print(f"{name}: no time was left; the same command goes on with it")
            continue
        measured[name] = {"day": dt.date.today().isoformat(), "code": code, "lines": _run(name)}
        print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)
        _keep(measured)


if __name__ == "__main__":
    main()
