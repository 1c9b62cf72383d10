"""`shidian screen`: a question put to every row of a file, with the answers written beside the rows."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shidian.cli.ask import parse_facts
from shidian.cli.options import STOPPED, known_on_option, map_option, scale_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue, needs
from shidian.words.phrases import in_a_row, phrase

if TYPE_CHECKING:
    from shidian.screening.asked import TableQuestion
    from shidian.screening.cells import Scale
    from shidian.screening.summary import Summary

SHOWN = 10
"""Lines of a table in the terminal; `--json` has them all."""
FEW_RULES = 4
"""Rules of one reason."""


@click.command()
@click.argument("question")
@click.argument("input", type=click.Path(path_type=Path), metavar="IN")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT", help="Output file: the rows with their answers."
)
@map_option
@click.option("--fact", "facts", multiple=True, metavar="FACT=VALUE", help="A fact with the same value in all rows.")
@click.option("--sql", metavar="SELECT", help="Screen the result of this query; a file that is not a database is the table `input`.")
@known_on_option
@click.option("--default-day", metavar="DAY", help="The day of rows that name none (`today`: in China). Without it they have no answer.")
@click.option("--open", "left_open", multiple=True, metavar="FACT", help="A fact without a column that stays open in all rows.")
@scale_option
@click.option(
    "--values",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What bad values mean: a table with fact, value, meant; kept for the next (`kept`: what was kept).",
)
@click.option(
    "--columns",
    "said_of_columns",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What is said of the columns: a table with does, fact, value; kept for such tables (`kept`: what was kept).",
)
@click.option("--bad-values", type=click.Path(path_type=Path), metavar="FILE", help="List the bad values here, to fill in for --values.")
@click.option("--ignore", "ignored", multiple=True, metavar="COLUMN", help="A column that means nothing here, and puts none in doubt.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text file, such as gb18030 (default: found).")
@click.option("--delimiter", metavar="CHAR", help="What parts the cells of a text file (default: found).")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook (default: found).")
@click.option("--header", type=int, metavar="ROW", help="The row with the headings, from 1 (default: found).")
@click.option("--links", metavar="ADDRESS", help="Give each row the address of its decision below this one, such as https://host/en.")
@click.option("--prefix", default="", metavar="TEXT", help="Prefix for the names of the new columns.")
@click.option("--force", is_flag=True, help="Overwrite OUT, and discard an unfinished run.")
@click.option("--resume", is_flag=True, help="Continue a stopped run.")
@view_options
def screen(
    question: str,
    input: Path,
    output: Path,
    columns: tuple[str, ...],
    facts: tuple[str, ...],
    sql: str | None,
    known_on: dt.date | None,
    default_day: str | None,
    left_open: tuple[str, ...],
    scales: tuple[str, ...],
    values: Path | None,
    said_of_columns: Path | None,
    bad_values: Path | None,
    ignored: tuple[str, ...],
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    header: int | None,
    links: str | None,
    prefix: str,
    force: bool,
    resume: bool,
    view: CommandView,
) -> None:
    """Answer QUESTION for every row of IN, and write the rows with their answers to OUT.

    IN is CSV, TSV, XLSX, ODS, Parquet, Arrow or JSON lines, or a DuckDB database with --sql; OUT one of these by its ending (not ODS).
    Encoding, delimiter, sheet and headings are found, or asked for. A column is a fact by its name, in English or Chinese, or by its
    values. A row that cannot be read has an error, and the others go on; blank lines, totals and notes are passed over and counted.

    \b
    shidian screen access firms.csv -o answers.csv --map share=持股比例 --fact on=2026-01-01
    shidian screen access firms.parquet -o answers.parquet --sql "select * from input where share > 0"
    """
    lang = view.lang
    with needs("screen"):
        from shidian.screening.asked import TableQuestion
        from shidian.screening.job import Job, as_said_before, ask_for_facts, choices_of, find_columns, open_job
        from shidian.screening.run import Stopped, screen_file
        from shidian.screening.values import (
            keep_choices,
            keep_values,
            kept_choices,
            kept_columns,
            kept_values,
            read_choices,
            read_values,
            write_values,
        )
    book = view.book
    if default_day == "today":
        default_day = book.today().isoformat()
    job = Job(
        question,
        input,
        output,
        _mapped(columns),
        parse_facts(facts),
        known_on,
        sql,
        encoding,
        prefix,
        force,
        resume,
        {"\\t": "\t", "tab": "\t"}.get(delimiter or "", delimiter),
        sheet,
        header,
        default_day,
        _scales(scales),
        {} if values is None else kept_values() if str(values) == "kept" else read_values(values),
        ignored,
        home=links.rstrip("/") if links else None,
        lang=lang,
    )
    try:
        names = open_job(book, job).schema.names
        before = kept_choices(question, names)
        if said_of_columns is not None:
            before = before if str(said_of_columns) == "kept" else read_choices(said_of_columns, question, names)
            job, more = as_said_before(job, before)
            left_open = tuple(dict.fromkeys((*left_open, *more)))
        elif set(before) - set(choices_of(job, left_open)):
            click.echo(phrase("columns_kept", file=str(kept_columns()))[lang], err=True)
        ask_for_facts(find_columns(book, job), {*left_open, *({"on"} if default_day is not None else ())})
        with _progress(lang) as told:
            summary = screen_file(book, job, told)
    except Stopped as stopped:
        click.echo("\n" + phrase("stopped_after", rows=f"{stopped.rows:,}")[lang], err=True)
        if stopped.resumable:
            click.echo(phrase("how_to_resume")[lang], err=True)
        sys.exit(STOPPED)
    except TableQuestion as asked:
        raise TableQuestion(asked.message, hint=_as_options(asked)) from None
    keep_values(job.values)
    keep_choices(question, names, choices_of(job, left_open))
    kept = kept_values() if values is None else {}
    known = sum((w.fact, w.value) in kept for w in summary.bad_values)
    if known:
        click.echo(phrase("values_kept", count=str(known))[lang], err=True)
    if bad_values is not None:
        write_values(book, job.question, summary.bad_values, bad_values, kept)
    if not view.json(summary):
        _show(summary, view)


def _as_options(asked: TableQuestion) -> str | None:
    """The hint of a question, and the options that give its answers."""
    options = {"column": "--map", "scale": "--scale", "ignore": "--ignore", "open": "--open", "sheet": "--sheet"}
    said = [f"{options[c.does]} {shlex.quote('='.join(w for w in (c.fact, c.value) if w))}" for c in asked.choices]
    said += [f"--fact {c.fact}=…" for c in asked.choices if c.does == "open"]
    hint = asked.hint if asked.hint and not (said and asked.hint.startswith("say which")) else None  # the options say it
    return "; ".join(filter(None, (hint, f"options: {' | '.join(said)}" if said else None)))


def _scales(words: tuple[str, ...]) -> dict[str, Scale]:
    out: dict[str, Scale] = {}
    for word in words:
        fact, equals, scale = word.partition("=")
        if not equals or fact in out:
            raise BadValue(
                f"`{word}` is no scale", hint="write share=fraction (0.51 is 51 %), share=percent (0.51 is 0.51 %), or persons=万人"
            )
        out[fact] = scale
    return out


def _mapped(words: tuple[str, ...]) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for word in words:
        fact, equals, column = word.partition("=")
        if not (fact and equals):
            raise BadValue(f"`{word}` is not a mapping", hint="write it as fact=column, such as share=持股比例; fact= for no column")
        if fact in out:
            raise BadValue(f"`{fact}` is mapped twice")
        out[fact] = column or None
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


def _show(found: Summary, view: CommandView) -> None:
    from shidian.screening.summary import hidden_said

    lang = view.lang
    click.secho(
        phrase("screened_rows", rows=f"{found.rows:,}", output=found.output, seconds=f"{found.seconds:.1f}")[lang] + "\n", bold=True
    )
    for mapped in found.found.mapped:
        how = phrase(f"column_{mapped.how}")[lang]
        click.echo(f"  {mapped.fact} ← {mapped.column}  ({how}; {', '.join(mapped.samples)})")
    if found.found.unused:
        unused = (f"{c} ({fact}?)" if fact else c for c, fact in found.found.unused)
        click.echo("  " + phrase("columns_unused", names=in_a_row(unused, lang))[lang])
    if found.found.without:
        click.echo("  " + phrase("facts_without_column", names=in_a_row(found.found.without, lang))[lang])
    for said in hidden_said(found.hidden):
        click.echo("  " + said[lang])
    if found.passed:
        passed = (f"{phrase('passed_' + kind)[lang]} {p.rows:,} ({', '.join(map(str, p.examples))})" for kind, p in found.passed.items())
        click.echo("  " + phrase("lines_passed_over", kinds="; ".join(passed))[lang])
    click.echo()
    outcomes = sorted(found.outcomes, key=lambda o: -found.outcomes[o])
    names = {o: phrase("cannot_be_read") if o == "error" else found.outcome_names[o] for o in outcomes}
    total = found.rows or 1
    counts = ((names[o], f"{found.outcomes[o]:,}", f"{100 * found.outcomes[o] / total:.1f} %") for o in outcomes)
    view.table(("outcome", "table_rows", "percent"), counts)
    for by in found.by:
        click.secho("\n" + phrase("outcomes_by", fact=by.label)[lang], bold=True)
        cells = (
            (row.label, f"{row.rows:,}", "; ".join(f"{names[o][lang]} {n:,}" for o, n in sorted(row.outcomes.items(), key=lambda x: -x[1])))
            for row in by.values[:SHOWN]
        )
        view.table(("fact_value", "table_rows", "outcomes"), cells)
        _more(len(by.values), lang)
    if found.reasons:
        click.secho("\n" + phrase("frequent_reasons")[lang], bold=True)
    for reason in found.reasons[:SHOWN]:
        because = f": {reason.because_label[lang]}" if reason.because_label else ""
        click.echo(f"  {reason.rows:>12,}  {reason.outcome_label[lang]}{because}  [{reason.code}]")
        for rule in reason.rules[:FEW_RULES]:
            click.secho(f"                {rule.title[lang]}, {rule.provision[lang]}: {rule.summary[lang]}", dim=True)
        _more(len(reason.rules), lang, FEW_RULES, " " * 16)
    _more(len(found.reasons), lang)
    if found.errors:
        click.secho("\n" + phrase("rows_not_read")[lang], bold=True)
        errors = (
            (e.code, f"{e.rows:,}", in_a_row(map(str, e.examples), lang), e.message or phrase("many_messages")[lang])
            for e in found.errors[:SHOWN]
        )
        view.table(("error_code", "table_rows", "row_numbers", "message"), errors)
        _more(len(found.errors), lang)
    if found.bad_kinds:
        kinds = in_a_row([f"{fact} {count:,}" for fact, count in sorted(found.bad_kinds.items())], lang)
        click.echo("  " + phrase("values_not_read", kinds=kinds)[lang])


def _more(count: int, lang: str, shown: int = SHOWN, indent: str = "  ") -> None:
    if count > shown:
        click.secho(indent + phrase("more_follow", count=f"{count - shown:,}")[lang], dim=True)
