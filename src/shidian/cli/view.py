"""What every command takes that shows something of the lawbook (which lawbook, in which language, as text or as JSON), tables for the terminal, and the same
rows as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shidian.cli.options import json_option, lang_option, lawbook_option
from shidian.law.records.base import Label
from shidian.words.phrases import in_a_row, phrase
from shidian.words.plain import to_json

if TYPE_CHECKING:
    from shidian.book import Book


WIDEST = 44
"""Columns that a cell other than the first and last may take."""
PIPED = 160
"""The width of a table that is not shown on a terminal."""


class CommandView:
    """How a command shows what it found: `as_json`, `lang` (`en` or `zh`), and the lawbook of `folder`, read when it is first needed."""

    def __init__(self, as_json: bool, lang: str, folder: Path | None) -> None:
        self.as_json = as_json
        self.lang = lang
        self.folder = folder

    @cached_property
    def book(self) -> Book:
        """The lawbook. Raises LawbookError."""
        from shidian.book import load

        return load(self.folder)

    def json(self, found: object) -> bool:
        """Whether JSON is wanted; then it is printed."""
        if self.as_json:
            click.echo(to_json(found).decode())
        return self.as_json

    def show(self, rows: Iterable[object], columns: Sequence[str], cells: Iterable[Sequence[object]]) -> None:
        """Print rows as JSON, or their cells as a table with their number below it. `columns` are keys of headings."""
        if not self.json(list(rows)):
            self.table(columns, cells, foot=True)

    def table(self, columns: Sequence[str], cells: Iterable[Sequence[object]], *, foot: bool = False) -> None:
        """Print cells as a table that fits the terminal."""
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
        for i, column in enumerate(columns):
            last = i == len(columns) - 1
            table.add_column(
                phrase(f"col_{column}")[self.lang],
                no_wrap=i == 0,
                overflow="fold",
                ratio=1 if last else None,
                max_width=None if last or i == 0 else WIDEST,
            )
        for line in cells:
            table.add_row(*(cell(c, self.lang) for c in line))
        console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED)
        console.print(table if table.row_count else phrase("nothing_found")[self.lang])
        if foot and table.row_count:
            console.print(f"\n{phrase('total', count=str(table.row_count))[self.lang]}", style="dim")


def view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`, `--lang` and `--lawbook`, given to the command as its `view`."""

    @wraps(command)
    def viewed(*args: Any, as_json: bool, lang: str, folder: Path | None, **more: Any) -> Any:
        return command(*args, view=CommandView(as_json, lang, folder), **more)

    return json_option(lang_option(lawbook_option(viewed)))


def rows_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json` and `--lang`, given to a command that needs no lawbook as its `view`."""

    @wraps(command)
    def viewed(*args: Any, as_json: bool, lang: str, **more: Any) -> Any:
        return command(*args, view=CommandView(as_json, lang, None), **more)

    return json_option(lang_option(viewed))


def cell(value: object, lang: str) -> str:
    """One value as text."""
    if value is None:
        return "–"
    if isinstance(value, Label):
        return value[lang]
    if isinstance(value, tuple | list):
        return in_a_row((cell(v, lang) for v in value), lang) or "–"
    return str(value)
