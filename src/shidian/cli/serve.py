"""`shidian serve`: the pages and the API on this machine."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from shidian.cli.options import lawbook_option
from shidian.errors import DeskError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
APPLICATION = "shidian.serving.application"
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
@lawbook_option
def serve(host: str, port: int, names: tuple[str, ...], store: str | None, folder: Path | None) -> None:
    """Serve the pages and the API until interrupted. No other service is needed."""
    try:
        import uvicorn
    except ImportError as error:
        raise click.ClickException("the server needs more libraries; install them with: pip install 'shidian[web]'") from error
    if store is not None:
        _first_start(store, host, port)
    application = importlib.import_module(APPLICATION).create(folder, names, store)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"http://{shown}:{port}/", err=True)
    uvicorn.run(
        application,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        limit_concurrency=200,
        h11_max_incomplete_event_size=32_768,
    )


def _first_start(store: str, host: str, port: int) -> None:
    """The first start makes an administrator with a one-time link; what others can reach is not served before somebody can sign in."""
    from shidian.store.database import Database
    from shidian.store.people import PeopleShelf

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
