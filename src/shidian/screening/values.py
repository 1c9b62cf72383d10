"""What a person says of a table, kept for the next one: what bad values mean, and which column is which fact.

What bad values mean is a CSV with the columns `fact`, `value`, `meant` (and `rows`, `near` to help): listed once each with their count and what may
have been meant, filled in by a person; a line whose `meant` is empty says nothing. What is said of columns is a CSV with the columns `does`
(`column`, `ignore`, `scale`, `open`), `fact`, `value`; in the kept one `table` tells of which tables. Both are offered, and never taken unasked.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.errors import CaseError, FileRefused, TableError
from shidian.files import MEGABYTE, csv_text, text_within, whole
from shidian.screening.asked import TableChoice
from shidian.screening.headings import heading
from shidian.screening.joined import parts_of

HEAD = ("fact", "value", "meant", "rows", "near")
SAID = ("table", "does", "fact", "value")
DOES: dict[str, Literal["column", "ignore", "scale", "open"]] = {"column": "column", "ignore": "ignore", "scale": "scale", "open": "open"}
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
    out: dict[tuple[str, str], str] = {}
    for row in _read(path, HEAD[:3]):
        key, meant = (row["fact"], row["value"]), row["meant"]
        if meant and out.setdefault(key, meant) != meant:
            raise TableError(f"`{key[1]}` of `{key[0]}` is mapped twice, to `{out[key]}` and `{meant}`", hint="keep one of the two lines")
    return out


def _read(path: Path, head: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV that a person may have written, without what guards their cells. Raises TableError."""
    try:
        rows = list(csv.DictReader(io.StringIO(text_within(path, 16 * MEGABYTE), newline="")))
    except (FileRefused, csv.Error) as error:
        raise TableError(f"`{path}` cannot be read", hint=str(error)) from error
    if not rows or not set(head) <= rows[0].keys():
        raise TableError(f"`{path}` maps nothing", hint="it needs the columns " + ", ".join(head))
    return [{k: (v or "").strip().removeprefix("'") for k, v in row.items() if isinstance(v, str | None) and k} for row in rows]


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path, mode=0o600) as beside:
        beside.write_text("\ufeff" + csv_text([head, *rows], end="\r\n"), encoding="utf-8", newline="")


def kept_file() -> Path:
    """Where meanings are kept for the next table: `$SHIDIAN_VALUES`, else `values.csv` in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(os.environ.get("SHIDIAN_VALUES") or Path(base) / "shidian/values.csv")


def kept_columns() -> Path:
    """Where it is kept what was said of columns: beside the meanings."""
    return kept_file().with_name("columns.csv")


def shape_of(question: str, names: Iterable[str]) -> str:
    """What the tables of one kind have in common: the question and the headings, but for their numbers (of months, of years) and their order."""
    return " | ".join((question, *sorted({_unnumbered(n) for n in names})))


def _unnumbered(name: str) -> str:
    return re.sub(r"\d+", "#", heading(name))


def read_choices(path: Path, question: str, names: Sequence[str]) -> tuple[TableChoice, ...]:
    """What a file says of the columns of a table, as the table calls them; what it says of columns that are not there is left out.
    Raises TableError."""
    shape, out = shape_of(question, names), []
    for row in _read(path, SAID[1:]):
        does, column = DOES.get(row["does"]), row["value"]
        if row.get("table") not in (None, "", shape):
            continue
        if does is None:
            raise TableError(f"`{path}` says `{row['does']}`, which is nothing that a table is told", hint=", ".join(DOES))
        out.append(TableChoice(does, row["fact"], column))
    return fitting(out, names)


def fitting(said: Iterable[TableChoice], names: Sequence[str]) -> tuple[TableChoice, ...]:
    """What was said of the columns of one table in the names of another, which may differ in numbers; what has no one column there is left out."""
    out = []
    for choice in said:
        if choice.does in ("column", "ignore") and choice.value and not parts_of(choice.value, names):
            alike = [n for n in names if _unnumbered(n) == _unnumbered(choice.value)]
            if len(alike) != 1:
                continue
            choice = TableChoice(choice.does, choice.fact, alike[0])
        out.append(choice)
    return tuple(out)


def kept_choices(question: str, names: Sequence[str]) -> tuple[TableChoice, ...]:
    """What was said before of the columns of such a table. Raises TableError."""
    return read_choices(kept_columns(), question, names) if kept_columns().is_file() else ()


def keep_choices(question: str, names: Sequence[str], said: Collection[TableChoice]) -> None:
    """Keep what was said of the columns of a table for the next one of its shape, in place of what was kept for that."""
    if not said:
        return
    shape = shape_of(question, names)
    before = [tuple(row[k] for k in SAID) for row in _read(kept_columns(), SAID)] if kept_columns().is_file() else []
    told = [row for row in before if row[0] != shape] + [(shape, c.does, c.fact, c.value) for c in said]
    if told != before:
        _write(kept_columns(), SAID, told)


def kept_values() -> dict[tuple[str, str], str]:
    """The meanings that were given before. Raises TableError."""
    return read_values(kept_file()) if kept_file().is_file() else {}


def keep_values(values: Mapping[tuple[str, str], str]) -> None:
    """Keep what is meant for the next table; a word that was kept with another meaning has the new one."""
    kept = kept_values()
    told = {**kept, **values}
    if told == kept:
        return
    _write(kept_file(), HEAD[:3], ((fact, word, meant) for (fact, word), meant in sorted(told.items())))


def write_values(
    book: CompiledLaw, question: str, bad: Iterable[BadWord], path: Path, kept: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> None:
    """List bad values, to be filled in; what was `kept` of them stands there already, for a person to look at."""
    rows = []
    for i, word in enumerate(bad):
        near = suggestion(book, question, word) if i < LOOKED_UP else ""
        rows.append([word.fact, word.value, kept.get((word.fact, word.value), ""), word.rows, near])
    _write(path, HEAD, rows)


def suggestion(book: CompiledLaw, question: str, word: BadWord) -> str:
    """What may have been meant, in words."""
    try:
        read_case(book.lawbook, book.question(question), {word.fact: word.value}, None)
    except CaseError as error:
        return error.hint or ""
    return ""
