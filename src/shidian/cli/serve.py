"""`shidian serve`: the pages and the API on this machine; `shidian mcp`: the lawbook for an assistant, over standard input and output."""

from __future__ import annotations

import importlib
import os
import re
import signal
import sys
from pathlib import Path

import click

from shidian.cli.options import STOPPED, lawbook_option, told
from shidian.errors import DeskError, needs

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ASSISTANTS, KEEPER = "shidian.mcp", "shidian.visitors.keeper"
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
APPLICATION, PATIENCE = "shidian.serving.application", "shidian.serving.patience"
"""Imported by name and only here: no other command waits for the server's libraries, and the doors stay apart."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port (0: any that is free).")
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="A host name under which others reach the server. Repeatable; `*` allows any."
)
@click.option(
    "--store",
    envvar="SHIDIAN_STORE",
    metavar="URL",
    help="The database of the desk and of reviews: sqlite:///FILE or postgresql://… (default: neither).",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="An origin whose pages may read the API, such as https://app.example.org. Repeatable.",
)
@click.option(
    "--rate",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="API requests a minute that one address may send (default: as many as it likes).",
)
@click.option("--metrics", is_flag=True, help="Show figures for Prometheus at /metrics.")
@click.option(
    "--log",
    "logs",
    type=click.Choice(["off", "json", "text"]),
    help="A line for each request on standard error (default: off at a terminal, else json).",
)
@click.option(
    "--oidc-issuer",
    "issuer",
    envvar="SHIDIAN_OIDC_ISSUER",
    metavar="URL",
    help="An OpenID provider by which people may sign in to the desk.",
)
@click.option(
    "--oidc-client",
    "client",
    envvar="SHIDIAN_OIDC_CLIENT",
    metavar="ID",
    help="The id of this desk there (its secret: SHIDIAN_OIDC_SECRET).",
)
@click.option("--oidc-name", "provider", envvar="SHIDIAN_OIDC_NAME", metavar="NAME", help="The name of the provider on the page.")
@lawbook_option
def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    store: str | None,
    origins: tuple[str, ...],
    rate: int | None,
    metrics: bool,
    logs: str | None,
    issuer: str | None,
    client: str | None,
    provider: str | None,
    folder: Path | None,
) -> None:
    """Serve the pages and the API until interrupted. No other service is needed."""
    with needs("web"):
        import uvicorn
    if store is not None:
        _first_start(store, host, port)
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise click.BadParameter(f"`{origin}` is not an origin; write it as https://app.example.org", param_hint="--cors")
    serving = importlib.import_module(APPLICATION)
    settings = serving.ServerSettings(
        origins, rate, metrics, logs or ("off" if sys.stderr.isatty() else "json"), issuer, client, provider, warm=True
    )
    application = serving.create(folder, names, store, settings)
    patience = importlib.import_module(PATIENCE)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"http://{shown}:{port}/", err=True)
    uvicorn.run(application, host=host, port=port, **patience.listening())


def _first_start(store: str, host: str, port: int) -> None:
    """The first start makes an administrator with a one-time link; what others can reach is not served before somebody can sign in."""
    from shidian.store.database import Database
    from shidian.store.signing.people import PeopleShelf

    database = Database(store)
    try:
        people = PeopleShelf(database)
        if people.any():
            return
        if host not in LOOPBACK:
            raise DeskError(
                f"the store has no accounts, and `{host}` can be reached by others",
                hint="run `shidian desk init --store URL` first, and open its link",
            )
        click.echo(f"http://127.0.0.1:{port}/zh/desk/welcome/{people.first()}", err=True)
    finally:
        database.close()


@click.command()
@lawbook_option
def mcp(folder: Path | None) -> None:
    """Serve an assistant over standard input and output, by the Model Context Protocol. The same is at /mcp of `shidian serve`."""
    with needs("mcp"):
        door = importlib.import_module(ASSISTANTS)
    desk = importlib.import_module(KEEPER).open_desk(folder)
    signal.signal(signal.SIGINT, _at_once)
    try:
        door.server(desk).run("stdio")
    except ExceptionGroup as group:
        if group.split(BrokenPipeError)[1] is not None:
            raise
        raise BrokenPipeError from group  # the client went away
    finally:
        desk.close()


def _at_once(*_: object) -> None:
    """End here: the thread that waits for the next line of the client would be waited for."""
    told("stopped", err=True)
    os._exit(STOPPED)
