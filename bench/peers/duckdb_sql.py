"""DuckDB: joins with the lookup table, and the algebra in SQL over intervals. Both use two threads."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np

from bench import market
from bench.cases import Answers, Cases
from bench.normal import OPEN, Flat, Way
from bench.peers.c_table import read
from bench.peers.peer import ALL, TABLE_CANNOT, Batch, Peer, Work

LOOKUP = f"""
SELECT c.row, t.outcome, t.ceiling, t.code
FROM cases c
JOIN periods p ON p.key = c.activity::INTEGER * {market.DAYS} + c.day
JOIN origin o ON o.key = c.origin
JOIN blocks b ON b.key = (p.value * {len(market.PLACES)} + c.territory) * $origins + o.value
JOIN share s ON s.key = c.share
JOIN cells e ON e.key = ((b.value * 3 + c.sensitive + 1) * 3 + c.qualified + 1) * $shares + s.value
JOIN codes t ON t.code = e.value
"""
INTERVALS = f"""
WITH filled AS (
    SELECT c.*, s.value AS is_sensitive, q.value AS is_qualified
    FROM cases c JOIN answers s ON s.given = c.sensitive JOIN answers q ON q.given = c.qualified
), limited AS (
    SELECT c.row, c.is_sensitive, c.is_qualified, max(w.ceiling) AS top
    FROM filled c JOIN ways w ON w.activity = c.activity AND c.day >= w.first AND c.day < w.until
    WHERE (w.places >> c.territory) & 1 = 1 AND (w.origins >> c.origin) & 1 = 1
      AND w.sensitive IN (-1, c.is_sensitive) AND w.qualified IN (-1, c.is_qualified)
    GROUP BY c.row, c.is_sensitive, c.is_qualified, w.rule
), topped AS (
    SELECT row, is_sensitive, is_qualified, min(top) AS top FROM limited GROUP BY ALL
), answered AS (
    SELECT c.row, c.day >= $opened AS closed, coalesce(t.top, CASE WHEN closed THEN {OPEN} ELSE 255 END) AS ceiling,
           CASE WHEN t.top = 0 THEN 0 WHEN 2 * c.share > t.top THEN 1 WHEN closed THEN 2 ELSE 3 END AS outcome
    FROM filled c LEFT JOIN topped t USING (row, is_sensitive, is_qualified)
), owed AS (
    SELECT c.row, bit_xor(d.key) AS duties
    FROM cases c JOIN duties d ON d.activity = c.activity AND c.day >= d.first AND c.day < d.until
    WHERE (d.places >> c.territory) & 1 = 1 AND (d.origins >> c.origin) & 1 = 1
      AND d.sensitive IN (-1, c.sensitive) AND d.qualified IN (-1, c.qualified)
    GROUP BY c.row
), agreed AS (
    SELECT row, CASE WHEN min(outcome) = max(outcome) THEN min(outcome) ELSE 3 END::UTINYINT AS outcome,
           CASE WHEN min(ceiling) = max(ceiling) THEN min(ceiling) ELSE 255 END::UTINYINT AS ceiling
    FROM answered GROUP BY row
)
SELECT row, outcome, ceiling, coalesce(duties, 0)::UBIGINT AS duties FROM agreed LEFT JOIN owed USING (row)
"""


def lookup(work: Work) -> Peer:
    """The table's parts as tables."""
    table = work.table
    con = _connect()
    for name in ("periods", "blocks", "cells", "origin_class", "share_class"):
        values = getattr(table, name)
        _store(con, name.removesuffix("_class"), key=np.arange(len(values), dtype=np.int32), value=values.astype(np.int32))
    _store(con, "codes", code=np.arange(len(table.outcome), dtype=np.int32), outcome=table.outcome, ceiling=table.ceiling)

    def run(_loaded: object) -> dict[str, Any]:
        return dict(con.execute(LOOKUP, {"origins": table.origins, "shares": table.shares}).fetchnumpy())

    def answers(raw: dict[str, Any]) -> Answers:
        order = np.argsort(raw["row"])
        return read(table, (raw["outcome"][order], raw["ceiling"][order], raw["code"][order]))

    return Peer(duckdb.__version__, ALL, TABLE_CANNOT, batch=Batch(lambda c: _cases(con, c), run, answers, _size))


def intervals(work: Work) -> Peer:
    """Limits with their reliefs as rows with an interval; places and origins as bit masks."""
    normal = work.normal
    con = _connect()
    _store(con, "answers", given=np.array([0, 1, -1, -1], np.int8), value=np.array([0, 1, 0, 1], np.int8))
    _store(con, "ways", **_spread([(w.limit, w) for w in normal.ways]))
    _store(
        con,
        "duties",
        **_spread([(d.index, d) for d in normal.duties]),
        key=np.array([d.key for d in normal.duties for _ in d.activities], np.uint64),
    )

    def run(_loaded: object) -> dict[str, Any]:
        return dict(con.execute(INTERVALS, {"opened": normal.closing.first}).fetchnumpy())

    def answers(raw: dict[str, Any]) -> Answers:
        order = np.argsort(raw["row"])
        return Answers(raw["outcome"][order], raw["ceiling"][order], None, raw["duties"][order])

    return Peer(
        duckdb.__version__,
        ("outcome", "ceiling", "duties"),
        "the rules that an outcome rests on; the announced reading",
        batch=Batch(lambda c: _cases(con, c), run, answers, _size),
    )


def _connect() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2})


def _store(con: duckdb.DuckDBPyConnection, name: str, **columns: Any) -> None:
    con.register("given", columns)
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")
    con.unregister("given")


def _cases(con: duckdb.DuckDBPyConnection, cases: Cases) -> None:
    _store(con, "cases", row=np.arange(len(cases), dtype=np.int32), **cases.columns)


def _spread(rows: list[tuple[int, Way | Flat]]) -> dict[str, Any]:
    """One row for each activity that a way or duty is for."""
    each = [(index, activity, r) for index, r in rows for activity in r.activities]
    fields = {"first": np.int32, "until": np.int32, "sensitive": np.int8, "qualified": np.int8, "ceiling": np.uint8}
    return {
        "rule": np.array([i for i, _, _ in each], np.int32),
        "activity": np.array([a for _, a, _ in each], np.int32),
        "places": np.array([r.places for _, _, r in each], np.int64),
        "origins": np.array([r.origins for _, _, r in each], np.uint64),
        **{f: np.array([getattr(r, f) for _, _, r in each], kind) for f, kind in fields.items()},
    }


def _size(raw: dict[str, Any]) -> int:
    return sum(int(a.nbytes) for a in raw.values())
