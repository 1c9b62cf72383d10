"""`shidian read FILE…`: what documents say that is known, new, wrong or disputed."""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shidian.cli.options import ID, Day, spoken, told
from shidian.cli.review import open_desk, store_option
from shidian.cli.view import CommandView, view_options
from shidian.errors import DocumentError, ShidianError
from shidian.words.phrases import phrase
from shidian.words.plain import to_json, to_plain
from shidian.words.refusals import refusal_in

if TYPE_CHECKING:  # reading needs libraries of an extra; other commands start without them
    from shidian.documents.formats.files import SelfDescription
    from shidian.documents.grammar.extract import Extractor, Reading
    from shidian.documents.reader import FailedFile, Reader
    from shidian.review.queue import NewVersion, ReviewDesk

PROGRESS = 100
"""So many documents pass between two lines of progress."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the annotated documents as an HTML page (never overwrites).",
)
@click.option("--title", help="Title of the document, if the guess is wrong.")
@click.option("--publisher", help="Who published it.")
@click.option("--date", type=Day(), metavar="DAY", help="Day of publication; days such as “the 21st” are resolved with it.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="Its language, if the guess is wrong.")
@click.option("--all", "everything", is_flag=True, help="Show every row.")
@click.option("--save", is_flag=True, help="Save document and findings in the store, for review.")
@click.option(
    "--replaces",
    type=ID,
    metavar="ID",
    help="With --save: this is a new version of that document; its reviews are carried over where the text is unchanged.",
)
@click.option("--model", metavar="NAME", help="Also ask this language model; its findings carry its name and need review like all others.")
@click.option(
    "--model-url",
    metavar="URL",
    envvar="SHIDIAN_MODEL_URL",
    help="Its OpenAI-compatible endpoint, such as http://localhost:8000/v1; the key is taken from SHIDIAN_MODEL_KEY.",
)
@store_option
@view_options
@click.pass_context
def read(
    ctx: click.Context,
    paths: tuple[Path, ...],
    page: Path | None,
    title: str | None,
    publisher: str | None,
    date: dt.date | None,
    language: str | None,
    everything: bool,
    save: bool,
    replaces: int | None,
    model: str | None,
    model_url: str | None,
    store: str | None,
    view: CommandView,
) -> None:
    """Read documents (text, Markdown, HTML, PDF, DOCX, XLSX): findings with their spans, contradictions, what is new, what is unread.

    A folder stands for the documents in it. Up to 50 documents are compared with each other; more are read one by one, `--json` then prints one line for
    each, and with `--save` those that the store has already are passed over. Nothing but the store is changed: what is read waits for a person's review.
    """
    from shidian.documents.formats.files import SelfDescription
    from shidian.documents.reader import TOGETHER, Reader, files_under

    said = SelfDescription(title, publisher, date, language)  # type: ignore[arg-type]
    desk = Reader(view.book, _models(model, model_url))
    todo = files_under(paths)
    first = list(itertools.islice(todo, TOGETHER + 1))
    if not first:
        raise click.UsageError("no document that can be read is in there")
    if (title or date or replaces is not None) and len(first) > 1:
        raise click.UsageError("--title, --date and --replaces are for one document")
    if replaces is not None and not save:
        raise click.UsageError("--replaces goes with --save")
    shelf = open_desk(store) if save else None
    if len(first) > TOGETHER:
        if page is not None:
            raise click.UsageError(f"--html takes up to {TOGETHER} documents")
        ctx.exit(_one_by_one(desk, itertools.chain(first, todo), said, shelf, as_json=view.as_json))
    if not _together(desk, first, said, shelf, replaces, page, as_json=view.as_json, everything=everything, lang=view.lang):
        ctx.exit(1)


def _models(model: str | None, url: str | None) -> list[Extractor]:
    if model is None:
        return []
    if url is None:
        raise click.UsageError("--model goes with --model-url")
    from shidian.documents.formats.language_model import LanguageModel

    return [LanguageModel(url, model, os.environ.get("SHIDIAN_MODEL_KEY", "none"))]


def _together(
    desk: Reader,
    paths: list[Path],
    said: SelfDescription,
    shelf: ReviewDesk | None,
    replaces: int | None,
    page: Path | None,
    *,
    as_json: bool,
    everything: bool,
    lang: str,
) -> bool:
    """Read some documents, compare them with each other and print the report. Whether all could be read."""
    from shidian.documents.grammar.extract import Reading
    from shidian.documents.page import reading_page
    from shidian.documents.report import report
    from shidian.documents.text import reading_text

    readings = [r for r in _told(desk.read_each(paths, said)) if isinstance(r, Reading)]
    if not readings:
        return False
    comparison = desk.compare(readings)
    rows = report(desk.book.lawbook, comparison)
    if page is not None:
        _write(page, reading_page(rows, lang, {c.source: c.reading.document.text for c in comparison.documents}))
    if as_json:
        click.echo(to_json(rows).decode())
    elif page is None or everything:
        click.echo(reading_text(rows, lang, everything=everything))
    else:
        click.echo(str(page))
    if shelf is not None:
        ids = shelf.save(comparison, desk.book.digest, replaces)
        if replaces is not None:
            _changed(shelf.new_version(ids[0], replaces), lang)
        told("terminal_kept", err=True, count=str(len(ids)), store=shelf.shelf.url, ids=", ".join(map(str, ids)))
    return len(readings) == len(paths)


def _changed(version: NewVersion, lang: str) -> None:
    counts = {kind: str(sum(c.kind == kind for c in version.changes)) for kind in ("added", "dropped", "rewritten")}
    fates = [c.fate for c in version.carried]
    click.echo(phrase("version_changed", **counts)[lang])
    click.echo(
        phrase(
            "version_carried",
            kept=str(fates.count("exact") + fates.count("moved")),
            again=str(fates.count("look-again")),
            orphaned=str(fates.count("orphaned")),
        )[lang]
    )
    for carried in version.carried:
        if carried.fate in ("look-again", "orphaned"):
            click.echo(f"  {carried.fate}: {carried.finding} “{' '.join(carried.quote.split())[:90]}”")


def _told(results: Iterator[Reading | FailedFile]) -> Iterator[Reading | FailedFile]:
    """The results; those that failed are told on the error stream."""
    from shidian.documents.reader import FailedFile

    for result in results:
        if isinstance(result, FailedFile):
            click.echo(f"shidian: {result.name}: {result.error.code}: {refusal_in(spoken(), str(result.error))}", err=True)
        yield result


def _one_by_one(desk: Reader, paths: Iterator[Path], said: SelfDescription, shelf: ReviewDesk | None, *, as_json: bool) -> int:
    """Read any number of documents in constant memory, and pass over those that the store has. Returns the exit code."""
    failed = passed = n = 0
    for n, path in enumerate(paths, 1):
        if shelf is not None and _kept(shelf, path, desk.book.digest):
            passed += 1
        else:
            failed += not _one(desk, path, said, shelf, as_json=as_json)
        if n % PROGRESS == 0:
            _progress(n, passed, failed)
    if n % PROGRESS:
        _progress(n, passed, failed)
    return 1 if failed else 0


def _progress(seen: int, passed: int, failed: int) -> None:
    told("terminal_documents_seen", err=True, seen=str(seen), passed=str(passed), failed=str(failed))


def _one(desk: Reader, path: Path, said: SelfDescription, shelf: ReviewDesk | None, *, as_json: bool) -> bool:
    """Read one of many documents, keep it and print its line. Whether it could be read."""
    import msgspec

    from shidian.documents.reader import FailedFile
    from shidian.documents.report import report

    result = next(_told(desk.read_each([path], said)))
    if isinstance(result, FailedFile):
        return False
    comparison = desk.compare([result])
    rows = report(desk.book.lawbook, comparison)
    document = rows.documents[0]
    if shelf is not None:
        shelf.save(comparison, desk.book.digest)
    if as_json:
        click.echo(msgspec.json.encode(to_plain(rows)).decode())
    else:
        grave = sum(c.side != "right" for c in rows.contradictions)
        told(
            "terminal_document_read",
            name=document.name,
            findings=len(document.findings),
            contradictions=grave,
            remarks=len(document.remarks),
            unread=len(document.unread),
        )
    return True


def _kept(shelf: ReviewDesk, path: Path, lawbook: str) -> bool:
    """Whether the store has this file, read with this lawbook."""
    import hashlib

    from shidian.documents.formats.files import MOST_BYTES

    try:
        if path.stat().st_size > MOST_BYTES:
            return False
        return shelf.shelf.has(hashlib.sha256(path.read_bytes()).hexdigest(), lawbook)
    except OSError:
        return False


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as kept:
            kept.write(text)
    except FileExistsError as error:
        raise DocumentError(f"{path} already exists", hint="choose another file") from error
    except OSError as error:
        raise ShidianError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from error


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…")
@click.option("--date", type=Day(), metavar="DAY", help="The day of the memo: citations and claims are checked for it.")
@click.option("--language", type=click.Choice(["en", "zh"]), help="Its language, if the guess is wrong.")
@view_options
def check(paths: tuple[Path, ...], date: dt.date | None, language: str | None, view: CommandView) -> None:
    """Check a memo that somebody else, or a machine, wrote: its citations of acts, and its claims.

    Each citation is right, or names a wrong article, another edition than was in force that day, an act no longer or not yet in force, or says something else
    than the article; or the lawbook does not hold it, which says nothing of whether it exists. Claims about ceilings, stays, thresholds, days and plans are
    asked of the law.
    """
    from shidian.documents.formats.files import SelfDescription
    from shidian.documents.grammar.extract import Reading
    from shidian.documents.reader import TOGETHER, Reader, files_under
    from shidian.documents.report import report
    from shidian.documents.rows import checked
    from shidian.documents.text import checked_text

    todo = list(itertools.islice(files_under(paths), TOGETHER + 1))
    if not 0 < len(todo) <= TOGETHER:
        raise click.UsageError(f"give 1 to {TOGETHER} documents")
    desk = Reader(view.book)
    said = SelfDescription(date=date, language=language)  # type: ignore[arg-type]
    readings = [r for r in _told(desk.read_each(todo, said)) if isinstance(r, Reading)]
    if readings:
        found = checked(report(desk.book.lawbook, desk.compare(readings)))
        if not view.json(found):
            click.echo(checked_text(found, view.lang))
    if len(readings) < len(todo):
        raise click.exceptions.Exit(1)
