"""What bad values mean: listed once each with their count and what may have been meant, filled in by a person, and kept for the next table.

The file is a CSV with the columns `fact`, `value`, `meant` (and `rows`, `near` to help). A line whose `meant` is empty says nothing.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.errors import CaseError, FileRefused, TableError
from shidian.files import MEGABYTE, text_within, whole

HEAD = ("fact", "value", "meant", "rows", "near")
MOST = 500
"""Bad values that are listed, the most frequent."""
LOOKED_UP = 100
"""Of these, for how many it is looked up what may have been meant."""


class BadWord(Struct):
    """A value of a fact that cannot be read, and in how many rows it stands."""

    fact: str
    value: str
    rows: int


def read_values(path: Path) -> dict[tuple[str, str], str]:
    """What is meant, by fact and value. Raises TableError."""
    try:
        rows = list(csv.DictReader(io.StringIO(text_within(path, 16 * MEGABYTE), newline="")))
    except (FileRefused, csv.Error) as error:
        raise TableError(f"`{path}` cannot be read", hint=str(error)) from error
    if not rows or not {"fact", "value", "meant"} <= rows[0].keys():
        raise TableError(f"`{path}` maps no values", hint="it needs the columns fact, value, meant")
    out: dict[tuple[str, str], str] = {}
    for row in rows:
        key, meant = (_bare(row["fact"]), _bare(row["value"])), _bare(row["meant"])
        if meant and out.setdefault(key, meant) != meant:
            raise TableError(f"`{key[1]}` of `{key[0]}` is mapped twice, to `{out[key]}` and `{meant}`", hint="keep one of the two lines")
    return out


def kept_file() -> Path:
    """Where meanings are kept for the next table: `$SHIDIAN_VALUES`, else `values.csv` in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(os.environ.get("SHIDIAN_VALUES") or Path(base) / "shidian/values.csv")


def kept_values() -> dict[tuple[str, str], str]:
    """The meanings that were given before. Raises TableError."""
    return read_values(kept_file()) if kept_file().is_file() else {}


def keep_values(values: Mapping[tuple[str, str], str]) -> None:
    """Keep what is meant for the next table; a word that was kept with another meaning has the new one."""
    kept = kept_values()
    told = {**kept, **values}
    if told == kept:
        return
    kept_file().parent.mkdir(parents=True, exist_ok=True)
    with whole(kept_file(), mode=0o600) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD[:3])
        writer.writerows((fact, _guarded(word), meant) for (fact, word), meant in sorted(told.items()))


def write_values(
    book: CompiledLaw, question: str, bad: Iterable[BadWord], path: Path, kept: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> None:
    """List bad values, to be filled in; what was `kept` of them stands there already, for a person to look at."""
    with whole(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for i, word in enumerate(bad):
            near = suggestion(book, question, word) if i < LOOKED_UP else ""
            writer.writerow([word.fact, _guarded(word.value), kept.get((word.fact, word.value), ""), word.rows, near])


def suggestion(book: CompiledLaw, question: str, word: BadWord) -> str:
    """What may have been meant, in words."""
    try:
        read_case(book.lawbook, book.question(question), {word.fact: word.value}, None)
    except CaseError as error:
        return error.hint or ""
    return ""


def _bare(cell: str | None) -> str:
    return (cell or "").strip().removeprefix("'")


def _guarded(cell: str) -> str:
    return "'" + cell if cell[:1] in "=+-@\t\r" else cell
