"""`shidian read FILE…`: what documents say that is known, new, wrong or disputed."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import click

from shidian.app.book import load
from shidian.app.plain import to_json, to_plain
from shidian.app.reading_desk import TOGETHER, Desk, Failed, files_under
from shidian.app.reading_page import reading_page
from shidian.app.reading_text import reading_text
from shidian.app.reading_view import report
from shidian.cli.options import Day, json_option, lang_option, lawbook_option
from shidian.errors import ShidianError
from shidian.ingest.extract import Reading
from shidian.reading.files import Said

PROGRESS = 100
"""So many documents pass between two lines of progress."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write the annotated documents to this page (never over another file).")
@click.option("--title", help="The title of the document, where the guess is wrong.")
@click.option("--publisher", help="Who published it.")
@click.option("--date", type=Day(), metavar="DAY", help="When it was published; days such as “the 21st” are counted from it.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="Its language, where the guess is wrong.")
@click.option("--all", "everything", is_flag=True, help="Show every row.")
@json_option
@lang_option
@lawbook_option
@click.pass_context
def read(ctx: click.Context, paths: tuple[Path, ...], page: Path | None, title: str | None, publisher: str | None, date: dt.date | None, language: str | None, everything: bool,
         as_json: bool, lang: str, folder: Path | None) -> None:
    """Read documents (text, Markdown, HTML, PDF, DOCX): findings with their spans, contradictions, what is new, what is unread.

    Up to 50 documents are compared with each other; more are read one by one, and `--json` then prints one line for each. Nothing is changed: what is
    read waits for a person's review.
    """
    said = Said(title, publisher, date, language)  # type: ignore[arg-type]
    desk = Desk(load(folder))
    todo = files_under(paths)
    first = list(itertools.islice(todo, TOGETHER + 1))
    if not first:
        raise click.UsageError("no file that can be read is in there")
    if (title or date) and len(first) > 1:
        raise click.UsageError("--title and --date are for one document")
    if len(first) > TOGETHER:
        if page is not None:
            raise click.UsageError(f"--html takes up to {TOGETHER} documents")
        ctx.exit(_one_by_one(desk, itertools.chain(first, todo), said, as_json))
    readings = [r for r in _told(desk.read_each(first, said)) if isinstance(r, Reading)]
    failed = len(first) - len(readings)
    if readings:
        comparison = desk.compare(readings)
        rows = report(desk.book.lawbook, comparison)
        if page is not None:
            _write(page, reading_page(desk.book.lawbook, rows, lang, {c.source: c.reading.document.text for c in comparison.documents}))
        if as_json:
            click.echo(to_json(rows).decode())
        elif page is None or everything:
            click.echo(reading_text(rows, lang, everything=everything))
        else:
            click.echo(str(page))
    if failed:
        ctx.exit(1)


def _told(results: Iterator[Reading | Failed]) -> Iterator[Reading | Failed]:
    """The results; those that failed are told on the error stream."""
    for result in results:
        if isinstance(result, Failed):
            click.echo(f"shidian: {result.name}: {result.error.code}: {result.error}", err=True)
        yield result


def _one_by_one(desk: Desk, paths: Iterator[Path], said: Said, as_json: bool) -> int:
    """Read any number of documents in constant memory. Returns the exit code."""
    import msgspec

    failed = 0
    for n, result in enumerate(_told(desk.read_each(paths, said)), 1):
        if isinstance(result, Failed):
            failed += 1
        else:
            rows = report(desk.book.lawbook, desk.compare([result]))
            document = rows.documents[0]
            if as_json:
                click.echo(msgspec.json.encode(to_plain(rows)).decode())
            else:
                grave = sum(c.side != "right" for c in rows.contradictions)
                click.echo(f"{document.name}  {len(document.findings)} findings  {grave} contradictions  {len(document.remarks)} remarks  {len(document.unread)} unread")
        if n % PROGRESS == 0:
            click.echo(f"{n} documents read, {failed} could not be", err=True)
    return 1 if failed else 0


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as kept:
            kept.write(text)
    except FileExistsError as error:
        raise ShidianError(f"{path} exists already", hint="name another file") from error
