"""`shidian lawbook`: check a lawbook, print its JSON Schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from shidian.cli.options import json_option
from shidian.law.folder import law_files, load_files, read_files
from shidian.law.location import default_folder
from shidian.law.schema import KIND_NAMES, schema_of

INVALID = 3


@click.group()
def lawbook() -> None:
    """Check the files of a lawbook, or print the schema they follow."""


@lawbook.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@json_option
def check(path: Path | None, as_json: bool) -> None:
    """Read every file of the lawbook at PATH and list every fault with file, line and column.

    Exit codes: 0 no fault, 3 faults.
    """
    folder = path or default_folder()
    files = law_files(folder)
    book, faults = read_files(files)
    if as_json:
        click.echo(
            json.dumps({"folder": str(folder), "files": len(files), "faults": [f._asdict() for f in faults]}, ensure_ascii=False, indent=2)
        )
    else:
        for fault in faults:
            click.echo(str(fault))
        if book is not None and not faults:
            provisions = sum(len(i.provisions) for i in book.instruments.values())
            click.echo(
                f"{len(files)} files: {len(book.instruments)} instruments, {provisions} provisions, "
                f"{len(book.rules)} rules, {len(book.gaps)} gaps, "
                f"{sum(len(c.cases) for c in book.cases)} worked cases; no fault"
            )
        else:
            click.echo(f"{len(faults)} fault{'' if len(faults) == 1 else 's'} in {len(files)} files", err=True)
    sys.exit(INVALID if faults else 0)


@lawbook.command()
@click.argument("kind", required=False, type=click.Choice(sorted(KIND_NAMES)))
@click.option("--lawbook", "folder", type=click.Path(path_type=Path), help="Folder of the lawbook whose ids the schema knows.")
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
        path.write_text(json.dumps(one, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        click.echo(str(path))
