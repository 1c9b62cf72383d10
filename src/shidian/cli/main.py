"""The command `shidian`. Exit codes: 0 answered, 4 undetermined, 2 wrong usage, 3 lawbook invalid, 1 anything else."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

import click

from shidian.cli import browse, changes, over_time, programme, proofs
from shidian.cli.ask import ask, replay
from shidian.cli.desk.commands import desk
from shidian.cli.desk.importing import import_list
from shidian.cli.desk.procedure import procedure
from shidian.cli.export import export
from shidian.cli.lawbook import lawbook
from shidian.cli.openness import openness
from shidian.cli.read import check, read
from shidian.cli.review import review
from shidian.cli.screen import screen
from shidian.cli.serve import mcp, serve
from shidian.cli.tasks import task, tasks
from shidian.cli.watch import watch
from shidian.cli.words import cases, questions, words
from shidian.errors import CaseError, LawbookError, ShidianError
from shidian.version import __version__

USAGE, INVALID, FAILED = 2, 3, 1


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
                click.echo(str(fault), err=True)
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
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # a fault of ours: one line for the user, the place for whoever mends it
            if os.environ.get("SHIDIAN_TRACEBACK"):
                raise
            click.echo(
                f"shidian: internal: {type(error).__name__}: {' '.join(str(error).split())[:200]}; this is a fault of shidian, no answer was given;"
                " set SHIDIAN_TRACEBACK=1 to see where it happened",
                err=True,
            )
            sys.exit(FAILED)


def _fail(error: ShidianError, code: int) -> None:
    click.echo(f"shidian: {error.code}: {error}", err=True)
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
