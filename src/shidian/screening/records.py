"""The records of a text file: in which encoding it is, what parts the cells, and which lines belong to which record.

Every line of the file belongs to exactly one record. A cell in quotes may hold line breaks; where a quote is opened and never closed,
or the lines put together are no record, each line stands for itself, and the broken one is an error of that line alone.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from shidian.errors import TableError

DELIMITERS = (",", "\t", ";", "|", "，")
LOOKED_AT = 200
"""Records that are looked at to find the delimiter."""
AGREEING = 0.8
"""Share of them that must have the same number of cells."""
_LONE_QUOTE = re.compile(r'(?<=[^,;|\t"\s])"(?=[^,;|\t"\r\n])[^"]*[,;|\t][^"]*[^,;|\t"\s]"')
"""A quotation mark opened in the middle of a cell, and closed behind a delimiter: which cells it parts, nobody can tell."""
TALLEST = 200
"""Lines that one record may have."""
LONGEST = 100_000
"""Characters that one line may have."""


MIDDLE = "a quotation mark stands in the middle of a cell, so that its cells cannot be told apart"


class RawRecord(NamedTuple):
    """One record: the line on which it begins (from 1), how many lines it has, its cells, what is wrong with it, and whether its cells are struck
    through (`all`, `some`)."""

    line: int
    lines: int
    cells: list[str]
    wrong: str | None = None
    struck: str = ""


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its mark, UTF-8 where its lines are, else GB 18030. Raises TableError where neither fits."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if head.count(0) > len(head) // 4:
        wide = "utf-16-le" if sum(b == 0 for b in head[1::2]) > sum(b == 0 for b in head[::2]) else "utf-16-be"
        if "\x00" not in head[: len(head) // 2 * 2].decode(wide, "replace"):
            return wide
    if b"\x00" in head:
        raise TableError("the file is no table of texts", hint="it holds null bytes; is its ending right?")
    utf8 = gb = neither = 0
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            if _is(line, "utf-8"):
                utf8 += 1
            elif _is(line, "gb18030"):
                gb += 1
            else:
                neither += 1
    if utf8 and utf8 >= 9 * (gb + neither):
        return "utf-8"
    if not utf8 and not gb and not neither:
        return "utf-8"
    if not neither and gb >= utf8:
        return "gb18030"
    raise TableError("the text is neither UTF-8 nor GB 18030 throughout", hint="name the encoding, or save it as UTF-8")


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def lines_of(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a text file with their ends; bytes that are no text become surrogates, and an error of their line. Raises TableError."""
    try:
        with path.open(encoding=encoding, errors="surrogateescape" if encoding.startswith("utf-8") else "strict", newline="") as file:
            while line := file.readline(LONGEST):
                if len(line) == LONGEST:
                    raise TableError(f"a line has more than {LONGEST} characters", hint="is this a table?")
                yield line
    except LookupError as error:
        raise TableError(f"unknown encoding `{encoding}`", hint="such as utf-8, gb18030, big5 or utf-16") from error
    except UnicodeError as error:
        raise TableError("the file has another encoding", hint="name it, such as gb18030 for files of older Chinese programs") from error


def count_lines(path: Path, encoding: str) -> int:
    """The lines of a file, counted without the reader, to hold it to them."""
    count = 0
    with path.open(encoding=encoding, errors="replace", newline=None) as file:
        last = "\n"
        while block := file.read(1 << 20):
            count += block.count("\n")
            last = block[-1]
    return count + (last != "\n")


def records(lines: Iterable[str], delimiter: str, width: int | None = None) -> Iterator[RawRecord]:
    """The records of a text. `width` is the number of cells of a good record, None before it is known."""
    waiting: list[tuple[int, str]] = []
    numbered = enumerate(lines, 1)
    while True:
        if waiting:
            at, line = waiting.pop(0)
        else:
            at, line = next(numbered, (0, ""))
            if not at:
                return
        body = line.rstrip("\r\n")
        if '"' not in body:
            yield RawRecord(at, 1, body.split(delimiter), _unreadable(body))
            continue
        block, odd = [line], body.count('"') % 2
        while odd and len(block) < TALLEST:
            if len(block) - 1 < len(waiting):
                more = waiting[len(block) - 1][1]
            else:
                number, more = next(numbered, (0, ""))
                if not number:
                    break
                waiting.append((number, more))
            block.append(more)
            odd ^= more.count('"') % 2
        cells = _parsed("".join(block), delimiter) if not odd else None
        if cells is not None and (len(block) == 1 or width is None or len(cells) == width):
            del waiting[: len(block) - 1]
            wrong = _unreadable("".join(cells)) or (MIDDLE if _LONE_QUOTE.search("".join(block)) else None)
            yield RawRecord(at, len(block), cells, wrong)
            continue
        alone = _parsed(line, delimiter)
        if alone is not None:
            yield RawRecord(at, 1, alone, _unreadable(body))
        else:
            yield RawRecord(at, 1, body.split(delimiter), "a quotation mark is opened and not closed as it should be")


def _parsed(text: str, delimiter: str) -> list[str] | None:
    spaced = f'{delimiter} "' in text  # a space between the delimiter and the mark
    lines = text.splitlines(keepends=True) if "\n" in text.rstrip("\r\n") else [text]
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _unreadable(text: str) -> str | None:
    if any("\ud800" <= c <= "\udfff" for c in text) if not text.isascii() else False:
        return "the line holds bytes that are no text in this encoding"
    return "the line holds a null character" if "\x00" in text else None


def delimiter_of(lines: list[str], wanted: str | None = None) -> str:
    """What parts the cells. Raises TableError where two readings are as good as each other."""
    if wanted is not None:
        return wanted
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in DELIMITERS:
        widths = Counter(len(r.cells) for r in records(lines, delimiter) if any(c.strip() for c in r.cells) and len(r.cells) > 1)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda x: (x[1], x[0]))
        scores[delimiter] = count / max(1, sum(bool(line.strip()) for line in lines)), width
    good = {d: s for d, s in scores.items() if s[0] >= AGREEING} or {d: s for d, s in scores.items() if s[0] >= AGREEING / 2}
    if not good:
        return max(scores, key=lambda d: scores[d], default=",")
    best = max(good.values(), key=lambda s: (round(s[0], 1), s[1]))
    first = [d for d, s in good.items() if round(s[0], 1) == round(best[0], 1) and s[1] == best[1]]
    if len(first) > 1:
        named = " or ".join(repr(d) for d in first)
        raise TableError(f"the cells may be parted by {named}", hint="name the delimiter")
    return first[0]
