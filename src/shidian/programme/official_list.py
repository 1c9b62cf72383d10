"""Reading an official task list: areas 一、, groups （一）, tasks 1., as plain text in UTF-8 or GB18030."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from shidian.errors import ShidianError
from shidian.law.numerals import chinese

MOST_BYTES = 2_000_000
_AREA = re.compile(r"^\s*([一二三四五六七八九十]{1,3})、\s*(\S.*)$")
_GROUP = re.compile(r"^\s*[（(]([一二三四五六七八九十]{1,3})[）)]\s*(\S.*)$")
_TASK = re.compile(r"^\s*(\d{1,3})\s*[.．、](?!\d)\s*(\S.*)$")


class BadList(ShidianError):
    """The file holds no numbered task list."""

    code = "bad-task-list"


class ListedTask(Struct, frozen=True):
    """One numbered task of an official list."""

    number: int
    area: int
    area_title: str
    group: str | None
    text: str
    line: int


def read_official_list(raw: bytes) -> tuple[ListedTask, ...]:
    """The tasks of a list, in its order. Lines that carry no number continue the task before them. Raises BadList."""
    if len(raw) > MOST_BYTES:
        raise BadList(f"the file has {len(raw):,} bytes; at most {MOST_BYTES:,} are read")
    area, title, group, heading = 0, "", None, True
    out: list[ListedTask] = []
    for number, line in enumerate(_decode(raw).splitlines(), 1):
        if found := _AREA.match(line):
            area, title, group, heading = numeral(found[1]), found[2].strip(), None, True
        elif found := _GROUP.match(line):
            group, heading = found[2].strip(), True
        elif (found := _TASK.match(line)) and area:
            out.append(ListedTask(int(found[1]), area, title, group, found[2].strip(), number))
            heading = False
        elif line.strip() and not heading:  # what follows a heading belongs to the heading
            out[-1] = replace(out[-1], text=out[-1].text + line.strip())
    if not out:
        raise BadList("no numbered task was found", hint="areas are numbered 一、二、… and tasks 1. 2. …, each on a line of its own")
    return tuple(out)


def numeral(text: str) -> int:
    """A Chinese number from 一 to 九十九. Raises BadList for characters that make no number."""
    if (value := chinese(text)) is None or not 0 < value < 100 or (len(text) > 1 and "十" not in text):
        raise BadList(f"`{text}` is not a number", hint="areas are numbered 一、二、…")
    return int(value)


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadList("the file is neither UTF-8 nor GB18030", hint="save it as UTF-8")
