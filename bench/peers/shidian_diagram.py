"""Our own: the compiled diagram, asked through `book.screen` for Arrow columns. Absent until both are there.

This is the only place of the comparison that knows their interface.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from bench import market
from bench.answer import NO_CEILING, OUTCOMES
from bench.cases import Answers, Cases, Ints
from bench.normal import fingerprint
from bench.peers.peer import ALL, Absent, Batch, Peer, Work
from shidian.app.book import Book
from shidian.version import __version__


def screen(work: Work) -> Peer:
    """Both readings with reason codes, from dictionary-encoded columns."""
    importlib.import_module("shidian.diagram.compile").compile_question(work.book, work.book.questions["access"])
    book: Any = Book(work.book)
    if not hasattr(book, "screen"):
        raise Absent("there is no `book.screen` yet")
    import pyarrow as pa

    def coded(codes: Ints, words: tuple[str, ...]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words))

    def load(cases: Cases) -> Any:
        days = (np.datetime64(market.FIRST_DAY, "D") + cases.day).astype("datetime64[D]")
        return pa.table({
            "activity": coded(cases.activity, work.normal.activities), "territory": coded(cases.territory, market.PLACES),
            "origin": coded(cases.origin, market.ORIGINS), "sensitive": coded(cases.sensitive, ("no", "yes")),
            "qualified": coded(cases.qualified, ("no", "yes")), "share": pa.array(cases.share), "on": pa.array(days)})

    return Peer(__version__, ALL, "nothing of what is compared", batch=Batch(
        load, lambda table: book.screen("access", table), _read, lambda raw: int(raw.nbytes)))


def _read(raw: Any) -> Answers:
    """The answers in the reading in force."""
    ceilings = raw["ceiling"].to_pylist()
    return Answers(
        np.array([OUTCOMES.index(o) for o in raw["outcome"].to_pylist()], np.uint8),
        np.array([NO_CEILING if c is None else _doubled(c) for c in ceilings], np.uint8),
        *(np.array([fingerprint(_ids(v)) for v in raw[name].to_pylist()], np.uint64) for name in ("determining", "duties")))


def _doubled(ceiling: Any) -> int:
    """A ceiling as a number; below 50 is written as the text `<50`."""
    text = str(ceiling)
    return int(2 * float(text.removeprefix("<"))) - text.startswith("<")


def _ids(value: Any) -> list[str]:
    return [] if not value else value.split(", ") if isinstance(value, str) else list(value)
