"""How long a batch takes that nobody has asked before: a diagram of which nothing is filled yet, on random cases.

    python -m bench.cold [--question access] [--rows 60000] [--lawbook 1200:wide]

The cases of our own lawbook name any term of a vocabulary, also coarse ones, leave out a tenth of all facts but the day, and ask for
days of seven years. Those of a made-up lawbook are drawn by `bench.workload`. The reference of the same run is the engine, case by
case, on the first of these cases. Processor time of the process, so that what else the machine does counts little.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import shidian
from bench.workload import lawbook, sized
from shidian.answer.facts import read_case
from shidian.book import Book
from shidian.engine.decide import decide
from shidian.law.records.question import Fact

MISSING = 0.1
"""How many of the facts are left out."""
FIRST, DAYS = np.datetime64("2019-01-01"), 365 * 7
"""The days that are asked for."""
AGAIN = 5
"""Warm runs, of which the fastest counts."""
PATIENCE = 4.0
"""Seconds that the reference may take."""


def cases(book: Book, question: str, rows: int, seed: int = 7) -> pa.Table:
    """Random cases, one column a fact."""
    pick = np.random.default_rng(seed)
    facts = book.question(question).facts
    columns = {f.fact: _column(book, question, f, rows, pick) for f in facts}
    for fact in facts:  # a number that another bounds is not more than it
        if fact.no_more_than is not None:
            own, most = columns[fact.fact], columns[fact.no_more_than]
            columns[fact.fact] = pc.if_else(pc.is_null(own), own, pc.min_element_wise(own, most))
    return pa.table(columns)


def _column(book: Book, question: str, fact: Fact, rows: int, pick: np.random.Generator) -> Any:
    if fact.domain == "date":
        return pa.array(FIRST + pick.integers(0, DAYS, rows))
    left_out = pick.random(rows) < MISSING
    if fact.domain == "number":
        cuts = _cuts(book, question, fact)
        return pa.array(cuts[pick.integers(0, len(cuts), rows)], mask=left_out)
    if fact.domain in ("tree", "place"):
        words = sorted(book.lawbook.trees[fact.vocabulary or ""].terms)
    elif fact.domain == "yes_no":
        words = ["no", "yes"]
    else:
        words = [c.id for c in fact.choices]
    return pa.DictionaryArray.from_arrays(pa.array(pick.integers(0, len(words), rows).astype(np.int32), mask=left_out), pa.array(words))


def _cuts(book: Book, question: str, fact: Fact) -> Any:
    """Whole percentages of a share; of other numbers, what lies at and around what rules name."""
    if fact.maximum is not None and fact.maximum == 100:
        return np.arange(0, 101, dtype=np.float64)
    from shidian.diagram.numbers import Numbers

    level = next(v for v in book.diagram(question).levels if v.fact == fact.fact)
    assert isinstance(level, Numbers)
    return np.array([float(s) for s in level.samples if s is not None] or [0.0])


def engine_rate(book: Book, question: str, table: pa.Table) -> float:
    """Cases a second that the plain engine decides."""
    rulebook, begun, done = book.rulebook(question), time.process_time(), 0
    for row in table.slice(0, 2000).to_pylist():
        facts = {k: _text(v) for k, v in row.items() if v is not None}
        try:
            case = read_case(book.lawbook, book.question(question), facts, None).case
        except shidian.ShidianError:
            continue
        decide(rulebook, case)
        done += 1
        if time.process_time() - begun > PATIENCE:
            break
    return done / (time.process_time() - begun)


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def measure(book: Book, question: str, rows: int, *, reference: bool = True, words: bool = True) -> dict[str, Any]:
    """Seconds of processor of a cold and of a warm batch, of putting every decision into words (`told`), and what the diagram holds afterwards."""
    table = cases(book, question, rows)
    return measured(book, question, table, reference, words)


def measured(book: Book, question: str, table: Any, reference: bool, words: bool = True) -> dict[str, Any]:
    """The same for cases at hand."""
    diagram = book.diagram(question)
    _loaded(book)
    gc.collect()
    gc.freeze()  # a sweep over the whole lawbook takes as long as a small batch, and falls into it or not
    begun = time.process_time()
    done = book.screen(question, table, threads=1)
    cold = time.process_time() - begun
    warm = min(_again(book, question, table) for _ in range(AGAIN))
    begun = time.process_time()
    if words:
        done.table()
    told = time.process_time() - begun
    out = {
        "question": question,
        "rows": table.num_rows,
        "cold": round(cold, 3),
        "told": round(told, 3) if words else None,
        "warm": round(warm, 4),
        "rate": round(table.num_rows / cold),
        "decisions": len(done.verdicts),
        "nodes": len(diagram.space),
    }
    if reference:
        rate = engine_rate(book, question, table)
        out |= {"engine": round(rate), "times": round(table.num_rows / cold / rate, 1), "times_warm": round(table.num_rows / warm / rate)}
    return out


def _loaded(book: Book) -> None:
    """Load, or compile, the loops, as any process that screened before has: on another diagram, which is dropped."""
    from shidian.diagram.diagram import Diagram
    from shidian.diagram.many.crowd import Crowd
    from shidian.diagram.many.remembered import Codes

    other = Diagram(book.rulebook("access"))
    crowd = Crowd(other.space)
    cases = np.zeros((1, len(other.levels)), np.int32)
    for level, found in enumerate(other.levels):
        sample = next(iter(found.atoms()))
        cases[0, level] = sample.id
    crowd.look(cases)
    crowd.outcomes(cases, crowd.keys(cases, tables=False).key)
    for words in (1, 2):
        Codes(words).of(np.zeros((1, words), np.uint64))


def _again(book: Book, question: str, table: Any) -> float:
    begun = time.process_time()
    book.screen(question, table, threads=1)
    return time.process_time() - begun


def made_up(text: str, rows: int) -> tuple[Book, Any]:
    """A made-up lawbook and its cases."""
    from bench.peers.peer import Work
    from bench.peers.shidian_diagram import one_thread
    from bench.workload import cases as drawn

    work = Work(lawbook(*sized(text)))
    peer = one_thread(work)
    assert peer.batch is not None
    return Book(work.book), peer.batch.load(drawn(work.book, rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--question", nargs="+", default=["access"])
    parser.add_argument("--rows", type=int, nargs="+", default=[60_000])
    parser.add_argument("--lawbook", nargs="*", default=[], metavar="RULES:SHAPE")
    parser.add_argument("--no-reference", action="store_true")
    parser.add_argument("--no-words", action="store_true", help="decide only: no decision is put into words")
    asked = parser.parse_args()
    for rows in asked.rows:
        if not asked.lawbook:
            for question in asked.question:
                print(
                    json.dumps(measure(shidian.load(), question, rows, reference=not asked.no_reference, words=not asked.no_words)),
                    flush=True,
                )
        for text in asked.lawbook:
            book, table = made_up(text, rows)
            print(json.dumps({"lawbook": text, **measured(book, "access", table, False, not asked.no_words)}), flush=True)


if __name__ == "__main__":
    main()
