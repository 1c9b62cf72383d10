"""`shidian review …`: the queue of findings that wait for a person, and what the person says."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from shidian.cli.options import ID, json_option, lawbook_option, spoken, told
from shidian.cli.view import CommandView, rows_options
from shidian.errors import ReviewError, needs
from shidian.law.location import default_folder
from shidian.words.phrases import phrase, word
from shidian.words.plain import to_json
from shidian.words.wrap import short

if TYPE_CHECKING:  # the store needs libraries of an extra; other commands start without them
    from shidian.review.queue import ReviewDesk
    from shidian.store.records import Review


def open_desk(store: str | None) -> ReviewDesk:
    """The review desk on a store. Raises ReviewError, or MissingExtra where the extra is not installed."""
    with needs("read"):
        from shidian.review.queue import ReviewDesk
        from shidian.store.shelf import Shelf
    return ReviewDesk(Shelf(store))


def store_option(command: Any) -> Any:
    """`--store URL`."""
    return click.option(
        "--store",
        "store",
        envvar="SHIDIAN_STORE",
        metavar="URL",
        help="The database: sqlite:///FILE or postgresql://… (default: a file in your data folder).",
    )(command)


def who_option(command: Any) -> Any:
    """`--who NAME`."""
    return click.option("--who", default=_user, help="Name of the reviewer (default: the user of this machine).")(command)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


@click.group()
def review() -> None:
    """Review findings: accept, correct, reject with a reason, undo; then write proposals for the lawbook."""


@review.command("documents")
@store_option
@rows_options
def documents(store: str | None, view: CommandView) -> None:
    """List the documents in the store."""
    rows = open_desk(store).documents()
    view.show(rows, ("id", "document", "title", "date", "publisher"), ((r.id, r.name, r.title, r.date, r.publisher) for r in rows))


@review.command("list")
@click.option("--document", type=ID, help="Only findings of this document.")
@click.option("--kind", "kinds", multiple=True, help="Only findings of this kind; may be given several times.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["open", "accepted", "corrected", "rejected"]),
    default=("open",),
    help="Only findings in this state (default: open).",
)
@click.option("--new", "new", is_flag=True, help="Only findings that are new to the lawbook.")
@click.option("--most", type=click.IntRange(1), default=100, help="Show at most this many rows.")
@store_option
@rows_options
def list_(
    document: int | None, kinds: tuple[str, ...], states: tuple[str, ...], new: bool, most: int, store: str | None, view: CommandView
) -> None:
    """List the findings that wait for a review."""
    rows = open_desk(store).queue(document=document, kinds=kinds, states=states, statuses=("new",) if new else (), most=most)  # type: ignore[arg-type]
    view.show(
        rows,
        ("id", "document", "kind", "state", "status", "quote", "links"),
        (
            (
                r.id,
                r.document,
                phrase("kind_" + r.finding.kind),
                word(r.state),
                word(r.finding.status),
                short(r.finding.quote, 60),
                ", ".join(k["id"] for k in r.finding.links[:2]),
            )
            for r in rows
        ),
    )


def chosen_options(command: Any) -> Any:
    """Which findings: numbers and ranges, or all open ones of a document, kind and status."""
    for option in (
        click.option("--new", "new", is_flag=True, help="All open findings that are new to the lawbook."),
        click.option("--kind", "kinds", multiple=True, help="All open findings of this kind; may be given several times."),
        click.option("--document", type=ID, help="All open findings of this document."),
        click.argument("findings", nargs=-1, metavar="[FINDING|FROM-TO]..."),
    ):
        command = option(command)
    return command


def _chosen(desk: ReviewDesk, findings: tuple[str, ...], document: int | None, kinds: tuple[str, ...], new: bool) -> list[int]:
    """The numbers of the findings that are meant. Raises ReviewError."""
    filtered = document is not None or bool(kinds) or new
    if findings and filtered:
        raise ReviewError("give numbers, or --document, --kind and --new, not both")
    if filtered:
        return desk.matching(document=document, kinds=kinds, statuses=("new",) if new else ())
    out: list[int] = []
    for word_ in findings:
        first, _, last = word_.partition("-")
        if not (first.isdecimal() and (not last or last.isdecimal()) and len(first) < 10 and len(last) < 10):
            raise ReviewError(f"`{word_[:40]}` is no number of a finding", hint="write 12, or 12-40")
        low, high = int(first), int(last or first)
        if not low <= high <= low + 5_000:
            raise ReviewError(f"`{word_[:40]}` is no range of findings", hint="write the smaller number first; at most 5,000 together")
        out += range(low, high + 1)
    if not out:
        raise ReviewError("which findings?", hint="give numbers (3 5 10-20), or --document, --kind, --new")
    return out


@review.command("accept")
@chosen_options
@click.option("--reason", help="Reason (optional).")
@who_option
@store_option
def accept(reason: str | None, who: str, store: str | None, **chosen: Any) -> None:
    """Accept findings: one, several (3 5 10-20), or all open ones of a document, kind or status. Of many, those reviewed before stay as they are."""
    _say(open_desk(store), "accepted", who, reason, **chosen)


@review.command("reject")
@chosen_options
@click.option("--reason", required=True, help="Reason.")
@who_option
@store_option
def reject(reason: str, who: str, store: str | None, **chosen: Any) -> None:
    """Reject findings, with a reason: one, several (3 5 10-20), or all open ones of a document, kind or status."""
    _say(open_desk(store), "rejected", who, reason, **chosen)


def _say(
    desk: ReviewDesk,
    verdict: Literal["accepted", "rejected"],
    who: str,
    reason: str | None,
    findings: tuple[str, ...],
    document: int | None,
    kinds: tuple[str, ...],
    new: bool,
) -> None:
    """One verdict on every finding that is meant; of one the review is shown, of many how many there were."""
    ids = _chosen(desk, findings, document, kinds, new)
    if len(findings) == len(ids) == 1:
        _said(desk.accept(ids[0], who, reason) if verdict == "accepted" else desk.reject(ids[0], who, reason))
    else:
        told("terminal_reviewed_many", count=str(desk.review_each(ids, verdict, who, reason)), verdict=word(verdict)[spoken()])


@review.command("correct")
@click.argument("finding", type=ID)
@click.option("--value", required=True, metavar="JSON", help="The changed parts of the value: '{\"number\": 584.56}'.")
@click.option("--reason", help="Reason.")
@who_option
@store_option
def correct(finding: int, value: str, reason: str | None, who: str, store: str | None) -> None:
    """Accept a finding with another value."""
    try:
        parts = json.loads(value)
    except (json.JSONDecodeError, RecursionError) as error:
        shown = value if len(value) <= 80 else f"{value[:80]}…"
        why = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        raise ReviewError(f"`{shown}` is not JSON: {why}", hint="write '{\"number\": 584.56}'") from error
    if not isinstance(parts, dict):
        raise ReviewError(f"`{value}` is not a JSON object", hint="write '{\"number\": 584.56}'")
    _said(open_desk(store).correct(finding, who, parts, reason))


@review.command("undo")
@click.argument("finding", type=ID)
@who_option
@store_option
def undo(finding: int, who: str, store: str | None) -> None:
    """Undo the last review of a finding."""
    taken = open_desk(store).undo(finding, who)
    told("terminal_undone", finding=str(finding), verdict=word(taken.verdict)[spoken()], who=taken.who, at=f"{taken.at:%Y-%m-%d %H:%M}")


@review.command("history")
@click.argument("finding", type=ID)
@store_option
@rows_options
def history(finding: int, store: str | None, view: CommandView) -> None:
    """Show every review of a finding, undone ones too."""
    rows = open_desk(store).history(finding)
    view.show(
        rows,
        ("verdict", "who", "at", "reason", "undone"),
        (
            (
                word(r.verdict),
                r.who,
                f"{r.at:%Y-%m-%d %H:%M}",
                r.reason,
                f"{r.undone_by} {r.undone_at:%Y-%m-%d %H:%M}" if r.undone_at else None,
            )
            for r in rows
        ),
    )


@review.command("proposals")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the files into this folder, which may be a lawbook (never overwrites).",
)
@click.option("--plan", help="The plan of new task rows (default: the latest).")
@store_option
@json_option
@lawbook_option
def proposals(output: Path | None, plan: str | None, store: str | None, as_json: bool, folder: Path | None) -> None:
    """Write the accepted findings, and what the desk confirmed and published, as proposed files for the lawbook: sources, claims, task rows, steps. They
    pass its check; a person commits them."""
    from shidian.book import load
    from shidian.review.proposals import propose, write
    from shidian.store.desk.work import WorkShelf
    from shidian.tracking.confirmed import both

    shelf = open_desk(store).shelf
    stages, _ = both(WorkShelf(shelf.database).vouched())
    proposal = propose(load(folder).lawbook, folder or default_folder(), shelf, plan, stages)
    if as_json:
        click.echo(to_json(proposal).decode())
    elif output is not None:
        for path in write(proposal, output):
            click.echo(str(path))
    else:
        for name, text in proposal.files.items():
            click.echo(f"--- {name}\n{text}")
    for note in proposal.notes:
        click.echo(note, err=True)
    if not proposal.files and not as_json:
        told("terminal_nothing_accepted", err=True)


def _said(review: Review) -> None:
    told(
        "terminal_reviewed",
        finding=str(review.finding),
        verdict=word(review.verdict)[spoken()],
        who=review.who,
        at=f"{review.at:%Y-%m-%d %H:%M}",
    )
