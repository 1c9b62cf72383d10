"""Labels: each has words of its language, and both say the same numbers and days.

Digits are compared by value, whatever their scale word (million, 万, 亿) or the way a date is written. A number written out as a
word ("three", 三) may stand for a digit of the other language, but is not demanded of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from shidian.law.check.found import Found
from shidian.law.load.files import Loaded
from shidian.law.load.nodes import Path
from shidian.law.records.base import Label

_SCALES = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "bn": 9,
    "m": 6,
    "k": 3,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "万亿": 12,
}
_DIGITS = re.compile(
    r"(?<![A-Za-z\d.])(\d+(?:,\d{3})+|\d+)(\.\d+)?\s?(thousand|million|billion|trillion|bn\b|m\b|万亿|百万|千万|十亿|千|万|亿)?"
)
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "half": 50,
    "once": 1,
    "a": 1,
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMERAL = re.compile(r"([零〇一二两三四五六七八九十百]+)(万|亿)?")


def differing(label: Label) -> tuple[set[Decimal], set[Decimal]]:
    """The numbers in digits that only the English text has, and those that only the Chinese text has."""
    en, zh = _in_digits(label.en), _in_digits(label.zh)
    return en - zh - _in_words(label.zh, "zh"), zh - en - _in_words(label.en, "en")


def _in_digits(text: str) -> set[Decimal]:
    found: set[Decimal] = set()
    rest = text
    for match in _ISO.finditer(text):
        found.update(Decimal(p) for p in match.groups() if p)
    rest = _ISO.sub(" ", rest)
    for whole, fraction, scale in _DIGITS.findall(rest):
        number = Decimal(whole.replace(",", "") + (fraction or ""))
        found.add(number * Decimal(10) ** _SCALES[scale.strip()] if scale.strip() else number)
    return {n.normalize() + 0 for n in found}


def _in_words(text: str, lang: str) -> set[Decimal]:
    if lang == "en":
        words = re.findall(r"[a-z]+", text.casefold())
        out = {Decimal(_WORDS[w]) for w in words if w in _WORDS}
        return out | ({Decimal(1), Decimal(2)} if "half" in words else set())  # 1/2
    found = {Decimal(_numeral(n)) * 10 ** _SCALES.get(scale, 0) for n, scale in _NUMERAL.findall(text)}
    return found | ({Decimal(50)} if "半" in text else set())


def _numeral(text: str) -> int:
    total, digit = 0, 0
    for char in text:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _CHINESE[char]
    return total + digit


NAMES = {"title", "name", "publisher", "number"}
"""Names carry over as they are: "Dalian and eight other cities", 大连等9个城市."""

_CJK = re.compile(r"[\u3400-\u9fff]")


def check_labels(item: Loaded, value: Any, path: Path) -> Iterator[Found]:
    """Every label has words of its language."""
    if isinstance(value, Label):
        if not _CJK.search(value.zh) and not value.zh.isascii():
            yield Found("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
        if _CJK.search(value.en) and len(_CJK.findall(value.en)) > len(value.en) / 3:
            yield Found("label-language", item, (*path, "en"), "the English text is Chinese")
        if value.zh.isascii() and len(value.zh.split()) > 2:
            yield Found("label-language", item, (*path, "zh"), "the Chinese text has no Chinese character")
        if not path or path[-1] not in NAMES:
            english, chinese = differing(value)
            if english or chinese:
                only = [
                    f"only in {lang}: " + ", ".join(f"{n:f}" for n in sorted(numbers))
                    for lang, numbers in (("English", english), ("Chinese", chinese))
                    if numbers
                ]
                yield Found(
                    "numbers-differ",
                    item,
                    path,
                    "the two languages differ in their numbers; " + "; ".join(only),
                    "write the same numbers and days in both, in digits",
                )
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from check_labels(item, getattr(value, field.name), (*path, field.encode_name))
    elif isinstance(value, tuple):
        for i, part in enumerate(value):
            yield from check_labels(item, part, (*path, i))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from check_labels(item, part, (*path, key))
