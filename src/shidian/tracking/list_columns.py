"""Which column of a bureau's list is about which field of an item, and what its cells write around their words. The words stand in `list_columns.toml`.

A heading is one of the words of a field, or composed of parts that headings of that field are made of (试点任务内容, 本季度工作进展情况); what says of which
quarter it is does not matter. A heading that is a word goes before one that is composed. What is neither is not taken, and told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from shidian.errors import DeskError
from shidian.law.names import fold
from shidian.packaged import table
from shidian.screening.headings import heading

NUMBERED = re.compile(r"(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,5})(?:[)）、:：]|[.．](?!\d))+\s*)+")
"""The number that a list writes before the words of a task."""
SHARE = re.compile(r"[(（][%％][)）]")
"""A column of numbers, and of no words."""
NUMBER = re.compile(r"[A-Za-z]{0,4}[-.]?[（(]?[\d.\-]+[)）.、]?")


def _told() -> Mapping[str, Any]:
    return table("tracking/list_columns.toml")


@cache
def standing() -> frozenset[str]:
    """Words that stand where a due day would, for work that has none."""
    return frozenset(fold(word) for word in _told()["standing"]["words"])


@cache
def columns() -> Mapping[str, str]:
    """The field of each folded heading that is a word."""
    return {heading(word): field for field, words in _told()["columns"].items() for word in (field, *words)}


@cache
def _composed(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(pattern)) for field, pattern in _told()[kind].items())


def field_of(name: str) -> tuple[str, int] | None:
    """The field that a heading is about, and how surely (0: by a word, 1: by its parts, 2: only where nothing else is about it); None without."""
    if SHARE.search(name):
        return None
    said = heading(name)
    if said in columns():
        return columns()[said], 0
    bare = re.sub(_told()["period"]["pattern"], "", said)
    if bare in columns():
        return columns()[bare], 0
    spare = {heading(word): field for field, words in _told()["spare"].items() for word in words}
    if bare in spare:
        return spare[bare], 2
    kinds = (("composed", 1), ("composed_spare", 2))
    found = next(((field, sure) for kind, sure in kinds for field, pattern in _composed(kind) if pattern.fullmatch(bare)), None)
    below = (
        columns().get(bare[n:]) for n in range(2, len(bare)) if bare[:n] in columns()
    )  # under the heading of a group: 工作进展 / 下一步
    return found or next(((field, 2) for field in below if field), None)


def fields_of_columns(names: Sequence[str]) -> dict[str, str]:
    """The field of each column that is about one. Raises DeskError when two columns are about the same as surely, or none names the task."""
    found = {name: said for name in names if (said := field_of(name)) is not None}
    taken: dict[str, str] = {}
    for name, (field, sure) in found.items():
        others = [n for n, (f, s) in found.items() if f == field and s <= sure and n != name]
        if any(found[n][1] == sure for n in others):
            raise DeskError(f"two columns are about the same: `{', '.join([name, *others])}`", hint="leave one of them out")
        if not others:
            taken[name] = field
    if not {"title", "task"} & set(taken.values()):
        raise DeskError("no column names the task", hint="head it with 任务, 事项 or `task`")
    return taken


def is_heading(cells: Mapping[str, str]) -> bool:
    """Whether a row is no item: the name of a group (一、电信领域) or a line of who filled the list in, which stand under the number and name no task."""
    number = cells.get("number", "").strip()
    return not (cells.get("title", "").strip() or cells.get("task", "").strip()) and bool(number) and not NUMBER.fullmatch(number)


def bare_title(text: str) -> str:
    """The words of a task without the number before them."""
    found = NUMBERED.match(unicodedata.normalize("NFKC", text).strip())
    words = unicodedata.normalize("NFKC", text).strip()[found.end() :] if found else ""
    return text.strip()[-len(words) :] if words else text.strip()
