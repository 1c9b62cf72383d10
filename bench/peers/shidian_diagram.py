"""Our own: the compiled diagram. In columns it is asked through `book.screen`, for one case by a walk.

This is the only place of the comparison that knows their interface.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bench import market
from bench.cases import Answers, Cases, Ints
from bench.peers.peer import ALL, Batch, Peer, Single, Work
from bench.reference import engine_case, in_columns, read
from shidian.book import Book
from shidian.version import __version__


def one_thread(work: Work) -> Peer:
    """Both readings with reason codes, from dictionary-encoded columns."""
    return _peer(work, 1)


def two_threads(work: Work) -> Peer:
    """The same on two cores."""
    return _peer(work, 2)


def _peer(work: Work, threads: int) -> Peer:
    import pyarrow as pa

    book = Book(work.book)

    def coded(codes: Ints, words: tuple[str, ...]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words))

    def load(cases: Cases) -> Any:
        days = (np.datetime64(market.FIRST_DAY, "D") + cases.day).astype("datetime64[D]")
        return pa.table(
            {
                "activity": coded(cases.activity, work.normal.activities),
                "territory": coded(cases.territory, market.PLACES),
                "origin": coded(cases.origin, market.ORIGINS),
                "sensitive": coded(cases.sensitive, ("no", "yes")),
                "qualified": coded(cases.qualified, ("no", "yes")),
                "share": pa.array(cases.share),
                "on": pa.array(days),
            }
        )

    return Peer(
        __version__,
        ALL,
        "nothing of what is compared",
        batch=Batch(load, lambda table: book.screen("access", table, threads=threads), _read, lambda raw: int(raw.codes.nbytes)),
        single=Single(lambda row: engine_case(work.normal, row), book.diagram("access").decide, lambda v: read(v.in_force)),
    )


def _read(raw: Any) -> Answers:
    """The answers in the reading in force."""
    found = in_columns([read(v.in_force) for v in raw.verdicts])
    assert found.ceiling is not None
    assert found.determining is not None
    assert found.duties is not None
    return Answers(found.outcome[raw.codes], found.ceiling[raw.codes], found.determining[raw.codes], found.duties[raw.codes])
