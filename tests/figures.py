"""Figures of a long run, kept on the page of reliability by the run itself: each has its block there, with the command and the day, and no hand writes in it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/reference/reliability.md"


def keep(run: str, lines: Sequence[str], page: Path = PAGE, command: str = "") -> None:
    """Put the figures of a run in the place of those that stand there; a run without a block has no place on the page."""
    text = page.read_text("utf-8")
    known = re.compile(rf"<!-- run: {re.escape(run)} -->\n.*?<!-- end -->\n", re.DOTALL)
    if not known.search(text):
        raise SystemExit(f"{page.name} has no block for the run {run!r}")
    day = dt.datetime.now(dt.UTC).date()
    body = "".join(f"    {line}".rstrip() + "\n" for line in lines)
    block = f"<!-- run: {run} -->\n`{command or _command()}`, {day}:\n\n{body}<!-- end -->\n"
    page.write_text(known.sub(lambda _: block, text), "utf-8")


def _command() -> str:
    """The command as a person types it, without where it kept what for itself."""
    words, left = [], iter(sys.argv[1:])
    for word in left:
        if word == "--write":
            continue
        if word == "--kept":
            next(left, None)
            continue
        words.append(word)
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return " ".join(["python -m", spec.name.removesuffix(".__main__") if spec else Path(sys.argv[0]).stem, *words])


def main() -> int:
    """`python -m tests.figures boundaries 9 shidian cases --needed` runs the command and keeps the last nine lines of what it says."""
    run, count, *command = sys.argv[1:]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    keep(run, said[-int(count) :], command=" ".join(command))
    return 0


if __name__ == "__main__":
    sys.exit(main())
