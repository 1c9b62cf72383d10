"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from shidian.compiled import today_in_china
from shidian.law.days import NotADay, read_day
from shidian.words.phrases import phrase

F = TypeVar("F", bound=Callable[..., Any])
STOPPED = 130
"""The exit code of a command that Ctrl-C has stopped, as shells have it."""


def lawbook_option(command: F) -> F:
    """`--lawbook FOLDER`: another lawbook than the one that comes along."""
    return click.option(
        "--lawbook",
        "folder",
        type=click.Path(path_type=Path),
        default=None,
        envvar="SHIDIAN_LAWBOOK",
        help="Use this lawbook folder instead of the built-in one.",
    )(command)


def own_lawbook_option(command: F) -> F:
    """`--lawbook FOLDER` of the author's tools: the lawbook whose files are written; it has to be there."""
    return click.option(
        "--lawbook",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=None,
        envvar="SHIDIAN_LAWBOOK",
        help="The lawbook folder.",
    )(command)


def lang_option(command: F) -> F:
    """`--lang en|zh`."""
    return click.option(
        "--lang", type=click.Choice(["en", "zh"]), default=default_lang, help="Output language (default: that of the terminal)."
    )(command)


def json_option(command: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def default_lang() -> str:
    """Chinese when the terminal is Chinese, else English."""
    for name in ("SHIDIAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def spoken() -> str:
    """The language of this call, also where it is not read yet: that of `--lang`, else that of the terminal."""
    words = sys.argv[1:]
    said = [w.partition("=")[2] for w in words if w.startswith("--lang=")] + [b for a, b in pairwise(words) if a == "--lang"]
    return said[-1] if said and said[-1] in ("en", "zh") else default_lang()


def told(key: str, *, err: bool = False, **parts: str | int) -> None:
    """Print a phrase in the language of this call."""
    click.echo(phrase(key, **{name: str(part) for name, part in parts.items()})[spoken()], err=err)


def day_option(command: F) -> F:
    """`--on DAY`, today when left out."""
    return click.option(
        "--on", type=Day(), default=lambda: today_in_china().isoformat(), metavar="DAY", help="The day asked (default: today in China)."
    )(command)


ID = click.IntRange(1, 2**63 - 1)
"""A number under which the store keeps something: what every database can hold."""


class Day(click.ParamType[dt.date]):
    """A day, as it is written in a fact."""

    name = "day"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return read_day(value)
        except NotADay as error:
            self.fail(f"`{value}` is not a day; {error.why}", param, ctx)
