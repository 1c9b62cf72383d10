"""Cases screened as the rows of a table, beside what the engine says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from shidian.book import Book
from shidian.engine.rule import all_written
from tests.agreement.comparing import Said, by_engine
from tests.agreement.random_cases import Drawn

SETS = ("missing", "determining", "duties", "possible_duties")
"""The columns in which order means nothing."""


def unlike_rows(
    book: Book, question: str, drawn: Sequence[Drawn], known: Mapping[int, Said] | None = None
) -> Iterator[tuple[Drawn, tuple[str, ...]]]:
    """The cases of which a screening says something else than the engine, with what; `known` is what the engine said, by the case's id()."""
    for known_on in dict.fromkeys(d.known_on for d in drawn):
        cases = [d for d in drawn if d.known_on == known_on]
        for one, row in zip(cases, _screened(book, question, cases, known_on), strict=True):
            wanted = _told(known[id(one)] if known else by_engine(book.rulebook(question), one.case, known_on))
            found = {c: set(row[c].split()) if c in SETS and row[c] else row[c] or None if c in SETS else row[c] for c in wanted}
            if row["error"] or found != wanted:
                said = tuple(f"{c}: the engine says {wanted[c]}, the screening {found[c]}" for c in wanted if found[c] != wanted[c])
                yield one, (row["error"],) if row["error"] else said


def unlike_ask(book: Book, drawn: Drawn, known: Said | None = None) -> tuple[str, ...]:
    """Where the decision that is shown says something else than the engine."""
    found = book.ask(drawn.question, drawn.facts, known_on=drawn.known_on)
    wanted = _told(known or by_engine(book.rulebook(drawn.question), drawn.case, drawn.known_on))
    shown: dict[str, Any] = {}
    for prefix, answer in (("", found.in_force), ("announced_", found.announced)):
        top = answer.ceiling
        shown |= {prefix + "outcome": answer.outcome, prefix + "because": answer.because}
        shown |= {
            prefix + "ceiling": float(top) if top is not None else None,
            prefix + "ceiling_exclusive": answer.exclusive if top is not None else None,
        }
    shown |= {
        "determining": set(found.determining) or None,
        "confidence": found.confidence,
        "missing": {m.fact for m in found.missing} or None,
    }
    for column, sure in (("duties", True), ("possible_duties", False)):
        shown[column] = {d.rule for d in found.duties if d.certain is sure} or None
    return tuple(f"{c}: the engine says {wanted[c]}, `ask` says {shown[c]}" for c in wanted if shown[c] != wanted[c])


def _screened(book: Book, question: str, cases: Sequence[Drawn], known_on: dt.date | None) -> list[dict[str, Any]]:
    names = dict.fromkeys(n for d in cases for n in d.facts)
    percent: dict[str, Any] = {f.fact: "percent" for f in book.question(question).facts if f.unit and f.unit.en == "%" and f.fact in names}
    table = pa.table({n: pa.array([d.facts.get(n) for d in cases], pa.string()) for n in names})
    rows: list[dict[str, Any]] = book.screen(question, table, known_on=known_on, scales=percent).table().to_pylist()
    return rows


def _told(said: Said) -> dict[str, Any]:
    """What the columns of a row say, by the engine."""
    out: dict[str, Any] = {}
    for prefix, answer in (("", said.in_force), ("announced_", said.announced)):
        top = answer.ceiling
        out |= {prefix + "outcome": answer.outcome, prefix + "because": answer.because}
        out |= {prefix + "ceiling": float(top.value) if top else None, prefix + "ceiling_exclusive": top.exclusive if top else None}
    return out | {
        "determining": set(all_written(said.in_force.determining)) or None,
        "confidence": said.confidence,
        "duties": set(all_written(r for r, certain in said.duties if certain)) or None,
        "possible_duties": set(all_written(r for r, certain in said.duties if not certain)) or None,
        "missing": said.missing or None,
    }
