"""`shidian lawbook`: the editor's commands. Check a lawbook, lock its answers, print its schema, review a change."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from shidian.analysis.lock.lock import FILE, SectionChange, changes, lock_text, read_lock, sections
from shidian.analysis.lock.review import MOST_DAYS, review
from shidian.analysis.lock.review_text import as_markdown, as_text, review_lines
from shidian.cli.lawbook.files import format_command, import_list_command, new_command
from shidian.cli.options import json_option, spoken, told
from shidian.compiled import CompiledLaw
from shidian.errors import LawbookError
from shidian.files import MEGABYTE, read_within, write_whole
from shidian.law.files import LawFile, law_files
from shidian.law.folder import drafted, load_files, read_files, read_lawbook
from shidian.law.location import default_folder
from shidian.law.schema import KIND_NAMES, schema_of
from shidian.words.refusals import fault_said

INVALID = 3
MOST_SHOWN = 40
"""Sections of the lock whose difference is printed."""


@click.group()
def lawbook() -> None:
    """Check the files of a lawbook, lock its answers, or print the schema they follow."""


@lawbook.command()
@click.argument("path", required=False, envvar="SHIDIAN_LAWBOOK", type=click.Path(path_type=Path))
@click.option("--answers", is_flag=True, help=f"Also hold the answers against `{FILE}`.")
@json_option
def check(path: Path | None, answers: bool, as_json: bool) -> None:
    """Read every file of the lawbook at PATH and list every fault with file, line and column.

    With --answers it is also a fault when a rule says or answers something else than answers.lock has on record.

    Exit codes: 0 no fault, 3 faults.
    """
    folder = path or default_folder()
    files = law_files(folder)
    book, faults = read_files(files)
    changed = _changed(folder, CompiledLaw(book)) if answers and book is not None and not faults else ()
    if as_json:
        found = {"folder": str(folder), "files": len(files), "faults": [f._asdict() for f in faults]}
        if answers:
            found["answers"] = [{"section": c.section, "left": c.left, "came": c.came} for c in changed]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        sys.exit(INVALID if faults or changed else 0)
    for fault in faults:
        click.echo(fault_said(fault, spoken()))
    if book is None or faults:
        told("terminal_fault" if len(faults) == 1 else "terminal_faults", err=True, faults=str(len(faults)), files=str(len(files)))
        sys.exit(INVALID)
    provisions = sum(len(i.provisions) for i in book.instruments.values())
    told(
        "terminal_no_fault",
        files=len(files),
        instruments=len(book.instruments),
        provisions=provisions,
        rules=len(book.rules),
        gaps=len(book.gaps),
        cases=sum(len(c.cases) for c in book.cases),
    )
    if changed:
        _show(changed)
        told("terminal_lock_differs", err=True, file=FILE)
        sys.exit(INVALID)
    if answers:
        told("terminal_lock_fits", file=FILE)


def _changed(folder: Path, law: CompiledLaw) -> tuple[SectionChange, ...]:
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise click.ClickException(f"there is no {path}; make it with `shidian lawbook lock`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path} cannot be read: {error}") from None
    return changes(read_lock(text), sections(law))


def _show(changed: tuple[SectionChange, ...]) -> None:
    for change in changed[:MOST_SHOWN]:
        click.secho(change.section, bold=True)
        for line in change.left:
            click.secho(f"  - {line}", fg="red")
        for line in change.came:
            click.secho(f"  + {line}", fg="green")
    if len(changed) > MOST_SHOWN:
        told("more_follow", count=str(len(changed) - MOST_SHOWN))


@lawbook.command()
@click.argument("path", required=False, envvar="SHIDIAN_LAWBOOK", type=click.Path(path_type=Path))
def lock(path: Path | None) -> None:
    """Take the answers of the lawbook at PATH over into answers.lock, and print what changed.

    The lock says in words what every rule says and what it answers at its boundaries. Read what is printed: it is what you sign.
    """
    folder = path or default_folder()
    try:
        law = CompiledLaw(read_lawbook(folder))
    except LawbookError as error:
        raise click.ClickException(f"the lawbook has faults; run `shidian lawbook check {folder}`") from error
    found, file = sections(law), folder / FILE
    if file.is_file():
        _show(changes(read_lock(file.read_text(encoding="utf-8")), found))
    write_whole(file, lock_text(found))
    told("terminal_sections", file=str(file), count=str(len(found)))


@lawbook.command()
@click.argument("kind", required=False, type=click.Choice(sorted(KIND_NAMES)))
@click.option(
    "--lawbook",
    "folder",
    envvar="SHIDIAN_LAWBOOK",
    type=click.Path(path_type=Path),
    help="Folder of the lawbook whose ids the schema knows.",
)
@click.option("--shapes", is_flag=True, help="Shapes only, without the ids of a lawbook.")
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="Write KIND.schema.json into this folder.")
def schema(kind: str | None, folder: Path | None, shapes: bool, out: Path | None) -> None:
    """Print the JSON Schema of one KIND of file, or of all of them.

    The schema knows every id of the lawbook: an editor completes them and marks a wrong one.
    """
    records = () if shapes else [item.record for item in load_files(law_files(folder or default_folder()))[0]]
    found = {name: schema_of(name, records) for name in ([kind] if kind else sorted(KIND_NAMES))}
    if out is None:
        click.echo(json.dumps(found[kind] if kind else found, ensure_ascii=False, indent=2))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, one in found.items():
        path = out / f"{name}.schema.json"
        write_whole(path, json.dumps(one, ensure_ascii=False, indent=1) + "\n")
        click.echo(str(path))


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


for command in (review_command, import_list_command, format_command, new_command):
    lawbook.add_command(command)
