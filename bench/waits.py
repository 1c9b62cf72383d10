"""What a person waits for at the first visit: each analysis of each question by a book that nothing was asked of, and a batch of open cases.

    python -m bench.waits [--only whatif matrix] [--question access] [--cases 3]

The cases are the worked cases of the lawbook, evenly spread, every second fact left out but the day. Every call has a book of its own, as the
first visitor of a server has; processor milliseconds, so that what else the machine does counts little. The worst case of each is shown too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator

import shidian
from shidian.analysis.elsewhere import elsewhere
from shidian.analysis.timeline import SINCE
from shidian.book import Book
from shidian.errors import ShidianError
from shidian.law.tree import ROOT

REGIONS = 40
"""Places of the same case elsewhere."""
OPEN_CASES = 60
"""Open cases of a batch."""

Call = Callable[[Book, str, dict[str, str]], object]


def _elsewhere(book: Book, question: str, facts: dict[str, str]) -> object:
    place = book.rulebook(question).place
    if place is None:
        return None
    places = sorted(book.lawbook.trees[book.rulebook(question).facts[place].vocabulary or ""].children[ROOT])
    return elsewhere(book, question, facts, places[:REGIONS], SINCE)


def _bare(book: Book, question: str, facts: dict[str, str]) -> object:
    day = book.rulebook(question).day
    return _elsewhere(book, question, {k: v for k, v in facts.items() if k == day})


def _matrix(book: Book, question: str, facts: dict[str, str]) -> object:
    two = [f.fact for f in book.question(question).facts if f.domain in ("tree", "place", "choice", "yes_no")][:2]
    if len(two) < 2:
        return None
    return book.matrix(question, {k: v for k, v in facts.items() if k not in two}, rows=two[0], columns=two[1])


def _diff(book: Book, question: str, facts: dict[str, str]) -> object:
    day = book.rulebook(question).day
    return book.diff(question, {k: v for k, v in facts.items() if k != day}, days=("2024-06-03", "2025-06-03"))


CALLS: dict[str, Call] = {
    "ask": lambda book, question, facts: book.ask(question, facts),
    "timeline": lambda book, question, facts: book.timeline(question, {k: v for k, v in facts.items() if k != book.rulebook(question).day}),
    "whatif": lambda book, question, facts: book.whatif(question, facts),
    "matrix": _matrix,
    "elsewhere": _elsewhere,
    "elsewhere bare": _bare,
    "diff": _diff,
    "diff bare": lambda book, question, _: book.diff(question, {}, days=("2024-06-03", "2025-06-03")),
}


def drawn(book: Book, question: str, count: int) -> list[dict[str, str]]:
    """Worked cases of a question with every second fact left out."""
    own = [dict(c.facts) for g in book.lawbook.cases if g.question == question for c in g.cases]
    day = book.rulebook(question).day
    some = own[:: max(1, len(own) // count)][:count]
    return [{k: v for i, (k, v) in enumerate(facts.items()) if i % 2 == 0 or k == day} for facts in some]


def batches(book: Book) -> Iterator[tuple[str, float]]:
    """A batch of open cases of each question, asked for the first time, as the API asks them."""
    for question in book.questions:
        cases = drawn(book, question, OPEN_CASES)
        own = Book(book.lawbook)
        begun = time.process_time()
        for facts in cases:
            own.ask(question, facts)
        yield question, time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[*CALLS, "batch"])
    parser.add_argument("--question", nargs="+")
    parser.add_argument("--cases", type=int, default=3)
    asked = parser.parse_args()
    book = shidian.load()
    for name, call in CALLS.items():
        for question in (asked.question or book.questions) if name in asked.only else ():
            spent: list[float] = []
            for facts in drawn(book, question, asked.cases):
                own = Book(book.lawbook)
                begun = time.process_time()
                try:
                    call(own, question, facts)
                except ShidianError as error:
                    print(f"{name:16} {question:18} {error}")
                    continue
                spent.append(1000 * (time.process_time() - begun))
            if spent:
                print(f"{name:16} {question:18} median {statistics.median(spent):8.1f} ms   worst {max(spent):8.1f} ms", flush=True)
    if "batch" in asked.only:
        for question, seconds in batches(book):
            print(f"{'batch of ' + str(OPEN_CASES):16} {question:18} {1000 * seconds:8.1f} ms")


if __name__ == "__main__":
    main()
