"""`shidian desk import FILE`: a bureau's list into the desk, with a dry run, and the difference to the list of the quarter before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from shidian.cli.review import store_option
from shidian.cli.view import CommandView, view_options
from shidian.words.phrases import in_a_row, phrase


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--region", required=True, help="The region whose list it is.")
@click.option("--as", "login", help="The account that proposes; it needs the role of an editor there.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--before", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="The list of the quarter before: show what moved."
)
@store_option
@view_options
def import_list(
    file: Path, region: str, login: str | None, dry_run: bool, before: Path | None, store: str | None, view: CommandView
) -> None:
    """Read a list of items (XLSX, CSV, ODS): begin what is new, propose what differs, tell which rows cannot be read. Importing it again does nothing."""
    lang = view.lang
    from shidian.errors import DeskError
    from shidian.store.database import Database
    from shidian.tracking.importing import carry_out, preview, read_list
    from shidian.tracking.listing import quarters
    from shidian.visitors.keeper import programme_desk

    read = read_list(file)
    rows = read.rows
    if read.left:
        click.echo(phrase("desk_import_left", columns=in_a_row(read.left, lang))[lang], err=True)
    if before is not None:
        found = quarters(read_list(before).rows, rows)
        if view.json(found):
            return
        for q in found:
            if q.does != "same":
                click.echo(f"{phrase('quarter_' + q.does)[lang]}\t{q.number}\t{q.title}\t{q.before} → {q.after}")
        return
    if login is None:
        raise DeskError("say who proposes", hint="--as LOGIN, an editor of the region")
    desk = programme_desk(view.book, Database(store))
    actor = desk.people.acting(login)
    done = preview(desk, actor, region, rows) if dry_run else carry_out(desk, actor, region, rows, f"{file.name}")
    if not view.json(done):
        for row in done:
            if row.does == "error":
                click.echo(f"{phrase('listrow_line', line=str(row.line))[lang]}\t{row.title[:30]}\t{row.error}", err=True)
        counts = Counter(r.does for r in done)
        click.echo("\t".join(f"{phrase('listrow_' + name)[lang]} {counts[name]}" for name in ("begin", "change", "same", "error")))
    if any(r.does == "error" for r in done):
        raise DeskError("some rows were not taken", hint="mend them and import the list again: what was done is not done twice")
