"""`shidian desk …`: for whoever runs the machine: first start, accounts, checking the journals, backup and restore, a demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shidian.cli.desk.importing import import_list
from shidian.cli.options import lang_option, lawbook_option, told
from shidian.cli.review import store_option
from shidian.errors import DeskError, needs
from shidian.words.phrases import phrase

if TYPE_CHECKING:  # the store needs libraries of an extra; other commands start without them
    from shidian.store.database import Database
    from shidian.store.desk.chain import ChainHead
    from shidian.store.signing.people import PeopleShelf

ADDRESS = "http://127.0.0.1:8000"


@click.group()
def desk() -> None:
    """The desk of the programme, for whoever runs the machine. The desk itself is served by `shidian serve --store URL`."""


def _database(store: str | None) -> Database:
    with needs("web"):
        from shidian.store.database import Database
    return Database(store)


def _people(store: str | None) -> PeopleShelf:
    with needs("web"):
        from shidian.store.signing.people import PeopleShelf
    return PeopleShelf(_database(store))


def _link(word: str, address: str, lang: str) -> None:
    click.echo(f"{address.rstrip('/')}/{lang}/desk/welcome/{word}")


def address_option(command: Any) -> Any:
    """`--address URL`."""
    return click.option("--address", default=ADDRESS, show_default=True, help="Where the desk is served, for the link.")(command)


@desk.command("init")
@store_option
@click.option("--login", default="administrator", show_default=True, help="The name of the first administrator.")
@address_option
@lang_option
def init(store: str | None, login: str, address: str, lang: str) -> None:
    """Make the first administrator, and print a link that sets the password. It works once, for two days."""
    word = _people(store).first(login)
    if word is None:
        raise DeskError("the store has accounts already", hint="`shidian desk user renew LOGIN` makes a new link")
    _link(word, address, lang)


@desk.command("verify")
@store_option
@click.option(
    "--anchor", "anchors", multiple=True, metavar="REGION:NUMBER:DIGEST", help="A head that was printed or published earlier. Repeatable."
)
def verify(store: str | None, anchors: tuple[str, ...]) -> None:
    """Check every journal: that nothing was altered, left out or cut off, and that items and changes are what it tells. Prints the heads."""
    from shidian.store.desk.work import WorkShelf

    shelf = WorkShelf(_database(store))
    found = shelf.verify([_anchor(a) for a in anchors])
    for line in found:
        click.echo(line, err=True)
    if found:
        raise DeskError(f"the journals do not hold: {len(found)} fault{'s' if len(found) > 1 else ''}", hint="compare with a backup")
    for anchor in shelf.anchors():
        click.echo(anchor.text)


def _anchor(text: str) -> ChainHead:
    from shidian.store.desk.chain import ChainHead

    region, _, rest = text.partition(":")
    number, _, digest = rest.partition(":")
    if not (region and number.isascii() and number.isdigit() and len(digest) == 64):
        raise DeskError(f"`{text[:80]}` is not an anchor", hint="copy one that `shidian desk verify` printed: REGION:NUMBER:DIGEST")
    return ChainHead(region, int(number), digest)


@desk.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option
def backup(file: Path, store: str | None) -> None:
    """Write the whole store into one FILE, while it is in use. The file holds hashes of passwords."""
    from shidian.store import backup as backups

    told("terminal_rows_of", file=str(file), rows=str(backups.backup(_database(store), file)))


@desk.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@store_option
def restore(file: Path, store: str | None) -> None:
    """Put a backup into an empty store, on SQLite or PostgreSQL, and check its journals."""
    from shidian.store import backup as backups
    from shidian.store.desk.work import WorkShelf

    database = _database(store)
    rows = backups.restore(database, file)
    found = WorkShelf(database).verify()
    for line in found:
        click.echo(line, err=True)
    told("terminal_rows_of", file=str(file), rows=str(rows))
    if found:
        raise DeskError("the backup was put back, and its journals do not hold")


@desk.command("mail")
@store_option
@click.option("--smtp", required=True, metavar="HOST:PORT", help="The mail server.")
@click.option("--from", "sender", required=True, metavar="ADDRESS", help="Who the mail is from.")
@click.option(
    "--secure", type=click.Choice(["starttls", "tls", "plain"]), default="starttls", show_default=True, help="`plain` is for this machine."
)
@click.option("--user", "account", metavar="NAME", help="The account at the mail server (its password: SHIDIAN_SMTP_PASSWORD).")
@address_option
@lawbook_option
def mail(store: str | None, smtp: str, sender: str, secure: str, account: str | None, address: str, folder: Path | None) -> None:
    """Send the daily digest to everybody who asked for it and for whom something waits. For a timer: a second run on a day sends nothing."""
    import os

    from shidian.book import load
    from shidian.visitors.keeper import programme_desk
    from shidian.visitors.mail import MailServer, send_digests

    host, _, port = smtp.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise DeskError(f"`{smtp[:60]}` is not HOST:PORT")
    book = load(folder)
    server = MailServer(host.strip("[]"), int(port), sender, secure, account, os.environ.get("SHIDIAN_SMTP_PASSWORD"))
    sent, failed = send_digests(programme_desk(book, _database(store)), server, book.today(), address)
    told("terminal_sent_not_all" if failed else "terminal_sent", sent=str(sent), failed=", ".join(failed))
    if failed:
        raise DeskError("some mail was not taken by the server")


@desk.command("retain")
@store_option
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
@lawbook_option
def retain(store: str | None, dry_run: bool, folder: Path | None) -> None:
    """Erase names of persons and firms whose time is over: two years after an item or assessment was done, five after an application."""
    from shidian.book import load
    from shidian.store.database import now
    from shidian.tracking.retention import retain as retained
    from shidian.visitors.keeper import programme_desk

    found = programme_desk(load(folder), _database(store))
    for line in retained(found, found.people.machine(), now(), dry=dry_run):
        click.echo(f"{line.region}\t{line.kind} {line.id}\t{', '.join(line.fields)}")


@desk.group("user")
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The person.")
@click.option(
    "--role", "roles", multiple=True, required=True, metavar="REGION:ROLE", help="`suzhou:editor`; `*:reader` for all regions. Repeatable."
)
@store_option
@address_option
@lang_option
@lawbook_option
def add(login: str, name: str, roles: tuple[str, ...], store: str | None, address: str, lang: str, folder: Path | None) -> None:
    """Make an account, and print the link that sets its password."""
    from shidian.book import load
    from shidian.store.access import EVERYWHERE, Grant

    people = _people(store)
    known = {r.region for r in load(folder).lawbook.programme.regions} | {EVERYWHERE}
    wanted = []
    for text in roles:
        region, _, role = text.partition(":")
        if region not in known:
            raise DeskError(f"`{region[:40]}` is not a region of the programme", hint="see `shidian regions`")
        wanted.append(Grant(region, role))  # type: ignore[arg-type]
    _, word = people.add(people.machine(), login, name, wanted)
    _link(word, address, lang)


@user.command("renew")
@click.argument("login")
@store_option
@address_option
@lang_option
def renew(login: str, store: str | None, address: str, lang: str) -> None:
    """Print a new link for an account. Its password and sessions end."""
    people = _people(store)
    _link(people.renew(people.machine(), people.acting(login).person), address, lang)


@user.command("list")
@store_option
@lang_option
def list_(store: str | None, lang: str) -> None:
    """List the accounts."""
    people = _people(store)
    for p in people.people(people.machine()):
        roles = ", ".join(f"{region}:{role}" for region, role in p.roles)
        state = "" if p.active and p.ready else f" ({phrase('desk_waits' if p.active else 'desk_closed')[lang]})"
        click.echo(f"{p.login}\t{p.name}{state}\t{roles}")


@desk.command("demo")
@store_option
@click.option("--serve", is_flag=True, help="Serve it then, on http://127.0.0.1:8000/zh/desk.")
@lawbook_option
@click.pass_context
def demo(context: click.Context, store: str | None, serve: bool, folder: Path | None) -> None:
    """Fill an empty store with made-up work of three regions, marked as such, and print four accounts."""
    from shidian.book import load
    from shidian.cli.serve import serve as serving
    from shidian.tracking.demonstration import demonstrate
    from shidian.visitors.keeper import programme_desk

    book, database = load(folder), _database(store)
    for login, password in demonstrate(programme_desk(book, database), book.today()):
        click.echo(f"{login}\t{password}")
    database.close()
    if serve:
        click.echo(f"{ADDRESS}/zh/desk", err=True)
        context.invoke(serving, host="127.0.0.1", port=8000, names=(), store=store, folder=folder)


@desk.command("postgres")
@click.option(
    "--folder",
    "data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where its data lie (default: a new folder that is deleted at the end).",
)
@click.option("--demo", "made_up", is_flag=True, help="Fill it with the made-up work of the demonstration first.")
@lawbook_option
@click.pass_context
def postgres(context: click.Context, data: Path | None, made_up: bool, folder: Path | None) -> None:
    """Start a PostgreSQL of its own, serve the desk on it at http://127.0.0.1:8000/zh/desk, and stop it at the end."""
    import shutil
    import signal
    import sys
    import tempfile

    from shidian.cli.serve import serve as serving
    from shidian.store.local_postgres import LocalPostgres

    where = data.resolve() if data is not None else Path(tempfile.mkdtemp(prefix="shidian-desk-"))
    where.chmod(0o755)
    server = LocalPostgres(where)
    for name in (signal.SIGTERM, signal.SIGHUP):  # the database ends with the server, however that is told to end
        signal.signal(name, lambda number, _: sys.exit(128 + number))
    server.start()
    try:
        click.echo(server.url, err=True)
        if made_up:
            context.invoke(demo, store=server.url, serve=False, folder=folder)
        context.invoke(serving, host="127.0.0.1", port=8000, names=(), store=server.url, folder=folder)
    finally:
        server.stop()
        if data is None:
            shutil.rmtree(where, ignore_errors=True)


desk.add_command(import_list)
