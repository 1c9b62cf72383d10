"""How long `ask` takes of the worked cases: as they are, and with every second fact left out but the day.

    python -m bench.answers [--question access entry]

Processor µs of a whole decision, the best of three calls after a first one; nothing is asserted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Iterator

import shidian
from shidian.book import Book

MOST = 1500
"""Cases of each kind and question that are asked at most, evenly spread."""

Asked = tuple[dict[str, str], dt.date | None]


def worked(book: Book, question: str) -> list[Asked]:
    """The worked cases of a question."""
    return [(dict(c.facts), c.known_on) for g in book.lawbook.cases if g.question == question for c in g.cases]


def halved(book: Book, question: str, cases: list[Asked]) -> list[Asked]:
    """The same with every second fact left out but the day; each once."""
    day = book.rulebook(question).day
    found = [({f: v for i, (f, v) in enumerate(facts.items()) if i % 2 == 0 or f == day}, known) for facts, known in cases]
    return list({(*sorted(facts.items()), known): (facts, known) for facts, known in found}.values())


def spent(book: Book, question: str, cases: list[Asked]) -> Iterator[float]:
    """Seconds of each."""
    some = cases[:: max(1, len(cases) // MOST)]
    for facts, known_on in some:
        book.ask(question, facts, known_on=known_on)
    for facts, known_on in some:
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            book.ask(question, facts, known_on=known_on)
            best = min(best, time.process_time() - begun)
        yield best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--question", nargs="+")
    asked = parser.parse_args()
    book = shidian.load()
    for question in asked.question or book.questions:
        whole = worked(book, question)
        for name, cases in (("as they are", whole), ("half the facts", halved(book, question, whole))):
            times = [1e6 * t for t in spent(book, question, cases)]
            ninth = statistics.quantiles(times, n=10)[-1]
            print(
                f"{question:16} {name:15} {len(times):5} cases   median {statistics.median(times):7.0f} µs   90 % {ninth:7.0f} µs",
                flush=True,
            )


if __name__ == "__main__":
    main()
