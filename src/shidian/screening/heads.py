"""Where a table begins, and which of its rows are cases: titles above the headings, blank lines, totals, notes and repeated headings
are passed over and counted apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from shidian.errors import TableError
from shidian.screening.headings import SAYS, heading, is_known, is_plain_group, is_unit

LONGEST_GROUP = 20
"""Characters of the name of a group of columns."""
SOUGHT = 30
"""Rows in which the headings are looked for."""
MOST_COLUMNS = 1_000
_SIGNED = re.compile(r"^[^:：]{1,12}[:：]")
_TYPED = re.compile(r"[\d.,%/\-年月日:\s]+")
_NUMBER = re.compile(r"^[\s(（]*(?:第?[一二三四五六七八九十]+|\d{1,2}|[A-Za-z]|[ivxIVX]+)(?:部分|类)?\s*[)）]?[、.．:：)）\s]\s*")
_COUNT = re.compile(r"[(（]?\s*(?:共)?\s*\d+\s*(?:家|户|个|项|companies|entries)?\s*[)）]?\s*[:：]?$|[:：]$")
GROUP = "group heading"
"""The column of what heads the rows of a group (一、成都市（3家）), beside those that a table has itself."""
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?(?:度|[初底末])?")


def head_of(rows: Sequence[Sequence[str]], known: Collection[str], wanted: int | None = None) -> int:
    """The index of the row with the headings: the one that names the most facts (`known`: folded headings), else the first row as wide as
    the table whose cells are words. `wanted` is the row that the user named, from 1. Raises TableError."""
    if wanted is not None:
        if not 1 <= wanted <= len(rows):
            raise TableError(f"there is no row {wanted} to hold the headings")
        return wanted - 1
    named = [len({heading(c) for c in row if c.strip() and is_known(c, known)}) for row in rows]
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


def whole_head(rows: Sequence[Sequence[str]], head: int, known: Collection[str], wanted: int | None = None) -> tuple[list[str], int]:
    """The headings of a table and the index of their last row. Two rows are headings together where the second names what the first leaves empty
    or groups (外方: 国别, 比例), where it parts one heading that reaches over several columns (外资股比: 2024年, 2025年), and where it is nothing but
    units (万元, %, 人)."""
    _check_turned(rows, known)
    top = [c.strip() for c in rows[head]]
    if head + 1 < len(rows) and _goes_on(top, below := [c.strip() for c in rows[head + 1]], known):
        return _together(top, below, known), head + 1
    if wanted is None and head:
        above = [c.strip() for c in rows[head - 1]]
        if _goes_on(above, top, known) or _tells_apart(above, top, known):
            return _together(above, top, known), head
    return top, head


def _check_turned(rows: Sequence[Sequence[str]], known: Collection[str]) -> None:
    """Raises TableError for a table with its facts one below the other and a case in each column."""
    across = max((len({heading(c) for c in row if is_known(c, known)}) for row in rows), default=0)
    down = len({heading(row[0]) for row in rows if row and is_known(row[0], known)})
    if down >= 3 and down > across:
        raise TableError("the headings stand one below the other, and a case in each column", hint="turn the table, and give it again")


def _goes_on(top: Sequence[str], below: Sequence[str], known: Collection[str]) -> bool:
    filled = [i for i, c in enumerate(below) if c]
    if not filled or sum(map(bool, top)) < 2:
        return False
    if all(is_unit(below[i]) for i in filled) and all(i < len(top) and top[i] for i in filled):
        return True
    if _parts_a_group(top, below, filled):
        return True
    if all(_at(top, i) and not is_known(below[i], known) and heading(top[i] + below[i]) in known for i in filled):
        return True
    if any(_TYPED.fullmatch(below[i]) for i in filled) or not any(is_known(below[i], known) for i in filled):
        return False
    same = {i for i in filled if i < len(top) and top[i] == below[i]}
    under = {i for i in filled if i >= len(top) or not top[i] or (i + 1 in filled and (i + 1 >= len(top) or not top[i + 1]))}
    for i in filled:  # beside a column of a group, another group may have one column only
        if i - 1 in under and i < len(top) and not _TYPED.fullmatch(top[i]):
            under.add(i)
    return under | same == set(filled) and bool(same or any(c and i not in filled for i, c in enumerate(top)))


def _tells_apart(above: Sequence[str], top: Sequence[str], known: Collection[str]) -> bool:
    """Whether headings that name columns twice (占比, 占比) stand under the names of groups that tell them apart (外方, 中方), as far as the table is wide."""
    filled, groups = [c for c in top if c], [c for c in above if c]
    if len(groups) < 2 or len(set(filled)) == len(filled) or not _at(above, next(i for i, c in enumerate(top) if c)):
        return False
    if any(len(g) > LONGEST_GROUP or _SIGNED.match(g) or _TYPED.fullmatch(g) for g in groups):
        return False
    together = [c for c in _together(above, top, known) if c]
    return len(set(together)) == len(together)


def _parts_a_group(top: Sequence[str], below: Sequence[str], filled: Sequence[int]) -> bool:
    """Whether a row names the columns of groups whose heading stands over the first of them, and is empty everywhere else."""
    width = 1 + max(i for cells in (top, below) for i, c in enumerate(cells) if c)
    under = {i for i in range(width) if not _at(top, i) or (i + 1 < width and not _at(top, i + 1))}
    words = all(_YEAR.fullmatch(below[i]) or not _TYPED.fullmatch(below[i]) for i in filled)
    elsewhere = [i for i, c in enumerate(top) if c and i not in under]
    return words and len(filled) >= 2 and under == set(filled) and any(_at(top, i) for i in filled) and len(elsewhere) >= 2


def _at(cells: Sequence[str], i: int) -> str:
    return cells[i] if i < len(cells) else ""


def _together(top: Sequence[str], below: Sequence[str], known: Collection[str]) -> list[str]:
    """Two rows of headings as one. The name of a group stands before what is in it, except where it changes nothing (外方投资者: 国别): a country
    of the seller, a share that was, is another one. It stands there too where only both together name a fact (外方: 比例), and where it names one that
    is parted below (外资股比: 2024年)."""
    width = max(len(top), len(below))
    first, second = ([*r, *[""] * (width - len(r))] for r in (top, below))
    if all(is_unit(c) for c in second if c):
        return [f"{a}（{b.strip('()（）')}）" if b else a for a, b in zip(first, second, strict=True)]
    often = Counter(c for c in second if c)
    out, group = [], ""
    for a, b in zip(first, second, strict=True):
        group = a or (group if b else "")
        parted = not is_known(b, known) and (heading(group + b) in known or is_known(group, known))
        told = often[b] > 1 or not is_plain_group(group) or parted
        out.append(f"{group}{b}" if b and a != b and told else b or a)
    return out


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


def passed_over(cells: Sequence[str], head: Sequence[str], leading: bool = True) -> str | None:
    """Why a row is no case: `blank`, `total`, `example`, `note`, `section`, `heading`; None for a case. `leading` says whether the first column may give
    a fact: a row with nothing but its first cell is then a case."""
    filled = [c.strip() for c in cells if c.strip()]
    if not filled:
        return "blank"
    first = filled[0]
    bare = 2 * len(filled) <= len(head) or all(_TYPED.fullmatch(c) for c in filled[1:])
    total = SAYS["total"].match(plain := re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", first))
    if total and (
        bare or not re.search("[A-Za-z]{2}", plain[total.end() :]) or plain[:3].casefold() == "sub"
    ):  # Total Logistics, with its facts, is a company
        return "total"
    if any(SAYS["example"].fullmatch(c) for c in filled[:2]):
        return "example"
    if len(head) > 2 and cells[0].strip() and SAYS["note"].match(first) and (len(filled) <= 2 or all(_SIGNED.match(c) for c in filled)):
        return "note"
    if bare and len(filled) < max(4, len(head)) and SAYS["total_of"].fullmatch(first):
        return "total"
    if len(filled) == 1 and len(head) > 3 and cells[0].strip() and not leading:
        return "section"
    if [c.strip() for c in cells[: len(head)]] == list(head):
        return "heading"
    return None


def bare_section(text: str) -> str:
    """What a row that heads those below says, without its number and their count."""
    return _COUNT.sub("", _NUMBER.sub("", text)).strip()


def other_headings(cells: Sequence[str], words: Collection[str]) -> bool:
    """Whether a row holds headings, of whatever question, and not those of the table: a second table begins, with columns of its own.
    `words` are folded words for facts and the headings of the table."""
    filled = [c for c in cells if c.strip()]
    if len(filled) < 3 or any(_TYPED.fullmatch(c) for c in filled):
        return False
    named = {heading(c) for c in filled if is_known(c, words)}
    return len(named) >= 3 and 2 * len(named) >= len(filled)


def with_group(cells: Sequence[str], below: Sequence[Sequence[str]], known: Collection[str]) -> tuple[list[str], bool]:
    """The names of the columns, with one for what heads the rows of a group where there are such rows, directly above one
    that is a case; and whether there are."""
    names = names_of_columns(cells)
    kinds = [passed_over(row, names, leads(names, known)) for row in below]
    grouped = GROUP not in names and any(a == "section" and b is None for a, b in pairwise(kinds))
    return [*names, *[GROUP] * grouped], grouped


def leads(names: Sequence[str], known: Collection[str]) -> bool:
    """Whether the first column may give a fact."""
    return is_known(names[0], known) or not any(is_known(n, known) for n in names)


def above_of(rows: Iterable[Sequence[str]]) -> str:
    """The text that stands above the headings."""
    return "\n".join(c.strip() for row in rows for c in row if c.strip())
