"""`shidian export`: the lawbook as data for other programs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from shidian.book import load
from shidian.cli.options import day_option, json_option, lawbook_option

FORMATS = ("sqlite", "duckdb", "parquet", "csv", "jsonl", "jsonld", "akn", "xlsx", "conformance")


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="sqlite", show_default=True, help="The form of the files.")
@day_option
@json_option
@lawbook_option
def export(target: Path, form: str, on: dt.date, as_json: bool, folder: Path | None) -> None:
    """Write the lawbook into the new folder DIR: instruments, provisions, rules with scopes unrolled, tasks, claims, sources, worked cases,
    vocabularies. `jsonld` has the vocabularies as SKOS, `akn` the instruments as Akoma Ntoso, `conformance` the worked cases with whole
    decisions. Tasks have their stage of the day asked."""
    from shidian.export.write import export as write

    files = write(load(folder), form, target, on)
    if as_json:
        click.echo(json.dumps([f.as_posix() for f in files]))
        return
    for file in files:
        click.echo(f"{file}  {file.stat().st_size:,}")
