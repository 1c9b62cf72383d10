"""`shidian lawbook import-list`: the table of a published list becomes files that wait for review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import click

from shidian.cli.options import own_lawbook_option
from shidian.errors import needs
from shidian.law.folder import read_lawbook
from shidian.law.location import default_folder


@click.command("import-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "id", required=True, help="The id of the instrument; one that exists is taken the place of.")
@click.option(
    "--kind",
    type=click.Choice(["data", "negative"]),
    default="data",
    show_default=True,
    help="A data list, or a negative list of foreign investment.",
)
@click.option("--territory", required=True, help="Where it holds: an id of the vocabulary of territories.")
@click.option("--from", "effective", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day on which it holds.")
@click.option("--source", required=True, help="The id of the source: where the table was published.")
@click.option("--title", required=True, help="Its official title, in the language of the table.")
@click.option("--exported-from-there", is_flag=True, help="The list asks that the data leave from its territory.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the files into this folder, never over others.",
)
@own_lawbook_option
def import_list_command(
    file: Path,
    id: str,
    kind: Literal["data", "negative"],
    territory: str,
    effective: dt.datetime,
    source: str,
    title: str,
    exported_from_there: bool,
    output: Path,
    folder: Path | None,
) -> None:
    """Read the table of a list (DOCX, HTML, XLSX, ODS, CSV) into rules that wait for review.

    A data list has columns such as sector, scenario, class of data, volume and path, or one column for each path; a negative list has number,
    sector and item. Nothing is changed: review the files, then copy them into the lawbook.

    \b
    shidian lawbook import-list list.docx --as cn-example-list-2030 --territory shanghai \\
        --from 2030-01-01 --source cac-lists-page --title 示例清单 -o proposed
    shidian lawbook review proposed/*/*.yaml
    """
    with needs("read"):
        from shidian.review.list_import import import_list
        from shidian.review.list_rules import Imported
        from shidian.review.proposals import write
    where = folder or default_folder()
    list_ = Imported(id, territory, effective.date(), source, title, exported_from_there)
    proposal = import_list(read_lawbook(where), where, file, kind, list_)
    for path in write(proposal, output):
        click.echo(str(path))
    for note in proposal.notes:
        click.echo(note, err=True)
