"""How fast millions of cases are decided: our diagram, its peers, and the bound of the machine, side by side in one run.

    python -m bench.screen [--rules 120] [--shape dense] [--cases 1000000 10000000] [--runs 5] [--growth 120:dense 1200:dense]
                           [--memory 1000000] [--only NAME]... [--json FILE]

First every peer is compared with the engine on the same random cases; a difference ends the run with exit code 1. Then the
peers take turns. Only numbers of one run can be compared. Peers whose library is missing are listed as absent.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench import measure, memory, report
from bench.answer import Answer
from bench.market import Shape
from bench.peers.peer import Absent, Peer, Work
from bench.peers.registry import REGISTRY, Entry, make
from bench.reference import engine_answer, engine_case, read
from bench.table import TooLarge
from bench.workload import cases, lawbook, size, sized


class Bench:
    """One lawbook, every peer that could be made of it, and the engine's answers to the cases they are checked on."""

    def __init__(self, entries: Iterable[Entry], rules: int, shape: Shape, checked: int) -> None:
        self.shape, self.rules = shape, rules
        self.work = Work(lawbook(rules, shape))
        self.peers: dict[str, Peer] = {}
        self.absent: dict[str, str] = {}
        self.built: dict[str, float] = {}
        self._make(entries)
        self.cases, self.expected = self._reference(checked)

    def _make(self, entries: Iterable[Entry]) -> None:
        begun = time.perf_counter()
        try:
            _ = self.work.table
            self.built["(the table)"] = time.perf_counter() - begun
        except TooLarge as error:
            self.absent["(the table)"] = f"too large: {error}"
        for entry in entries:
            begun = time.perf_counter()
            try:
                if self.rules > entry.most_rules:
                    raise Absent(f"not tried with more than {entry.most_rules:,} rules")
                self.peers[entry.name] = make(entry, self.work)
                self.built[entry.name] = time.perf_counter() - begun
            except Absent as why:
                self.absent[entry.name] = str(why)
            except TooLarge:
                self.absent[entry.name] = "the table is too large"

    def _reference(self, count: int) -> tuple[Any, list[Answer]]:
        """The engine's answers, to as many cases as patience allows."""
        normal, drawn = self.work.normal, cases(self.work.book, count, seed=11)
        expected: list[Answer] = []
        begun = time.perf_counter()
        for row in drawn.rows():
            expected.append(read(engine_answer(normal, engine_case(normal, row))))
            if time.perf_counter() - begun > 2 * measure.PATIENCE:
                break
        return drawn.take(slice(0, len(expected))), expected

    def check(self) -> dict[str, list[measure.Check]]:
        """Every peer against the engine."""
        return {name: measure.check(peer, self.cases, self.expected) for name, peer in self.peers.items()}


def main() -> None:
    asked = _arguments()
    entries = [e for e in REGISTRY if not asked.only or any(word in e.name for word in asked.only)]
    if not entries:
        sys.exit(f"no such peer; known: {', '.join(e.name for e in REGISTRY)}")
    bench = Bench(entries, asked.rules, asked.shape, asked.check)
    found: dict[str, Any] = {
        "machine": report.machine(),
        "rules": asked.rules,
        "shape": asked.shape,
        "absent": bench.absent,
        "build": bench.built,
        "peers": {n: report.told(p) for n, p in bench.peers.items()},
    }
    found["apart"] = [n for n, p in bench.peers.items() if p.batch is None]
    found["check"] = _checked(bench)
    found["single"] = measure.singles(bench.peers, bench.cases, asked.runs)
    found["batch"] = {count: measure.batches(bench.peers, cases(bench.work.book, count), asked.runs) for count in asked.cases}
    if asked.memory:
        names = [n for n, p in bench.peers.items() if p.batch is not None]
        found["memory"] = {n: memory.beyond(n, asked.rules, asked.shape, asked.memory) for n in names}
    print(report.main_table(found))
    del bench
    found["growth"] = [_growth(entries, rules, shape, asked) for rules, shape in asked.growth]
    if found["growth"]:
        print(report.growth_table(found["growth"]))
    if asked.json:
        asked.json.write_text(json.dumps(found, default=report.plain, indent=1), encoding="utf-8")


def _checked(bench: Bench) -> dict[str, list[measure.Check]]:
    """The comparison with the engine; ends the run when a peer differs."""
    checks = bench.check()
    wrong = {n for n, found in checks.items() for c in found if c.differences}
    if wrong:
        sys.exit(f"{bench.rules} rules, {bench.shape}: these differ from the engine: {', '.join(sorted(wrong))}")
    return checks


def _growth(entries: list[Entry], rules: int, shape: Shape, asked: argparse.Namespace) -> dict[str, Any]:
    print(f"measuring with {rules:,} rules, {shape} …", file=sys.stderr)
    bench = Bench(entries, rules, shape, min(asked.check, 2_000))
    checks = _checked(bench)
    return {
        "rules": rules,
        "shape": shape,
        "absent": bench.absent,
        "build": bench.built,
        "check": checks,
        "single": measure.singles(bench.peers, bench.cases, min(asked.runs, 3)),
        "batch": measure.batches(bench.peers, cases(bench.work.book, 1_000_000), min(asked.runs, 3)),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=size, default=120)
    parser.add_argument("--shape", choices=("dense", "wide"), default="dense", help="40 activities, or a third of the rules")
    parser.add_argument("--check", type=int, default=10_000, help="cases on which every peer is compared with the engine")
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000_000, 10_000_000], help="sizes of the batches")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--growth",
        type=sized,
        nargs="*",
        default=[],
        metavar="RULES:SHAPE",
        help="lawbooks to measure the growth of cost with, such as 1200:dense 12000:wide",
    )
    parser.add_argument("--memory", type=int, default=0, metavar="CASES", help="measure memory with so many cases")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="peers whose name holds this word")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
