"""`shidian screen`: a question put to every row of a file, with the answers written beside the rows."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shidian.book import load
from shidian.cli.ask import parse_facts
from shidian.cli.options import Day, json_option, lang_option, lawbook_option
from shidian.cli.tables import show
from shidian.errors import BadValue, MissingExtra
from shidian.words.phrases import phrase

if TYPE_CHECKING:
    from shidian.screening.summary import Summary

STOPPED = 130
SHOWN = 10
"""Lines of a table in the terminal; `--json` has them all."""


@click.command()
@click.argument("question")
@click.argument("input", type=click.Path(path_type=Path), metavar="IN")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT", help="Output file: the rows with their answers."
)
@click.option(
    "--map", "columns", multiple=True, metavar="FACT=COLUMN", help="Column that holds a fact, if its name is not that of the fact."
)
@click.option("--fact", "facts", multiple=True, metavar="FACT=VALUE", help="A fact with the same value in all rows.")
@click.option("--sql", metavar="SELECT", help="Screen the result of this query; a file that is not a database is the table `input`.")
@click.option("--known-on", type=Day(), metavar="DAY", help="Only what had been published by this day counts.")
@click.option("--encoding", default="utf-8", metavar="NAME", help="Encoding of a CSV file, such as gb18030 (default: utf-8).")
@click.option("--prefix", default="", metavar="TEXT", help="Prefix for the names of the new columns.")
@click.option("--force", is_flag=True, help="Overwrite OUT, and discard an unfinished run.")
@click.option("--resume", is_flag=True, help="Continue a stopped run.")
@json_option
@lang_option
@lawbook_option
def screen(
    question: str,
    input: Path,
    output: Path,
    columns: tuple[str, ...],
    facts: tuple[str, ...],
    sql: str | None,
    known_on: dt.date | None,
    encoding: str,
    prefix: str,
    force: bool,
    resume: bool,
    as_json: bool,
    lang: str,
    folder: Path | None,
) -> None:
    """Answer QUESTION for every row of IN, and write the rows with their answers to OUT.

    Files are CSV, TSV, Parquet, Arrow or JSON lines by their ending; IN may also be a DuckDB database, with --sql. A column that
    carries the name of a fact, in English or Chinese, is that fact. A row that cannot be read has an error, and the others go on.

    \b
    shidian screen access firms.csv -o answers.csv --map share=持股比例 --fact on=2026-01-01
    shidian screen access firms.parquet -o answers.parquet --sql "select * from input where share > 0"
    """
    try:
        from shidian.screening.run import Job, Stopped, screen_file
    except ImportError as error:
        raise MissingExtra("screen", error.name or "") from error
    book = load(folder)
    job = Job(question, input, output, _mapped(columns), parse_facts(facts), known_on, sql, encoding, prefix, force, resume)
    try:
        with _progress(lang) as told:
            summary = screen_file(book, job, told)
    except Stopped as stopped:
        click.echo("\n" + phrase("stopped_after", rows=f"{stopped.rows:,}")[lang], err=True)
        if stopped.resumable:
            click.echo(phrase("how_to_resume")[lang], err=True)
        sys.exit(STOPPED)
    if as_json:
        click.echo(summary.to_json().decode())
    else:
        _show(summary, lang)


def _mapped(words: tuple[str, ...]) -> dict[str, str]:
    out: dict[str, str] = {}
    for word in words:
        fact, equals, column = word.partition("=")
        if not (fact and equals and column):
            raise BadValue(f"`{word}` is not a mapping", hint="write it as fact=column, such as share=持股比例")
        if fact in out:
            raise BadValue(f"`{fact}` is mapped twice")
        out[fact] = column
    return out


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[int, int, int | None], None]]:
    """A bar with rate and time left, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.fields[said]}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, said=phrase("starting")[lang])
        first: list[int] = []

        def told(rows: int, position: int, size: int | None) -> None:
            first[:] = first or [rows]
            elapsed = bar.tasks[0].elapsed or 1e-9
            said = phrase("rows_so_far", rows=f"{rows:,}", rate=f"{(rows - first[0]) / elapsed:,.0f}")[lang]
            bar.update(task, completed=position if size else 0, total=size, said=said)

        yield told


def _show(found: Summary, lang: str) -> None:
    click.secho(
        phrase("screened_rows", rows=f"{found.rows:,}", output=found.output, seconds=f"{found.seconds:.1f}")[lang] + "\n", bold=True
    )
    outcomes = sorted(found.outcomes, key=lambda o: -found.outcomes[o])
    names = {o: phrase("cannot_be_read") if o == "error" else found.outcome_names[o] for o in outcomes}
    total = found.rows or 1
    show(
        outcomes,
        ("outcome", "table_rows", "percent"),
        ((names[o], f"{found.outcomes[o]:,}", f"{100 * found.outcomes[o] / total:.1f} %") for o in outcomes),
        as_json=False,
        lang=lang,
        foot=False,
    )
    for by in found.by:
        click.secho("\n" + phrase("outcomes_by", fact=by.label)[lang], bold=True)
        cells = (
            (row.label, f"{row.rows:,}", "; ".join(f"{names[o][lang]} {n:,}" for o, n in sorted(row.outcomes.items(), key=lambda x: -x[1])))
            for row in by.values[:SHOWN]
        )
        show(by.values[:SHOWN], ("fact_value", "table_rows", "outcomes"), cells, as_json=False, lang=lang, foot=False)
        _more(len(by.values), lang)
    if found.reasons:
        click.secho("\n" + phrase("frequent_reasons")[lang], bold=True)
    for reason in found.reasons[:SHOWN]:
        because = f": {reason.because_label[lang]}" if reason.because_label else ""
        click.echo(f"  {reason.rows:>12,}  {reason.outcome_label[lang]}{because}  [{reason.code}]")
        for rule in reason.rules:
            click.secho(f"                {rule.title[lang]}, {rule.provision[lang]}: {rule.summary[lang]}", dim=True)
    _more(len(found.reasons), lang)
    if found.errors:
        click.secho("\n" + phrase("rows_not_read")[lang], bold=True)
        errors = (
            (e.code, f"{e.rows:,}", ", ".join(map(str, e.examples)), e.message or phrase("many_messages")[lang])
            for e in found.errors[:SHOWN]
        )
        show(found.errors[:SHOWN], ("error_code", "table_rows", "row_numbers", "message"), errors, as_json=False, lang=lang, foot=False)
        _more(len(found.errors), lang)


def _more(count: int, lang: str) -> None:
    if count > SHOWN:
        click.secho("  " + phrase("more_follow", count=f"{count - SHOWN:,}")[lang], dim=True)
