"""The command `shidian`. Exit codes: 0 answered, 4 undetermined, 2 wrong usage, 3 lawbook invalid, 1 anything else."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from shidian.cli import browse, changes, over_time, programme, proofs
from shidian.cli.ask import ask, replay
from shidian.cli.desk.commands import desk
from shidian.cli.desk.importing import import_list
from shidian.cli.desk.procedure import procedure
from shidian.cli.export import export
from shidian.cli.lawbook.commands import lawbook
from shidian.cli.openness.commands import openness
from shidian.cli.options import spoken
from shidian.cli.read import check, read
from shidian.cli.review import review
from shidian.cli.screen import screen
from shidian.cli.serve import mcp, serve
from shidian.cli.tasks import task, tasks
from shidian.cli.watch import watch
from shidian.cli.words import cases, questions, words
from shidian.errors import CaseError, LawbookError, ShidianError
from shidian.version import __version__
from shidian.words.faults import fault_said
from shidian.words.phrases import phrase
from shidian.words.refusals import refusal_in
from shidian.words.terminal import helped, of_parser, of_parser_counted, wrapped
from shidian.words.wrap import width

USAGE, INVALID, FAILED = 2, 3, 1


def run() -> None:
    """The command of the terminal, in its language: the help and the parser too."""
    if spoken() == "zh":
        _in_chinese(main)
    main()


def _in_chinese(root: click.Command) -> None:
    """Let the parser and the help of every command speak Chinese, for the life of this process. The parser takes its words from `gettext`,
    for which there are none."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, said in (("_", of_parser), ("ngettext", of_parser_counted), ("wrap_text", wrapped), ("term_len", width)):
            if hasattr(module, name):
                setattr(module, name, said)
    formatting.HelpFormatter.write_heading = lambda self, heading: self.write(f"{'':>{self.current_indent}}{heading}：\n")  # type: ignore[method-assign]
    for command in _commands(root):
        if command.help:
            command.help = helped(command.help)
            command.short_help = command.help.partition("。")[0]
        for param in command.params:
            if isinstance(param, click.Option) and param.help:
                param.help = helped(param.help)


def _commands(command: click.Command) -> Iterator[click.Command]:
    """A command and those in it."""
    yield command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _commands(inner)


class Shidian(click.Group):
    """Turns every known error into one clear message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        if sys.stdout is None:  # closed by the caller: whatever was found could not be said
            if sys.stderr is not None:
                sys.stderr.write("shidian: standard output is closed\n")
            sys.exit(FAILED)
        for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show a sign shows another, never a traceback
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except LawbookError as error:
            for fault in error.faults:
                click.echo(fault_said(fault, spoken()), err=True)
            _fail(error, INVALID)
        except CaseError as error:
            _fail(error, USAGE)
        except ShidianError as error:
            _fail(error, FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            sys.stdout = None  # what is left unwritten cannot be written either
            where = f": {error.filename}" if error.filename else ""
            sys.stderr.write(f"shidian: {(error.strerror or str(error)).lower()}{where}\n")
            sys.exit(FAILED)
        except click.ClickException as error:
            vars(error)["message"] = refusal_in(spoken(), error.message)
            raise
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # a fault of ours: one line for the user, the place for whoever mends it
            if os.environ.get("SHIDIAN_TRACEBACK"):
                raise
            what = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            click.echo(phrase("terminal_internal", what=what)[spoken()], err=True)
            sys.exit(FAILED)


def _fail(error: ShidianError, code: int) -> None:
    click.echo(f"shidian: {error.code}: {refusal_in(spoken(), str(error))}", err=True)
    if "--json" in sys.argv:
        text = json.dumps({"error": error.to_dict()}, ensure_ascii=False, indent=2)
        click.echo(text.encode("utf-8", "backslashreplace").decode())
    sys.exit(code)


@click.group(cls=Shidian, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="shidian")
def main() -> None:
    """China's market-opening rules as data, and answers you can cite.

    \b
    shidian ask access activity=app-store territory=chengdu origin=DE share=100 on=2025-06-01
    shidian ask access --interview
    """


for command in (
    ask,
    replay,
    questions,
    words,
    cases,
    lawbook,
    tasks,
    task,
    browse.instruments,
    browse.instrument,
    programme.regions,
    programme.region,
    programme.plans,
    programme.chronology,
    programme.replication,
    programme.statistics,
    programme.crosswalk,
    over_time.timeline,
    over_time.matrix,
    changes.diff,
    changes.whatif,
    openness,
    proofs.diagram,
    proofs.verify,
    browse.search,
    browse.sources,
    browse.claims,
    browse.contradictions,
    browse.coverage,
    check,
    desk,
    procedure,
    export,
    mcp,
    read,
    review,
    screen,
    serve,
    watch,
):
    main.add_command(command)
desk.add_command(import_list)
