"""`shidian lawbook review`: a change of the law as a reviewer reads it."""

from __future__ import annotations

from pathlib import Path

import click

from shidian.analysis.lock.review import MOST_DAYS, review
from shidian.analysis.lock.review_text import as_markdown, as_text, review_lines
from shidian.compiled import CompiledLaw
from shidian.files import MEGABYTE, read_within
from shidian.law.files import LawFile
from shidian.law.folder import drafted, read_lawbook
from shidian.law.location import default_folder


@click.command("review")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--against", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The lawbook folder as it was before.")
@click.option("--lawbook", "folder", envvar="SHIDIAN_LAWBOOK", type=click.Path(path_type=Path), help="The lawbook folder as it is now.")
@click.option(
    "--days", default=MOST_DAYS, show_default=True, type=click.IntRange(0, 50), help="Days on which the cases are compared, beside today."
)
@click.option("--markdown", is_flag=True, help="Write Markdown, for a pull request.")
def review_command(files: tuple[Path, ...], against: Path | None, folder: Path | None, days: int, markdown: bool) -> None:
    """Show provisions and their rules in words, in both languages, and the cases whose answer changes.

    \b
    shidian lawbook review lawbook/instruments/cn-x.yaml        rules in words, answers at their boundaries
    shidian lawbook review draft.yaml                           the same, and what the draft changes
    shidian lawbook review --against ../before/lawbook          everything that differs
    """
    now = folder or default_folder()
    drafts: list[LawFile] = []
    names: list[str] = []
    for file in files:
        inside = file.resolve().is_relative_to(now.resolve())
        name = file.resolve().relative_to(now.resolve()).as_posix() if inside else ""
        draft = drafted(file.name, read_within(file, 16 * MEGABYTE)) if not inside else LawFile(name, b"")
        if draft is None:
            raise click.BadParameter(f"{file} has the keys of no kind of lawbook file", param_hint="FILES")
        if not inside:
            drafts.append(draft)
        if draft.name.startswith("instruments/"):
            names.append(Path(draft.name).stem)
    new = CompiledLaw(read_lawbook(now, drafts))
    old = CompiledLaw(read_lawbook(against)) if against is not None else CompiledLaw(read_lawbook(now)) if drafts else None
    if old is None and not names:
        raise click.UsageError("name the file of an instrument, or the lawbook as it was before (--against FOLDER)")
    lines = review_lines(new, review(new, tuple(names), old, days))
    click.echo((as_markdown if markdown else as_text)(lines), nl=False)
