"""The reference of the command line, from the parser itself. `python -m tests.docs.command_reference` writes docs/reference/cli.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from shidian.cli.main import main

PAGE = Path(__file__).parents[2] / "docs/reference/cli.md"
HEAD = """# The command line

Every command with its arguments and options, as `shidian COMMAND --help` says them. This page is written by `python -m tests.docs.command_reference`; a test holds it against the parser.
[Exit codes](errors.md) · 中文：[教程](../zh/tutorial.md)
"""


def markdown() -> str:
    """The page of documentation."""
    root = click.Context(main, info_name="shidian")
    return "\n".join([HEAD, *(_section(ctx) for ctx in _commands(root))])


def _commands(ctx: click.Context) -> Iterator[click.Context]:
    """The commands below one, in the order of their names, each group before what is in it."""
    group = ctx.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=ctx)
        yield inner
        if isinstance(command, click.Group):
            yield from _commands(inner)


def _section(ctx: click.Context) -> str:
    """One command: usage, what it does, and a table of its options."""
    command = ctx.command
    usage = " ".join(command.collect_usage_pieces(ctx))
    lines = [f"## `{ctx.command_path}`\n", f"    {ctx.command_path} {usage}\n", *_paragraphs(command.help or "")]
    rows = [found for p in command.get_params(ctx) if (found := p.get_help_record(ctx)) is not None and not found[0].endswith("--help")]
    if rows:
        lines.append("| option | what it says |\n|---|---|")
        lines += [f"| `{name.replace('|', chr(92) + '|')}` | {' '.join(text.split()).replace('|', chr(92) + '|')} |" for name, text in rows]
        lines.append("")
    return "\n".join(lines)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text; one that is not to be wrapped (its first line is a backspace) is code."""
    for paragraph in inspect.cleandoc(text.split("\f")[0]).split("\n\n"):
        lines = paragraph.splitlines()
        if lines and lines[0].strip() == "\b":
            yield "\n".join(f"    {line.strip()}" for line in lines[1:]) + "\n"
        elif lines:
            yield " ".join(paragraph.split()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8")
