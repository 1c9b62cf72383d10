"""Tables for the terminal, and the same rows as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from shidian.app.plain import to_json
from shidian.law.records import Label


def show(rows: Iterable[object], columns: Sequence[str], cells: Iterable[Sequence[object]], *, as_json: bool,
         lang: str, foot: str | None = None) -> None:
    """Print rows as JSON, or their cells as a table that fits the terminal."""
    if as_json:
        click.echo(to_json(list(rows)).decode())
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for i, column in enumerate(columns):
        table.add_column(column, no_wrap=i == 0, overflow="fold")
    count = 0
    for line in cells:
        table.add_row(*(cell(c, lang) for c in line))
        count += 1
    console = Console(highlight=False, soft_wrap=False)
    if count:
        console.print(table)
    console.print(f"\n{foot or count}" if foot else f"\n{count}", style="dim")


def cell(value: object, lang: str) -> str:
    """One value as text."""
    if value is None:
        return "–"
    if isinstance(value, Label):
        return value[lang]
    if isinstance(value, tuple | list):
        return ", ".join(cell(v, lang) for v in value) or "–"
    return str(value)
