"""`shidian mcp`: the lawbook for an assistant, over standard input and output."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from shidian.cli.options import lawbook_option

KEEPER, DOOR = "shidian.visitors.keeper", "shidian.mcp"
"""Imported by name and only here: no other command waits for these libraries, and the doors stay apart."""


@click.command()
@lawbook_option
def mcp(folder: Path | None) -> None:
    """Serve an assistant over standard input and output, by the Model Context Protocol. The same is at /mcp of `shidian serve`."""
    try:
        door = importlib.import_module(DOOR)
    except ImportError as error:
        raise click.ClickException(
            "the server for assistants needs more libraries; install them with: pip install 'shidian[mcp]'"
        ) from error
    desk = importlib.import_module(KEEPER).open_desk(folder)
    try:
        door.server(desk).run("stdio")
    finally:
        desk.close()
