"""NumPy over the lookup table: a gather for each step, in pieces that stay in the cache."""

from __future__ import annotations

import numpy as np

from bench import market
from bench.cases import Cases, Ints
from bench.peers.c_table import Raw, read
from bench.peers.peer import ALL, TABLE_CANNOT, Batch, Peer, Work
from bench.table import Table

PIECE = 1 << 15


def codes(table: Table, cases: Cases) -> Ints:
    """The code of each case."""
    period = table.periods.take(cases.activity.astype(np.int32) * market.DAYS + cases.day).astype(np.int32)
    block = table.blocks.take((period * len(market.PLACES) + cases.territory) * table.origins + table.origin_class.take(cases.origin))
    facts = (cases.sensitive + np.int8(1)) * np.int8(3) + cases.qualified + np.int8(1)
    return table.cells.take((block.astype(np.int32) * 9 + facts) * table.shares + table.share_class.take(cases.share))


def gather(work: Work) -> Peer:
    """On one core."""
    table = work.table

    def run(cases: Cases) -> Raw:
        count = len(cases)
        out = np.empty(count, np.uint8), np.empty(count, np.uint8), np.empty(count, table.cells.dtype)
        for start in range(0, count, PIECE):
            piece = slice(start, start + PIECE)
            found = codes(table, cases.take(piece))
            out[0][piece], out[1][piece], out[2][piece] = table.outcome.take(found), table.ceiling.take(found), found
        return out

    return Peer(
        np.__version__,
        ALL,
        TABLE_CANNOT,
        batch=Batch(lambda c: c, run, lambda raw: read(table, raw), lambda raw: sum(int(a.nbytes) for a in raw)),
    )
