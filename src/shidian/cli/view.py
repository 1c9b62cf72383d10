"""What every command takes that shows something of the lawbook: which lawbook, in which language, as text or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shidian.cli.options import json_option, lang_option, lawbook_option
from shidian.cli.tables import show
from shidian.words.plain import to_json

if TYPE_CHECKING:
    from shidian.book import Book


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

    def show(self, rows: Iterable[object], columns: Sequence[str], cells: Iterable[Sequence[object]], *, foot: bool = True) -> None:
        """Print rows as JSON, or their cells as a table; see :func:`shidian.cli.tables.show`."""
        show(rows, columns, cells, as_json=self.as_json, lang=self.lang, foot=foot)


def view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`, `--lang` and `--lawbook`, given to the command as its `view`."""

    @wraps(command)
    def viewed(*args: Any, as_json: bool, lang: str, folder: Path | None, **more: Any) -> Any:
        return command(*args, view=CommandView(as_json, lang, folder), **more)

    return json_option(lang_option(lawbook_option(viewed)))
