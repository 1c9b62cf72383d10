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
from shidian.law.load.nodes import Loaded, Path
from shidian.law.numerals import in_digits, in_words
from shidian.law.records.base import Label

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_ONE = ("a", "once")


def differing(label: Label) -> tuple[set[Decimal], set[Decimal]]:
    """The numbers in digits that only the English text has, and those that only the Chinese text has."""
    en, zh = _in_digits(label.en), _in_digits(label.zh)
    english, chinese = en - zh, zh - en
    return english and english - _in_words(label.zh, "zh"), chinese and chinese - _in_words(label.en, "en")


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
_MISSET = re.compile(r"(?<=[，。；：、）]) +(?=[\u3400-\u9fff（“《])|(?<=[\u3400-\u9fff])[,;:!?](?!\w)|\[(?=20\d\d\])|第[0-9]+条")
"""Marks that no Chinese text is set with: a blank after a full mark (a line that was broken there), a half-width mark, a number in brackets
of the wrong kind, an article in digits."""


def check_labels(item: Loaded, value: Any, path: Path) -> Iterator[FoundFault]:
    """Every label has words of its language."""
    left: list[tuple[Any, Path]] = [(value, path)]
    while left:
        one, at = left.pop()
        if isinstance(one, Label):
            yield from _check_label(item, one, at)
        elif isinstance(one, msgspec.Struct):
            names = zip(one.__struct_fields__, one.__struct_encode_fields__, strict=True)  # structs.fields evaluates types anew
            left += [(part, (*at, written)) for name, written in names if not isinstance(part := getattr(one, name), str)]
        elif isinstance(one, tuple):
            left += [(part, (*at, i)) for i, part in enumerate(one) if not isinstance(part, str)]
        elif isinstance(one, dict):
            left += [(part, (*at, key)) for key, part in one.items() if not isinstance(part, str)]


def _check_label(item: Loaded, value: Label, path: Path) -> Iterator[FoundFault]:
    if (not value.zh.isascii() or len(value.zh.split()) > 2) and not _CJK.search(value.zh):
        yield FoundFault("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
    if _CJK.search(value.en) and len(_CJK.findall(value.en)) > len(value.en) / 3:
        yield FoundFault("label-language", item, (*path, "en"), "the English text is Chinese")
    if mark := _MISSET.search(value.zh):
        said = f"the Chinese text is not set as Chinese at `{value.zh[max(mark.start() - 4, 0) : mark.end() + 4]}`"
        yield FoundFault("label-marks", item, (*path, "zh"), said, "full-width marks without a blank, 〔2026〕, 第八条")
    if path and path[-1] in NAMES:
        return
    english, chinese = differing(value)
    if english or chinese:
        sides = (("English", english), ("Chinese", chinese))
        only = "; ".join(f"only in {lang}: " + ", ".join(f"{n:f}" for n in sorted(numbers)) for lang, numbers in sides if numbers)
        said = f"the two languages differ in their numbers; {only}"
        yield FoundFault("numbers-differ", item, path, said, "write the same numbers and days in both, in digits")
