"""`shidian timeline` and `shidian matrix`: one case over all days, and two facts against each other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from shidian.analysis.matrix import Matrix
from shidian.analysis.shown import view_label
from shidian.cli.ask import parse_facts
from shidian.cli.options import Day, announced_option, facts_argument, known_on_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import BadValue
from shidian.words.labels import cited
from shidian.words.phrases import phrase


@click.command()
@click.argument("question")
@facts_argument
@click.option("--since", type=Day(), metavar="DAY", help="First day (default: 2019-01-01).")
@known_on_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Draw it into a .svg or .png file.")
@view_options
def timeline(
    question: str, facts: tuple[str, ...], since: dt.date | None, known_on: dt.date | None, output: Path | None, view: CommandView
) -> None:
    """Show every interval of the answer to a case, with the provisions that begin it.

    \b
    shidian timeline access activity=idc territory=lingang origin=DE share=100
    """
    lang = view.lang
    book = view.book
    found = book.timeline(question, parse_facts(facts), since=since, known_on=known_on)
    if output is not None:
        from shidian.analysis.plots import draw_timeline

        draw_timeline(found, book.question(question), lang, output)
        click.echo(phrase("written_to", file=str(output))[lang], err=True)
    if view.json(found):
        return
    declared = book.question(question)
    lines = []
    for interval in found.intervals:
        ahead = interval.announced
        lines.append(
            (
                interval.start,
                interval.until,
                view_label(declared, interval.in_force),
                view_label(declared, ahead) if ahead != interval.in_force else None,
                tuple(dict.fromkeys(cited(r.title, r.provision) for r in (*interval.began, *interval.announced_began))),
            )
        )
    view.table(("from", "until", "in_force", "announced_also", "begun_by"), lines)
    click.secho("\n" + phrase("known_until", day=found.last_change.isoformat())[lang], dim=True)


@click.command()
@click.argument("question")
@facts_argument
@click.option("--rows", default="activity", show_default=True, help="The fact of the rows.")
@click.option("--columns", default="territory", show_default=True, help="The fact of the columns.")
@click.option("--on", type=Day(), metavar="DAY", help="The day asked (default: today).")
@click.option("--show", "shows", type=click.Choice(["outcome", "ceiling"]), default="outcome", help="What the cells show.")
@announced_option
@known_on_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one line for each cell.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Draw a heat map into a .svg or .png file.")
@view_options
def matrix(
    question: str,
    facts: tuple[str, ...],
    rows: str,
    columns: str,
    on: dt.date | None,
    shows: str,
    announced: bool,
    known_on: dt.date | None,
    as_csv: bool,
    output: Path | None,
    view: CommandView,
) -> None:
    """Show the answers by two facts. Values with the same answers share a row or column.

    \b
    shidian matrix access activity=telecom origin=DE share=100 --on 2025-06-01 --rows activity --columns territory
    """
    lang = view.lang
    book = view.book
    given = parse_facts(facts)
    if on is not None:
        if "on" in given:
            raise BadValue("`on` is given twice", hint="give it once")
        given["on"] = on.isoformat()
    found = book.matrix(
        question,
        given,
        rows=rows,
        columns=columns,
        shows="ceiling" if shows == "ceiling" else "outcome",
        reading="announced" if announced else "in_force",
        known_on=known_on,
    )
    if output is not None:
        from shidian.analysis.plots import draw_matrix

        draw_matrix(found, book.question(question), lang, output)
        click.echo(phrase("written_to", file=str(output))[lang], err=True)
    if view.json(found):
        return
    if as_csv:
        click.echo(found.to_csv(lang), nl=False)
    elif output is None:
        _print(found, lang)


MANY = 8
"""Columns from which on a cell shows a letter."""


def _print(found: Matrix, lang: str) -> None:
    """The table; many columns are numbered, their cells lettered, with a key below."""
    from rich.console import Console
    from rich.table import Table

    many = len(found.columns) > MANY
    answers = list(dict.fromkeys(n[lang] for names in found.names for n in names))
    letters = dict(zip(answers, (chr(97 + i) if i < 26 else str(i) for i in range(len(answers))), strict=True))
    numbered = len(found.columns) > 3
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(found.rows[0].fact_label[lang] if found.rows else "", overflow="fold", max_width=44)
    for i, column in enumerate(found.columns, 1):
        table.add_column(f"{i}" if numbered else column.label[lang], overflow="fold", justify="right" if many else "left")
    for row, names in zip(found.rows, found.names, strict=True):
        table.add_row(row.label[lang], *(letters[n[lang]] if many else n[lang] for n in names))
    console = Console(highlight=False, width=None if console_is_terminal() else 200)
    console.print(table)
    if many:
        console.print("\n" + "\n".join(f"{letter}  {answer}" for answer, letter in letters.items()))
    if numbered:
        console.print()
        for i, column in enumerate(found.columns, 1):
            console.print(f"{i:>2}  {column.label[lang]}", style="dim")


def console_is_terminal() -> bool:
    """Whether somebody looks at a terminal."""
    import sys

    return sys.stdout.isatty()
