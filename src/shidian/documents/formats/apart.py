"""A process of its own for formats that can be made to eat a machine: bounded in memory, time and output, and unable to write files.

python -m shidian.documents.formats.apart pdf < FILE
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable

import msgspec

from shidian.documents.formats.markup import Parsed
from shidian.errors import DocumentError

SECONDS = {"pdf": 60, "docx": 60, "xlsx": 60, "scan": 300}
MEMORY = {"pdf": 1_500_000_000, "docx": 1_500_000_000, "xlsx": 1_500_000_000, "scan": 6_000_000_000}
"""Bounds of time and of address space by form; `scan` is a PDF whose pictures of pages are recognised."""
MOST_CHARACTERS = 10_000_000


class ApartAnswer(msgspec.Struct):
    """What the process says: what it parsed, or an error."""

    parsed: Parsed | None = None
    error: str | None = None
    hint: str | None = None


def parse_apart(raw: bytes, form: str) -> Parsed:
    """The blocks of a PDF, DOCX or XLSX, read in a process of its own. Raises DocumentError."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "shidian.documents.formats.apart", form],
            input=raw,
            capture_output=True,
            timeout=SECONDS[form],
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            f"the {form.upper()} took more than {SECONDS[form]} seconds to read", hint="save its text, or a simpler copy"
        ) from error
    try:
        answer = msgspec.json.decode(done.stdout, type=ApartAnswer)
    except msgspec.DecodeError as error:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        why = "it needs too much memory or time" if done.returncode < 0 or "MemoryError" in last else last or f"exit code {done.returncode}"
        raise DocumentError(f"the {form.upper()} could not be read: {why}", hint="save its text, or a simpler copy") from error
    if answer.parsed is None:
        raise DocumentError(answer.error or f"the {form.upper()} could not be read", hint=answer.hint)
    return answer.parsed


def limit(memory: int, seconds: int) -> None:
    """Bound the address space (bytes) and processor time of this process, and let it write no files."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # where the system knows no limits, the time still bounds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(form: str) -> None:
    """Read standard input, write the answer to standard output."""
    import warnings

    from shidian.documents.formats.office import read_docx
    from shidian.documents.formats.pdf import read_pdf, read_scanned_pdf
    from shidian.documents.formats.workbooks import read_xlsx

    warnings.simplefilter("ignore")
    readers: dict[str, Callable[[bytes], Parsed]] = {"pdf": read_pdf, "docx": read_docx, "xlsx": read_xlsx, "scan": read_scanned_pdf}
    raw = sys.stdin.buffer.read()
    limit(MEMORY[form], SECONDS[form])
    try:
        parsed = readers[form](raw)
        if sum(len(b.text) for b in parsed.blocks) > MOST_CHARACTERS:
            raise DocumentError(f"it holds more than {MOST_CHARACTERS:,} characters", hint="split it")
        answer = ApartAnswer(parsed)
    except DocumentError as error:
        answer = ApartAnswer(None, error.message, error.hint)
    except (MemoryError, RecursionError):
        answer = ApartAnswer(None, f"the {form.upper()} needs too much memory", "save its text, or a simpler copy")
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main(sys.argv[1])
