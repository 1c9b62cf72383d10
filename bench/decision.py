"""How long one decision with full reasons takes, and how many rules and facts that was over.

    python bench/decision.py [--runs 2000]

Prints medians; nothing is asserted. The cases are the worked cases of the lawbook.
"""

from __future__ import annotations

import argparse
import statistics
import time

import shidian
from shidian.app.facts import read_case
from shidian.engine.decide import decide


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    runs = parser.parse_args().runs
    book = shidian.load()
    cases = [(group.question, case) for group in book.lawbook.cases for case in group.cases]
    print(f"lawbook {book.digest[:12]}: {len(book.lawbook.rules)} rules, {len(cases)} worked cases")
    for question in sorted({q for q, _ in cases}):
        own = [case for q, case in cases if q == question]
        whole: list[float] = []
        engine: list[float] = []
        open_cases: list[float] = []
        declared, rulebook = book.question(question), book.rulebook(question)
        for case in own:  # warm up
            book.ask(question, dict(case.facts), known_on=case.known_on)
        for i in range(max(runs, len(own))):
            case = own[i % len(own)]
            start = time.perf_counter()
            decision = book.ask(question, dict(case.facts), known_on=case.known_on)
            spent = time.perf_counter() - start
            (open_cases if decision.missing else whole).append(spent)
            read = read_case(book.lawbook, declared, dict(case.facts), None)
            start = time.perf_counter()
            decide(rulebook, read.case, case.known_on)
            engine.append(time.perf_counter() - start)
        for name, times in (("decision with full reasons", whole), ("decision with facts missing", open_cases),
                            ("engine alone", engine)):
            if times:
                print(f"{question:12} {name:28} median {statistics.median(times) * 1e3:7.3f} ms   "
                      f"90 % {statistics.quantiles(times, n=10)[-1] * 1e3:7.3f} ms   ({len(times)} runs)")


if __name__ == "__main__":
    main()
