"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
import sys
from itertools import pairwise
from pathlib import Path

import click

from shidian.compiled import today_in_china
from shidian.law.days import NotADay, read_day
from shidian.words.phrases import phrase

STOPPED = 130
"""The exit code of a command that Ctrl-C has stopped, as shells have it."""


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


facts_argument = click.argument("facts", nargs=-1, metavar="[FACT=VALUE]...")
lawbook_option = click.option(
    "--lawbook",
    "folder",
    type=click.Path(path_type=Path),
    envvar="SHIDIAN_LAWBOOK",
    help="Use this lawbook folder instead of the built-in one.",
)
own_lawbook_option = click.option(
    "--lawbook",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="SHIDIAN_LAWBOOK",
    help="The lawbook folder.",
)
"""Of the author's tools: the lawbook whose files are written; it has to be there."""
lang_option = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default=default_lang, help="Output language (default: that of the terminal)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
day_option = click.option(
    "--on", type=Day(), default=lambda: today_in_china().isoformat(), metavar="DAY", help="The day asked (default: today in China)."
)
known_on_option = click.option("--known-on", type=Day(), metavar="DAY", help="Only what had been published by this day counts.")
announced_option = click.option("--announced", is_flag=True, help="Also count what is only announced.")
map_option = click.option(
    "--map", "columns", multiple=True, metavar="FACT=COLUMN", help="Column that holds a fact, if its name is not that of the fact."
)
scale_option = click.option(
    "--scale", "scales", multiple=True, metavar="FACT=SCALE", help="Unit of a column: `fraction` (0.51 is 51 %), `percent`, 万人, 亿元."
)
