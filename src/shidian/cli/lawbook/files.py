"""`shidian lawbook format` and `shidian lawbook new`: files in one style, and the beginning of one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from shidian.cli.options import own_lawbook_option, told
from shidian.files import write_whole
from shidian.law.files import kind_of
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
