"""Tables for the terminal, and the same rows as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from shidian.law.records.base import Label
from shidian.words.phrases import in_a_row, phrase
from shidian.words.plain import to_json

WIDEST = 44
"""Columns that a cell other than the first and last may take."""
PIPED = 160
"""The width of a table that is not shown on a terminal."""


def show(
    rows: Iterable[object], columns: Sequence[str], cells: Iterable[Sequence[object]], *, as_json: bool, lang: str, foot: bool = True
) -> None:
    """Print rows as JSON, or their cells as a table that fits the terminal. `columns` are keys of headings."""
    if as_json:
        click.echo(to_json(list(rows)).decode())
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for i, column in enumerate(columns):
        last = i == len(columns) - 1
        table.add_column(
            phrase(f"col_{column}")[lang],
            no_wrap=i == 0,
            overflow="fold",
            ratio=1 if last else None,
            max_width=None if last or i == 0 else WIDEST,
        )
    count = 0
    for line in cells:
        table.add_row(*(cell(c, lang) for c in line))
        count += 1
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED)
    if count:
        console.print(table)
    else:
        console.print(phrase("nothing_found")[lang])
    if foot and count:
        console.print(f"\n{phrase('total', count=str(count))[lang]}", style="dim")


def cell(value: object, lang: str) -> str:
    """One value as text."""
    if value is None:
        return "–"
    if isinstance(value, Label):
        return value[lang]
    if isinstance(value, tuple | list):
        return in_a_row((cell(v, lang) for v in value), lang) or "–"
    return str(value)
