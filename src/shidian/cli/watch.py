"""`shidian watch`: portfolios whose answers are compared with those of an earlier lawbook or day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shidian.book import load
from shidian.cli.ask import parse_facts
from shidian.cli.options import day_option, facts_argument, json_option, lang_option, lawbook_option, map_option, scale_option
from shidian.errors import WatchError, needs
from shidian.words.phrases import phrase
from shidian.words.plain import to_json

if TYPE_CHECKING:
    from shidian.watch.portfolio import WatchFolder


@click.group()
def watch() -> None:
    """Keep tables and cases, and list exactly what changed for them after a new lawbook or on a new day, with the rules responsible."""


def _kept(folder: Path | None) -> WatchFolder:
    with needs("watch"):
        from shidian.watch.portfolio import WatchFolder, default_folder
    return WatchFolder(folder or default_folder())


kept_option = click.option(
    "--kept",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where portfolios are kept (default: $SHIDIAN_WATCH, else your data folder).",
)


@watch.command()
@click.argument("name")
@click.argument("question")
@facts_argument
@click.option(
    "--table",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A table with a case in each row; without it the facts are one case.",
)
@map_option
@scale_option
@click.option("--label", multiple=True, metavar="COLUMN", help="Columns that name a row to a person.")
@day_option
@kept_option
@lang_option
@lawbook_option
def add(
    name: str,
    question: str,
    facts: tuple[str, ...],
    table: Path | None,
    columns: tuple[str, ...],
    scales: tuple[str, ...],
    label: tuple[str, ...],
    on: dt.date,
    kept: Path | None,
    lang: str,
    folder: Path | None,
) -> None:
    """Watch a table or a case under NAME. A row that names no day is asked of the day of each run."""
    found = _kept(kept)
    from shidian.watch.adding import portfolio_of_case, portfolio_of_table

    book = load(folder)
    if name in found.names():
        raise WatchError(f"`{name}` is watched already", hint=f"choose another name, or stop it: shidian watch drop {name}")
    said = parse_facts(facts)
    if table is None:
        portfolio, rows = portfolio_of_case(book, name, question, said, on)
    else:
        pairs = (dict(c.partition("=")[::2] for c in given) for given in (columns, scales))
        mapped, scaled = pairs
        portfolio, rows = portfolio_of_table(book, name, question, table, mapped, said, scaled, label, on)
    found.keep(portfolio, rows, book)
    click.echo(phrase("watch_added", name=name, rows=str(portfolio.rows))[lang])


@watch.command("list")
@json_option
@kept_option
@lang_option
def list_(as_json: bool, kept: Path | None, lang: str) -> None:
    """The portfolios that are watched."""
    found = _kept(kept)
    portfolios = [found.portfolio(n) for n in found.names()]
    if as_json:
        told: list[dict[str, Any]] = [
            {"name": p.name, "question": p.question, "rows": p.rows, "day": p.day.isoformat(), "lawbook": p.lawbook} for p in portfolios
        ]
        click.echo(json.dumps(told))
        return
    for p in portfolios:
        click.echo(f"{p.name}  {p.question}  {p.rows:,}  {p.day.isoformat()}  {p.lawbook[:12]}")
    if not portfolios:
        click.echo(phrase("watch_nothing")[lang])


@watch.command()
@click.argument("name")
@kept_option
def drop(name: str, kept: Path | None) -> None:
    """Watch NAME no longer, and delete what was kept of it."""
    _kept(kept).drop(name)


@watch.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--days", type=click.IntRange(0, 730), default=90, show_default=True, help="How far to look ahead.")
@click.option("--dry", is_flag=True, help="Keep the earlier answers: the next run lists the same changes again.")
@click.option(
    "--feed", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write NAME.atom, NAME.json, NAME.ics into this folder."
)
@click.option(
    "--mail",
    "server",
    metavar="URL",
    envvar="SHIDIAN_SMTP",
    help="Send changes by this server: smtp://, smtps:// or smtp+starttls://user:password@host:port.",
)
@click.option("--from", "sender", metavar="ADDRESS", help="Who the mail is from.")
@click.option("--to", multiple=True, metavar="ADDRESS", help="Who gets the mail. Repeatable.")
@click.option("--post", "address", metavar="URL", help="Post changes as JSON to this address, signed with --secret.")
@click.option(
    "--secret", envvar="SHIDIAN_WATCH_SECRET", metavar="WORD", help="What the posts are signed with (best given as $SHIDIAN_WATCH_SECRET)."
)
@day_option
@json_option
@kept_option
@lang_option
@lawbook_option
def run(
    names: tuple[str, ...],
    days: int,
    dry: bool,
    feed: Path | None,
    server: str | None,
    sender: str | None,
    to: tuple[str, ...],
    address: str | None,
    secret: str | None,
    on: dt.date,
    as_json: bool,
    kept: Path | None,
    lang: str,
    folder: Path | None,
) -> None:
    """List what changed since the last run, and what is known to change, for all portfolios or those named."""
    if to and not (server and sender):
        raise click.UsageError("--to needs --mail and --from")
    if address and not secret:
        raise click.UsageError("--post needs --secret, so that whoever gets the posts can tell that they are yours")
    found = _kept(kept)
    from shidian.watch import changes, sending, told

    book = load(folder)
    all_of_it = []
    for name in names or found.names():
        portfolio = found.portfolio(name)
        what, after, rows = changes.run(portfolio, found.rows(name), found.law(portfolio, book), book, on, days)
        whole = to_json(what)
        all_of_it.append(json.loads(whole))
        text = told.as_text(book, what, lang)
        if not as_json:
            click.echo(text)
        if feed is not None:
            feed.mkdir(parents=True, exist_ok=True)
            entries = told.entries(book, what, lang)
            head = told.FeedHead(name, name, on)
            for end, written in (("atom", told.as_atom), ("json", told.as_json_feed), ("ics", told.as_calendar)):
                (feed / f"{name}.{end}").write_bytes(written(entries, head))
        if what.changes:  # sent before it is kept: what could not be sent is found again by the next run
            if server and sender and to:
                sending.mail(server, sender, to, text.splitlines()[0], text, ((f"{name}.json", whole),))
            if address and secret:
                sending.post(address, whole, secret)
        if not dry:
            found.keep(after, rows, book)
    if as_json:
        click.echo(json.dumps(all_of_it, ensure_ascii=False))
    elif not all_of_it:
        click.echo(phrase("watch_nothing")[lang])
