"""numba over the lookup table, on one core and on two."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from bench import market
from bench.cases import Cases, Ints
from bench.peers.c_table import Raw, read
from bench.peers.peer import ALL, TABLE_CANNOT, Batch, Peer, Single, Work
from bench.table import Table, looker

DAYS, PLACES = market.DAYS, len(market.PLACES)


def one_thread(work: Work) -> Peer:
    """On one core; one decision is a lookup in plain Python."""
    table = work.table
    return _peer(table, 1, Single(lambda row: row, looker(table), table.tell))


def two_threads(work: Work) -> Peer:
    """On two cores."""
    return _peer(work.table, 2, None)


def _decide(
    activity: Ints,
    territory: Ints,
    origin: Ints,
    sensitive: Ints,
    qualified: Ints,
    share: Ints,
    day: Ints,
    periods: Ints,
    blocks: Ints,
    cells: Ints,
    origin_class: Ints,
    share_class: Ints,
    origins: int,
    shares: int,
    outcomes: Ints,
    ceilings: Ints,
    outcome: Ints,
    ceiling: Ints,
    code: Ints,
) -> None:
    for i in numba.prange(len(day)):
        period = np.int64(periods[np.int64(activity[i]) * DAYS + np.int64(day[i])])
        block = np.int64(blocks[(period * PLACES + np.int64(territory[i])) * origins + np.int64(origin_class[origin[i]])])
        facts = (np.int64(sensitive[i]) + 1) * 3 + np.int64(qualified[i]) + 1
        found = cells[(block * 9 + facts) * shares + np.int64(share_class[share[i]])]
        outcome[i] = outcomes[found]
        ceiling[i] = ceilings[found]
        code[i] = found


def _peer(table: Table, threads: int, single: Single | None) -> Peer:
    decide: Any = numba.njit(nogil=True, parallel=threads > 1, boundscheck=False)(_decide)

    def run(cases: Cases) -> Raw:
        numba.set_num_threads(threads)
        count = len(cases)
        out = np.empty(count, np.uint8), np.empty(count, np.uint8), np.empty(count, table.cells.dtype)
        decide(
            *cases.columns.values(),
            table.periods,
            table.blocks,
            table.cells,
            table.origin_class,
            table.share_class,
            table.origins,
            table.shares,
            table.outcome,
            table.ceiling,
            *out,
        )
        return out

    def load(cases: Cases) -> Cases:
        return cases

    return Peer(
        numba.__version__,
        ALL,
        TABLE_CANNOT,
        batch=Batch(load, run, lambda raw: read(table, raw), lambda raw: sum(int(a.nbytes) for a in raw)),
        single=single,
    )
