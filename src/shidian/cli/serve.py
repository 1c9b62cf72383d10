"""`shidian serve`: the pages and the API on this machine."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from shidian.cli.options import lawbook_option

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
    help="The database of the review desk: sqlite:///FILE or postgresql://… (default: no review desk).",
)
@lawbook_option
def serve(host: str, port: int, names: tuple[str, ...], store: str | None, folder: Path | None) -> None:
    """Serve the pages and the API until interrupted. No other service is needed."""
    try:
        import uvicorn
    except ImportError as error:
        raise click.ClickException("the server needs more libraries; install them with: pip install 'shidian[web]'") from error
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
