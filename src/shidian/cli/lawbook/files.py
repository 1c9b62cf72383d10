"""`shidian lawbook format`, `new` and `import-list`: files in one style, the beginning of one, and those that the table of a published list comes to."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import click

from shidian.cli.options import own_lawbook_option, told
from shidian.errors import needs
from shidian.files import write_whole
from shidian.law.files import kind_of
from shidian.law.folder import read_lawbook
from shidian.law.location import default_folder
from shidian.law.scaffold import SCAFFOLDS, scaffold
from shidian.law.style import Unformatted, formatted

UNLIKE = 3


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@own_lawbook_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say which files are not in style.")
def format_command(paths: tuple[Path, ...], folder: Path | None, only_check: bool) -> None:
    """Put lawbook files (all, or those of PATHS) into the one style: order of keys, indentation, quotation marks.

    Comments are kept, and what a file says never changes. Exit codes: 0 in style, 3 some file is not, or has faults.
    """
    root = (folder or default_folder()).resolve()
    unlike = bad = 0
    for path in _files(paths or (root,)):
        try:
            name = path.resolve().relative_to(root).as_posix()
        except ValueError:
            raise click.BadParameter(f"{path} is not in the lawbook {root}; name its folder with --lawbook", param_hint="PATHS") from None
        kind = kind_of(name)
        if kind is None:
            continue
        try:
            text = path.read_text(encoding="utf-8")
            new = formatted(text, kind)
        except (Unformatted, UnicodeDecodeError) as error:
            click.echo(f"{name}: {error}", err=True)
            bad += 1
            continue
        if new == text:
            continue
        unlike += 1
        told("terminal_not_in_style" if only_check else "terminal_put_into_style", file=name)
        if not only_check:
            write_whole(path, new)
    if only_check and unlike:
        told("terminal_run_format", err=True)
    sys.exit(UNLIKE if bad or (only_check and unlike) else 0)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else (path,)


@click.command("new")
@click.argument("kind", type=click.Choice(sorted(SCAFFOLDS)))
@click.argument("id")
@own_lawbook_option
def new_command(kind: str, id: str, folder: Path | None) -> None:
    """Begin a file: an instrument of KIND (notice, plan, statute, …), worked `cases` of a question, or `sources`.

    \b
    shidian lawbook new notice cn-example-notice-2030
    shidian lawbook new cases access/example
    """
    name, text = scaffold(kind, id)
    path = (folder or default_folder()) / name
    if path.exists():
        raise click.ClickException(f"{path} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
    told("terminal_fill_in", file=str(path))


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
