"""How long one decision with full reasons takes, and how many rules and facts that was over.

    python bench/decision.py [--runs 2000]

`ask` is the whole decision with full reasons, as a user gets it; `engine` and `diagram` are what decides in it, the engine case by
case and the diagram by walking (the second walk of a case in a row). Prints medians; nothing is asserted. The cases are the worked cases of the lawbook.
"""

from __future__ import annotations

import argparse
import statistics
import time

import shidian
from shidian.answer.facts import read_case
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
        walk: list[float] = []
        declared, rulebook = book.question(question), book.rulebook(question)
        for case in own:  # warm up
            book.ask(question, dict(case.facts), known_on=case.known_on)
            book.diagram(question, known_on=case.known_on).decide(read_case(book.lawbook, declared, dict(case.facts), None).case)
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
        for _ in range(max(1, runs // len(own))):
            for case in own:
                read = read_case(book.lawbook, declared, dict(case.facts), None)
                diagram = book.diagram(question, known_on=case.known_on)
                diagram.decide(read.case)
                start = time.perf_counter()
                diagram.decide(read.case)
                walk.append(time.perf_counter() - start)
        for name, times in (("ask, all facts known", whole), ("ask, facts missing", open_cases), ("engine", engine), ("diagram", walk)):
            if times:
                print(
                    f"{question:12} {name:22} median {statistics.median(times) * 1e6:9.1f} µs   "
                    f"90 % {statistics.quantiles(times, n=10)[-1] * 1e6:9.1f} µs   ({len(times)} runs)"
                )


if __name__ == "__main__":
    main()
