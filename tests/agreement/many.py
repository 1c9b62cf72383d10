"""Compare meaning, engine, diagram, screening and the decision that is shown on very many random cases: `python -m tests.agreement.many --cases 100000`.

Brute force cannot take every case: how many it reached is said for each question. Work is cut into portions, each with its own seed, shared out to processes. Ctrl-C stops after the portions at hand. A case on which
the two differ is printed as the command that asks it; one such case makes the exit code 1. With `--kept FILE` each portion is written down as
it ends, those that stand there are not compared again, and the figures count them: a run that was stopped, however, goes on where it was.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import time
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import shidian
from shidian.engine.decide import decide
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import unlike
from tests.agreement.by_screen import unlike_ask, unlike_rows
from tests.agreement.comparing import by_engine, differences
from tests.agreement.random_cases import RandomCases
from tests.figures import keep

PORTION = 500
LIFE = 20
"""Portions until a process is followed by a fresh one, so that diagrams do not grow without end."""


class Job(Struct, frozen=True):
    """One portion: so many cases of a question, from a seed."""

    question: str
    seed: int
    cases: int
    each: int = 1
    """Which part of them brute force is given: each second, each tenth …"""


class Compared(Struct, frozen=True):
    """A portion that was compared, with the CPU seconds it took."""

    job: Job
    failures: tuple[tuple[str, tuple[str, ...]], ...]
    reached: int
    """Cases that brute force could take, of those given to it."""
    seconds: float


_meanings: dict[str, Meaning] = {}
_book: list[shidian.Book] = []


def start() -> None:
    """In each process: leave stopping to the first one, and read the lawbook once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _book.append(shidian.load())


def compare(job: Job) -> Compared:
    """Compare one portion."""
    began, book = time.process_time(), _book[0]
    rulebook = book.rulebook(job.question)
    meaning = _meanings.setdefault(job.question, Meaning(book.lawbook, book.question(job.question)))
    drawn = list(islice(RandomCases(book, job.question, job.seed), job.cases))
    said = {id(one): by_engine(rulebook, one.case, one.known_on) for one in drawn}
    failures = [(str(one), found) for one, found in unlike_rows(book, job.question, drawn, said)]
    reached = 0
    for number, one in enumerate(drawn):
        found = differences(book.diagram(job.question, known_on=one.known_on), one.case, said[id(one)])
        if found:
            failures.append((str(one), found))
        shown = unlike_ask(book, one, said[id(one)])
        if shown:
            failures.append((str(one), shown))
        if number % job.each:
            continue
        meant = unlike(meaning, rulebook, one.case, one.known_on, decide(rulebook, one.case, one.known_on))
        reached += meant is not None
        if meant:
            failures.append((str(one), tuple(meant)))
    return Compared(job, tuple(failures), reached, time.process_time() - began)


def jobs(questions: list[str], cases: int, seed: int, portion: int = PORTION, each: int = 1) -> list[Job]:
    """Every portion; the questions take turns, so that a run that is stopped has compared some of each."""
    portions = [min(portion, cases - done) for done in range(0, cases, portion)]
    return [Job(q, seed + i, size, each) for i, size in enumerate(portions) for q in questions]


def _lines(kept: Path | None) -> list[bytes]:
    return kept.read_bytes().splitlines() if kept is not None and kept.exists() else []


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare meaning, engine, diagram and screening on random cases.")
    parser.add_argument("--cases", type=int, default=100_000, help="cases of each question")
    parser.add_argument("--seed", type=int, help="the first seed; each portion of a question has the next one (default: any)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--portion", type=int, default=PORTION, help="cases of a portion")
    parser.add_argument("--kept", type=Path, help="a file in which each portion is written down")
    parser.add_argument("--each", type=int, default=1, help="brute force, which takes most of the time, is given each such case only")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/reference/reliability.md")
    parser.add_argument("--question", action="append", help="only this question; may be given again")
    args = parser.parse_args()
    questions = list(args.question or shidian.load().questions)
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(10**9)
    done = [msgspec.json.decode(line, type=Compared) for line in _lines(args.kept)]
    todo = [job for job in jobs(questions, args.cases, seed, args.portion, args.each) if job not in {c.job for c in done}]
    last = seed + -(-args.cases // args.portion) - 1
    console = Console()
    console.print(f"{args.cases} cases each of {', '.join(questions)}; seeds {seed} to {last} in portions of {args.portion}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    context = multiprocessing.get_context("spawn")
    stopped = False
    with Progress(*columns, console=console) as progress, context.Pool(args.jobs, start, maxtasksperchild=LIFE) as pool:
        bar = progress.add_task("cases", total=sum(job.cases for job in todo))
        try:
            for compared in pool.imap_unordered(compare, todo):
                done.append(compared)
                if args.kept is not None:
                    with args.kept.open("ab") as file:
                        file.write(msgspec.json.encode(compared) + b"\n")
                progress.advance(bar, compared.job.cases)
                for command, found in compared.failures:
                    console.print(f"seed {compared.job.seed}: {command}", *found, sep="\n  ", soft_wrap=True, markup=False)
        except KeyboardInterrupt:
            stopped = True
            pool.terminate()
    told = [f"{'question':16}{'cases':>9}{'given to brute force':>22}{'taken':>9}{'differ':>8}{'seconds':>9}"]
    for question in questions:
        mine = [c for c in done if c.job.question == question]
        given = sum(-(-c.job.cases // c.job.each) for c in mine)
        told.append(
            f"{question:16}{sum(c.job.cases for c in mine):9,}{given:22,}{sum(c.reached for c in mine):9,}"
            f"{sum(len(c.failures) for c in mine):8}{sum(c.seconds for c in mine):9,.0f}"
        )
    told += ["stopped before its end"] * stopped
    console.print("\n".join(told), markup=False, highlight=False)
    if args.write:
        keep("agreement", told)
    return 1 if any(c.failures for c in done) else 130 if stopped else 0


if __name__ == "__main__":
    sys.exit(main())
