"""Screening where a table already is: in a pandas or Polars frame.

    import shidian.frames

    answers = df.shidian.screen("access", columns={"share": "持股比例"}, default_day="2026-01-01")

The rows and columns of the frame come back as they were, with the columns of the answer behind them. Whichever of the two libraries is
installed gets the accessor when this module is imported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shidian.answer.facts import Given
from shidian.book import Book, load
from shidian.errors import BadValue, MissingExtra

if TYPE_CHECKING:
    import pyarrow as pa

    from shidian.screening.cells import Scale


class _Accessor:
    """What the accessors of both libraries share."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def screen(
        self,
        question: str,
        *,
        lawbook: Book | str | Path | None = None,
        columns: Mapping[str, str | None] | None = None,
        facts: Mapping[str, Given] | None = None,
        known_on: dt.date | str | None = None,
        default_day: dt.date | str | None = None,
        scales: Mapping[str, Scale] | None = None,
        values: Mapping[tuple[str, str], str] | None = None,
        prefix: str = "",
    ) -> Any:
        """The frame with the columns of the answer behind its own, each with `prefix` before its name.

        Everything else is as in :meth:`shidian.book.Book.screen`; `lawbook` is a loaded one, its folder, or the built-in one. Raises BadValue
        where a column of the frame already has the name of one of the answer, CaseError for a question, column or fact that is not known.
        """
        book = lawbook if isinstance(lawbook, Book) else _loaded(lawbook)
        answers = book.screen(
            question, self._frame, columns=columns, facts=facts, known_on=known_on, default_day=default_day, scales=scales, values=values
        )
        told = answers.table()
        told = told.select([c for c in told.column_names if c != "source_line"])  # a frame has its own index
        told = told.rename_columns([prefix + c for c in told.column_names])
        taken = {str(c) for c in self._frame.columns}
        twice = [c for c in told.column_names if c in taken]
        if twice:
            raise BadValue(
                f"the frame already has the column `{twice[0]}`", hint='give the columns of the answer another name: `prefix="shidian_"`'
            )
        return self._beside(told)

    def _beside(self, told: pa.Table) -> Any:
        raise NotImplementedError


class _Pandas(_Accessor):
    """`DataFrame.shidian` of pandas; the index stays."""

    def _beside(self, told: pa.Table) -> Any:
        answers = told.to_pandas(date_as_object=False)
        answers.index = self._frame.index
        return _pandas().concat([self._frame, answers], axis="columns")


class _Polars(_Accessor):
    """`DataFrame.shidian` of Polars."""

    def _beside(self, told: pa.Table) -> Any:
        import polars as pl

        answers = pl.from_arrow(told)
        return self._frame.hstack(answers)


@lru_cache(maxsize=4)
def _loaded(folder: str | Path | None) -> Book:
    return load(folder)


def _pandas() -> Any:
    import pandas as pd  # type: ignore[import-untyped]

    return pd


def _offer() -> None:
    """Give the accessor to every library of the two that is here. Raises MissingExtra when none is."""
    offered = False
    with suppress(ImportError):
        _pandas().api.extensions.register_dataframe_accessor("shidian")(_Pandas)
        offered = True
    with suppress(ImportError):
        import polars as pl

        pl.api.register_dataframe_namespace("shidian")(_Polars)
        offered = True
    if not offered:
        raise MissingExtra("frames", "pandas")


_offer()
