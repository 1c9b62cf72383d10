"""Labels: each has words of its language, and both say the same numbers and days.

Digits are compared by value, whatever their scale word (million, 万, 亿) or the way a date is written. A number written out as a
word ("three", 三) may stand for a digit of the other language, but is not demanded of it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from shidian.law.check.found import FoundFault
from shidian.law.load.files import Loaded
from shidian.law.load.nodes import Path
from shidian.law.numerals import in_digits, in_words
from shidian.law.records.base import Label

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_ONE = ("a", "once")


def differing(label: Label) -> tuple[set[Decimal], set[Decimal]]:
    """The numbers in digits that only the English text has, and those that only the Chinese text has."""
    en, zh = _in_digits(label.en), _in_digits(label.zh)
    return en - zh - _in_words(label.zh, "zh"), zh - en - _in_words(label.en, "en")


def _in_digits(text: str) -> set[Decimal]:
    found: set[Decimal] = set()
    for match in _ISO.finditer(text):
        found.update(Decimal(p) for p in match.groups() if p)
    found.update(n.value for n in in_digits(_ISO.sub(" ", text)))
    return {n.normalize() + 0 for n in found}


def _in_words(text: str, lang: str) -> set[Decimal]:
    out = {n.value for n in in_words(text)}
    if lang == "en":
        words = re.findall(r"[a-z]+", text.casefold())
        out |= {Decimal(_MONTHS[w]) for w in words if w in _MONTHS} | ({Decimal(1)} if any(w in _ONE for w in words) else set())
    return out | ({Decimal(1), Decimal(2)} if Decimal(50) in out else set())  # 1/2


NAMES = {"title", "name", "publisher", "number"}
"""Names carry over as they are: "Dalian and eight other cities", 大连等9个城市."""

_CJK = re.compile(r"[\u3400-\u9fff]")


def check_labels(item: Loaded, value: Any, path: Path) -> Iterator[FoundFault]:
    """Every label has words of its language."""
    if isinstance(value, Label):
        if not _CJK.search(value.zh) and not value.zh.isascii():
            yield FoundFault("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
        if _CJK.search(value.en) and len(_CJK.findall(value.en)) > len(value.en) / 3:
            yield FoundFault("label-language", item, (*path, "en"), "the English text is Chinese")
        if value.zh.isascii() and len(value.zh.split()) > 2:
            yield FoundFault("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
        if not path or path[-1] not in NAMES:
            english, chinese = differing(value)
            if english or chinese:
                only = [
                    f"only in {lang}: " + ", ".join(f"{n:f}" for n in sorted(numbers))
                    for lang, numbers in (("English", english), ("Chinese", chinese))
                    if numbers
                ]
                yield FoundFault(
                    "numbers-differ",
                    item,
                    path,
                    "the two languages differ in their numbers; " + "; ".join(only),
                    "write the same numbers and days in both, in digits",
                )
    elif isinstance(value, msgspec.Struct):
        for name, written in zip(
            value.__struct_fields__, value.__struct_encode_fields__, strict=True
        ):  # structs.fields evaluates types anew
            yield from check_labels(item, getattr(value, name), (*path, written))
    elif isinstance(value, tuple):
        for i, part in enumerate(value):
            yield from check_labels(item, part, (*path, i))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from check_labels(item, part, (*path, key))
