"""Where a table begins, and which of its rows are cases: titles above the headings, blank lines, totals, notes and repeated headings
are passed over and counted apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from shidian.errors import TableError
from shidian.screening.columns import heading

SOUGHT = 30
"""Rows in which the headings are looked for."""
MOST_COLUMNS = 1_000
TOTALS = {"合计", "总计", "小计", "共计", "累计", "total", "totals", "subtotal", "grandtotal", "sum"}
_NOTE = re.compile(
    r"^(注|备注|说明|填表|填报|制表|审核|单位负责人|联系人|资料来源|数据来源|note|notes|source|prepared by|remark)", re.IGNORECASE
)
_TYPED = re.compile(r"[\d.,%/\-年月日:\s]+")


def head_of(rows: Sequence[Sequence[str]], known: Collection[str], wanted: int | None = None) -> int:
    """The index of the row with the headings: the one that names the most facts (`known`: folded headings), else the first row as wide as
    the table whose cells are words. `wanted` is the row that the user named, from 1. Raises TableError."""
    if wanted is not None:
        if not 1 <= wanted <= len(rows):
            raise TableError(f"there is no row {wanted} to hold the headings")
        return wanted - 1
    named = [len({heading(c) for c in row if c.strip()} & set(known)) for row in rows]
    if named and max(named) >= 2:
        return named.index(max(named))
    filled = [sum(bool(c.strip()) for c in row) for row in rows]
    if not any(filled):
        raise TableError("the first line must name the columns")
    typical = Counter(f for f in filled if f).most_common(1)[0][0]
    for i, row in enumerate(rows):
        cells = [c for c in row if c.strip()]
        if cells and (len(cells) >= typical or named[i]) and not any(_TYPED.fullmatch(c) for c in cells):
            return i
    return next(i for i, n in enumerate(filled) if n)


def names_of_columns(row: Sequence[str]) -> list[str]:
    """The names of the columns; one without a name is called by its place. Raises TableError for two of one name."""
    cells = [c.strip().removeprefix("\ufeff") for c in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise TableError(f"the table has more than {MOST_COLUMNS} columns")
    names = [c or f"column {i}" for i, c in enumerate(cells, 1)]
    folded = Counter(n.casefold() for n in names)
    twice = next((n for n in names if folded[n.casefold()] > 1), None)
    if twice is not None:
        raise TableError(f"two columns are called `{twice}`", hint="rename one of them; upper and lower case are the same")
    return names


def passed_over(cells: Sequence[str], head: Sequence[str]) -> str | None:
    """Why a row is no case: `blank`, `total`, `note`, `heading`; None for a case."""
    filled = [c.strip() for c in cells if c.strip()]
    if not filled:
        return "blank"
    first = filled[0]
    if re.sub(r"[\s:：()（）]", "", first).casefold() in TOTALS:
        return "total"
    if len(filled) <= 2 and len(head) > 2 and cells[0].strip() and _NOTE.match(first):
        return "note"
    if [c.strip() for c in cells[: len(head)]] == list(head):
        return "heading"
    return None
