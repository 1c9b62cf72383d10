"""The command `shidian`. Exit codes: 0 answered, 4 undetermined, 2 wrong usage, 3 lawbook invalid, 130 stopped by Ctrl-C, 1 anything else."""

from __future__ import annotations

import atexit
import gc
import io
import json
import os
import sys
from importlib import import_module
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from shidian.cli.options import STOPPED, spoken, told
from shidian.errors import CaseError, LawbookError, ShidianError
from shidian.version import __version__
from shidian.words.phrases import phrase
from shidian.words.refusals import fault_said, refusal_in
from shidian.words.terminal import helped, of_parser, of_parser_counted, wrapped
from shidian.words.wrap import width

USAGE, INVALID, FAILED = 2, 3, 1
COMMANDS = {
    "browse": ("claims", "contradictions", "coverage", "instrument", "instruments", "search", "sources"),
    "programme": ("chronology", "crosswalk", "plans", "region", "regions", "replication", "statistics"),
    "ask": ("ask", "replay"),
    "changes": ("diff", "whatif"),
    "over_time": ("matrix", "timeline"),
    "proofs": ("diagram", "verify"),
    "read": ("check", "read"),
    "serve": ("mcp", "serve"),
    "tasks": ("task", "tasks"),
    "words": ("cases", "questions", "words"),
    "desk.commands": ("desk",),
    "desk.procedure": ("procedure",),
    "export": ("export",),
    "lawbook.commands": ("lawbook",),
    "openness.commands": ("openness",),
    "review": ("review",),
    "screen": ("screen",),
    "watch": ("watch",),
}
"""The commands by the module that holds them under their name. One is imported when it is asked for: all of them take longer than an answer."""
MODULES = {command: f"shidian.cli.{module}" for module, commands in COMMANDS.items() for command in commands}
YOUNG = 50_000
"""Objects made before the collector of cycles looks at the young ones. What a command makes mostly stays until it ends: with the 700 of the
interpreter a tenth of an answer went into looking at it."""


def run() -> None:
    """The command of the terminal, in its language: the help and the parser too."""
    gc.set_threshold(YOUNG)
    atexit.register(gc.freeze)  # what ends with the process is not looked through first
    if spoken() == "zh":
        _parser_in_chinese()
        _in_chinese(main)
        main.said_in_chinese = True
    main()


def _parser_in_chinese() -> None:
    """Let the parser of the command line speak Chinese, for the life of this process. It takes its words from `gettext`, for which there are none."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, said in (("_", of_parser), ("ngettext", of_parser_counted), ("wrap_text", wrapped), ("term_len", width)):
            if hasattr(module, name):
                setattr(module, name, said)
    formatting.HelpFormatter.write_heading = lambda self, heading: self.write(f"{'':>{self.current_indent}}{heading}：\n")  # type: ignore[method-assign]


def _in_chinese(command: click.Command) -> None:
    """The help of a command, its options and those in it, in Chinese."""
    if command.help:
        command.help = helped(command.help)
        command.short_help = command.help.partition("。")[0]
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            param.help = helped(param.help)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _in_chinese(inner)


class Shidian(click.Group):
    """Imports a command when it is asked for, and turns every known error into one clear message and an exit code."""

    said_in_chinese = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands and cmd_name in MODULES:
            found: click.Command = getattr(import_module(MODULES[cmd_name]), cmd_name)
            if self.said_in_chinese:
                _in_chinese(found)
            self.add_command(found, cmd_name)
        return self.commands.get(cmd_name)

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
        except KeyboardInterrupt:
            told("stopped", err=True)
            sys.exit(STOPPED)
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
