"""Plain C over the lookup table: the bound of the machine. Compiled when it is made, with the system's C compiler."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from bench import market
from bench.cases import Answers, Cases, Ints
from bench.peers.peer import ALL, TABLE_CANNOT, Absent, Batch, Peer, Work
from bench.table import Table

PIECE = 1024
"""Cases that go through each step together: the lookups of one step do not wait for one another."""
SOURCE = """
#include <stddef.h>
#include <stdint.h>
void decide(const ACTIVITY *restrict activity, const uint8_t *restrict territory, const uint8_t *restrict origin,
            const int8_t *restrict sensitive, const int8_t *restrict qualified, const uint8_t *restrict share,
            const uint16_t *restrict day, size_t from, size_t until, const PERIOD *restrict periods,
            const BLOCK *restrict blocks, const CELL *restrict cells, const uint8_t *restrict origin_class,
            const uint8_t *restrict share_class, const uint16_t *restrict told, uint8_t *restrict outcome,
            uint8_t *restrict ceiling, CELL *restrict code)
{
    uint32_t at[PIECE], inner[PIECE];
    for (size_t start = from; start < until; start += PIECE) {
        size_t count = until - start < PIECE ? until - start : PIECE;
        for (size_t j = 0; j < count; j++) at[j] = (uint32_t)activity[start + j] * DAYS + day[start + j];
        for (size_t j = 0; j < count; j++) at[j] = (uint32_t)periods[at[j]] * PLACES + territory[start + j];
        for (size_t j = 0; j < count; j++) at[j] = at[j] * ORIGINS + origin_class[origin[start + j]];
        for (size_t j = 0; j < count; j++)
            inner[j] = (uint32_t)((sensitive[start + j] + 1) * 3 + qualified[start + j] + 1) * SHARES + share_class[share[start + j]];
        for (size_t j = 0; j < count; j++) inner[j] += (uint32_t)blocks[at[j]] * 9 * SHARES;
        for (size_t j = 0; j < count; j++) code[start + j] = cells[inner[j]];
        for (size_t j = 0; j < count; j++) {
            uint16_t answer = told[code[start + j]];
            outcome[start + j] = (uint8_t)answer;
            ceiling[start + j] = (uint8_t)(answer >> 8);
        }
    }
}
"""
Raw = tuple[Ints, Ints, Ints]
"""Outcomes, ceilings, codes."""


def one_thread(work: Work) -> Peer:
    """On one core."""
    return _peer(work.table, 1)


def two_threads(work: Work) -> Peer:
    """On two cores, half of the cases each."""
    return _peer(work.table, 2)


def _peer(table: Table, threads: int) -> Peer:
    decide = _compile(table)
    told = table.outcome.astype(np.uint16) | table.ceiling.astype(np.uint16) << np.uint16(8)
    arrays = (table.periods, table.blocks, table.cells, table.origin_class, table.share_class, told)
    pool = ThreadPoolExecutor(threads)

    def run(cases: Cases) -> Raw:
        count = len(cases)
        out = np.empty(count, np.uint8), np.empty(count, np.uint8), np.empty(count, table.cells.dtype)
        columns, parts, results = ([_pointer(a) for a in some] for some in (cases.columns.values(), arrays, out))
        edges = [count * i // threads for i in range(threads + 1)]
        jobs = [pool.submit(decide, *columns, edges[i], edges[i + 1], *parts, *results) for i in range(1, threads)]
        decide(*columns, edges[0], edges[1], *parts, *results)
        for job in jobs:
            job.result()
        return out

    def load(cases: Cases) -> Cases:
        return Cases(*(np.ascontiguousarray(c) for c in cases.columns.values()))

    return Peer("C", ALL, TABLE_CANNOT, batch=Batch(load, run, lambda raw: read(table, raw), lambda raw: sum(int(a.nbytes) for a in raw)))


def read(table: Table, raw: Raw) -> Answers:
    """Answers from outcomes, ceilings and codes; the sets of rules are told by the codes."""
    outcome, ceiling, code = raw
    told = table.answers(code)
    return Answers(outcome, ceiling, told.determining, told.duties)


def _pointer(array: Ints) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def _compile(table: Table) -> Callable[..., Any]:
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        raise Absent("there is no C compiler")
    sizes = {
        "ACTIVITY": "uint8_t" if len(table.normal.activities) <= 256 else "uint16_t",
        "PERIOD": _type(table.periods),
        "BLOCK": _type(table.blocks),
        "CELL": _type(table.cells),
        "DAYS": market.DAYS,
        "PIECE": PIECE,
        "PLACES": len(market.PLACES),
        "ORIGINS": table.origins,
        "SHARES": table.shares,
    }
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "decide.c", Path(folder) / "decide.so"
        source.write_text(SOURCE)
        done = subprocess.run(
            [
                compiler,
                "-O3",
                "-march=native",
                "-shared",
                "-fPIC",
                *(f"-D{n}={v}" for n, v in sizes.items()),
                "-o",
                str(library),
                str(source),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Absent(f"the C compiler failed: {done.stderr.strip()[:300]}")
        decide: Any = ctypes.CDLL(str(library)).decide
    pointer = ctypes.c_void_p
    decide.argtypes = [*[pointer] * 7, ctypes.c_size_t, ctypes.c_size_t, *[pointer] * 9]
    decide.restype = None
    return decide  # type: ignore[no-any-return]


def _type(array: Ints) -> str:
    return f"uint{array.dtype.itemsize * 8}_t"
