"""Polars over the lookup table: as gathers, and as joins. Both use all cores."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from bench import market
from bench.cases import Answers, Cases, Ints
from bench.peers.c_table import read
from bench.peers.peer import ALL, TABLE_CANNOT, Batch, Peer, Work
from bench.table import Table

INT = pl.Int32


def gather(work: Work) -> Peer:
    """One lazy query of chained gathers."""
    table = work.table
    at = {
        name: pl.Series(name, getattr(table, name))
        for name in ("periods", "blocks", "cells", "origin_class", "share_class", "outcome", "ceiling")
    }

    def look(name: str, index: pl.Expr) -> pl.Expr:
        return pl.lit(at[name]).gather(index)

    period = look("periods", pl.col("activity").cast(INT) * market.DAYS + pl.col("day").cast(INT)).cast(INT)
    block = look(
        "blocks",
        (period * len(market.PLACES) + pl.col("territory").cast(INT)) * table.origins + look("origin_class", pl.col("origin")).cast(INT),
    ).cast(INT)
    facts = (pl.col("sensitive").cast(INT) + 1) * 3 + pl.col("qualified").cast(INT) + 1
    code = look("cells", (block * 9 + facts) * table.shares + look("share_class", pl.col("share")).cast(INT))

    def run(cases: pl.DataFrame) -> pl.DataFrame:
        found = cases.lazy().select(code=code)
        told = (look(name, pl.col("code")).alias(name) for name in ("outcome", "ceiling"))
        return found.select(*told, pl.col("code")).collect()

    return Peer(pl.__version__, ALL, TABLE_CANNOT, batch=_batch(table, run))


def join(work: Work) -> Peer:
    """Joins with the table's parts as data frames; the row number keeps the order."""
    table = work.table
    places, origins = len(market.PLACES), table.origins
    periods = _frame("period_key", "period", table.periods)
    blocks = _frame("block_key", "block", table.blocks)
    cells = _frame("cell_key", "code", table.cells)
    codes = pl.DataFrame(
        {"code": np.arange(len(table.outcome), dtype=table.cells.dtype), "outcome": table.outcome, "ceiling": table.ceiling}
    ).lazy()
    origin = pl.DataFrame({"origin": np.arange(len(table.origin_class), dtype=np.uint8), "o": table.origin_class}).lazy()
    share = pl.DataFrame({"share": np.arange(101, dtype=np.uint8), "s": table.share_class}).lazy()

    def run(cases: pl.DataFrame) -> pl.DataFrame:
        facts = (pl.col("sensitive").cast(INT) + 1) * 3 + pl.col("qualified").cast(INT) + 1
        return (
            cases.lazy()
            .with_row_index("row")
            .with_columns(period_key=pl.col("activity").cast(INT) * market.DAYS + pl.col("day").cast(INT))
            .join(periods, on="period_key")
            .join(origin, on="origin")
            .with_columns(block_key=(pl.col("period") * places + pl.col("territory").cast(INT)) * origins + pl.col("o").cast(INT))
            .join(blocks, on="block_key")
            .join(share, on="share")
            .with_columns(cell_key=(pl.col("block") * 9 + facts) * table.shares + pl.col("s").cast(INT))
            .join(cells, on="cell_key")
            .with_columns(pl.col("code").cast(pl.Series(table.cells[:1]).dtype))
            .join(codes, on="code")
            .select("row", "outcome", "ceiling", "code")
            .collect()
        )

    return Peer(pl.__version__, ALL, TABLE_CANNOT, batch=_batch(table, run))


def _frame(key: str, value: str, values: Ints) -> pl.LazyFrame:
    return pl.DataFrame({key: np.arange(len(values), dtype=np.int32), value: values.astype(np.int32)}).lazy()


def _batch(table: Table, run: Callable[[pl.DataFrame], pl.DataFrame]) -> Batch:
    def load(cases: Cases) -> pl.DataFrame:
        return pl.DataFrame(cases.columns)

    def answers(raw: pl.DataFrame) -> Answers:
        found = raw.sort("row") if "row" in raw.columns else raw
        return read(table, (found["outcome"].to_numpy(), found["ceiling"].to_numpy(), found["code"].to_numpy()))

    return Batch(load, run, answers, lambda raw: int(raw.estimated_size()))
