"""`shidian procedure [ID]`: the check list and the due days of a pilot approval or a filing."""

from __future__ import annotations

import datetime as dt

import click

from shidian.catalogue.procedures import procedure_lines, procedure_on, procedures, read_events
from shidian.cli.options import day_option
from shidian.cli.view import CommandView, view_options
from shidian.words.phrases import word


@click.command()
@click.argument("id", required=False)
@click.option(
    "--event", "events", multiple=True, metavar="EVENT=DAY", help="What happened, such as received=2026-03-02. Repeatable, in order."
)
@day_option
@view_options
def procedure(id: str | None, events: tuple[str, ...], on: dt.date, view: CommandView) -> None:
    """Show a procedure: who supplies which paper by which provision, and when each step is due after what happened. Without ID, list them."""
    book = view.book.lawbook
    if id is None:
        rows = procedures(book)
        view.show(rows, ("procedure", "kind", "authority", "title"), ((r.procedure, word(r.kind), r.authority, r.title) for r in rows))
        return
    found = procedure_on(book, id, on, read_events(events))
    if view.json(found):
        return
    for line in procedure_lines(found, view.lang):
        click.echo(line)
