"""Numbers as they are written: digits, Chinese numerals, English number words, shares in words. The one reader of them in the product.

Values are `Decimal`. A share (八成, 百分之七十, two thirds, 一半) is told in percent. Nothing here knows what a number counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from shidian.packaged import table
from shidian.patterns import compiled

FIGURES = compiled(
    r"\d{1,3}(?:\.\d{3}){2,6}(?![.\d])|(?:\d{1,3}(?:(?:,\d{3}){1,6}|(?: \d{3}){1,6}|(?:['’]\d{3}){1,6})|\d{1,20})(?:\.\d{1,30})?"
)
"""Digits, with commas, single spaces or apostrophes only between thousands, and points where there are two: `0,5` is nobody's 5."""
MIXED = compiled(r"(?:[1-9]\d{0,3}[十百千万亿]+零?)+[1-9]\d{0,3}[百千万亿]*")
DIGITS = compiled(r"(?<![0-9.])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
HAN_NUMERAL = compiled(r"[〇零一二两三四五六七八九十百千万亿]+")
_UNITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
"""The numerals of contracts and registers, and the plain ones."""
_PLACES = {"亿": (10**8, 10**12), "万": (10**4, 10**4), "千": (1000, 10), "百": (100, 10), "十": (10, 10)}
"""Signs that multiply what stands before them, the greatest first: by what, and below what that is."""
_CUT_SHORT = compiled("[百千万][一二三四五六七八九]$")
_TOLD = table("words/numbers.toml")
_SMALL = {w: i for i, w in enumerate(_TOLD["small"], 1)}
_BY_TEN = {w: 20 + 10 * i for i, w in enumerate(_TOLD["tens"])}
_GREAT = "(?:hundred|thousand|million|billion)"
WORDS: dict[str, int] = (
    _SMALL
    | _BY_TEN
    | {f"{t}{sep}{u}": _BY_TEN[t] + _SMALL[u] for t in _BY_TEN for u in list(_SMALL)[:9] for sep in ("-", " ")}
    | {"a dozen": 12, "dozen": 12}
)
"""English number words and what they come to."""
WORD = "(?:" + "|".join(re.escape(w) for w in sorted(WORDS, key=len, reverse=True)) + ")"
SPOKEN = compiled(
    rf"(?<![a-z])(?:(?:half|(?:a )?quarter of)(?: an?)? {_GREAT}|{WORD} and a half {_GREAT}|{WORD}(?: point(?: {WORD})+)|"
    rf"(?:a |{WORD} )?hundred(?: and {WORD})?(?: dozen)?|{WORD}(?: dozen)?)(?![a-z])"
)
"""Numbers in words of English, without the scale behind them."""
ORDINALS = {w: i for i, w in enumerate(_TOLD["ordinals"], 1)}
SCALES: dict[str, int] = _TOLD["scales"]
"""Words after digits that multiply them."""
OTHER_SCALES = frozenset(_TOLD["other_scales"])
"""Words that multiply too, and are not read: a number before one is not the number meant."""
_SCALED = compiled(
    r"(?<![A-Za-z0-9.])([0-9]+(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s?(?:("
    + "|".join(sorted((s for s in SCALES if s.isascii()), key=len, reverse=True))
    + r"|k)\b|("
    + "|".join(sorted((s for s in SCALES if not s.isascii()), key=len, reverse=True))
    + "))?"
)
_FRACTIONS = {"third": Decimal("33.3"), "quarter": Decimal(25), "half": Decimal(50), "fifth": Decimal(20), "tenth": Decimal(10)}
_PARTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "nine": 9}


class Number(NamedTuple):
    """A number in a text: its span and value; `percent` when the words tell a share (八成, two thirds)."""

    start: int
    end: int
    value: Decimal
    percent: bool = False


def digits(text: str) -> Decimal:
    """The value of digits with thousands marks."""
    return Decimal(text.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral such as 一百五十五, 二〇二五, 七亿, 三亿五千万 or 三万五 (35,000); None when the characters make no number, or
    may make two (三四, 三亿五千)."""
    if text and all(c in _UNITS for c in text):  # digit by digit, as in years
        return Decimal("".join(str(_UNITS[c]) for c in text)) if len(text) not in (2, 3) or {*text} & {"零", "〇"} else None
    sign = next((c for c in _PLACES if c in text), None)
    if sign is None:
        return None
    unit, most = _PLACES[sign]
    head, _, rest = text.rpartition(sign)
    told = rest.lstrip("零〇")
    whole = chinese(head) if head else Decimal(1) if unit <= 1000 else None
    below = chinese(told) if told else Decimal(0)
    if whole is None or below is None or whole >= most or below >= unit or _CUT_SHORT.search(head):
        return None
    if rest in _UNITS and unit > 10:
        below *= unit // 10
    elif unit == 10**8 and 0 < below < 10**4 and told == rest:
        return None
    return whole * unit + below


def figures(text: str) -> Decimal | None:
    """The number of a text that is nothing but digits, with or without what parts their thousands; None for any other."""
    return Decimal(re.sub(r"[, '’]", "", text.replace(".", "") if text.count(".") > 1 else text)) if FIGURES.fullmatch(text) else None


def number(text: str) -> Decimal | None:
    """What a text that is nothing but a number comes to, however it is written: 5,000, 3亿5千万, 五十点五, two hundred and fifty. None for any other."""
    if (told := figures(text)) is not None:
        return told
    if MIXED.fullmatch(text):
        return chinese(re.sub(r"\d+", lambda m: in_chinese(int(m[0])), text))
    if SPOKEN.fullmatch(text):
        return spoken_number(text)
    whole, point, rest = text.partition("点")
    found, digits_after = chinese(whole), [_UNITS.get(c) for c in rest]
    if found is None or not point:
        return found
    return found + Decimal("0." + "".join(map(str, digits_after))) if digits_after and None not in digits_after else None


def share(words: str) -> Decimal | None:
    """The percent that a share in words comes to: 百分之七十, 三分之二, 八成, 八成五, 一半, half, two thirds. None for other words."""
    if words.startswith("百分之"):
        return number(words.removeprefix("百分之"))
    if "分之" in words:
        below, _, above = words.partition("分之")
        a, b = chinese(above), chinese(below)
        return None if a is None or not b else (a / b * 100).quantize(Decimal("0.1"))
    if found := re.fullmatch(r"([一二两三四五六七八九1-9])成(半|[一二三四五六七八九])?", words):
        return (number(found[1]) or 0) * 10 + Decimal(5 if found[2] == "半" else _UNITS[found[2]] if found[2] else 0)
    if words in ("一半", "半数", "半", "百分百"):
        return Decimal(100 if words == "百分百" else 50)
    if found := re.fullmatch(r"half|(?:(a|one|two|three|four|nine)[- ])(half|third|quarter|fifth|tenth)s?", words.casefold()):
        parts = _PARTS[found[1] or "one"]
        return Decimal("66.7") if (parts, found[2]) == (2, "third") else _FRACTIONS[found[2] or "half"] * parts
    return None


def value(words: str) -> Decimal | None:
    """What one number comes to, however it is written: 1,200, 1.2亿, 3 million, twelve, twenty-five, third, 一百五十五, 八成 (80). None for other words."""
    plain = words.strip().casefold()
    if plain in WORDS:
        return Decimal(WORDS[plain])
    if plain in ORDINALS:
        return Decimal(ORDINALS[plain])
    if (found := _SCALED.fullmatch(plain)) is not None:
        return _scaled(found)
    return share(plain) if (number := chinese(plain)) is None else number


def _scaled(found: re.Match[str]) -> Decimal:
    scale = found[3] or found[4]
    return digits(found[1] + (found[2] or "")) * (1000 if scale == "k" else SCALES[scale] if scale else 1)


def in_digits(text: str) -> Iterator[Number]:
    """The numbers of a text that are written in digits, each with the scale word after it (3 million, 1.2亿)."""
    for found in _SCALED.finditer(text):
        yield Number(found.start(), found.end(), _scaled(found))


_ENGLISH = compiled(
    r"(?<![a-z])(?:(?:(?:a|one|two|three)[- ])?(?:half|thirds?|quarters?)|"
    + "|".join(sorted(dict.fromkeys((*WORDS, *ORDINALS)), key=len, reverse=True))
    + r")(?![a-z])"
)
_CHINESE = compiled(
    r"百分之[〇零一二两三四五六七八九十百点]+|[一二三四五六七八九十]+分之[一二三四五六七八九十]+|[一二两三四五六七八九]成[半一二三四五六七八九]?|一半|半数?|"
    + HAN_NUMERAL.pattern
)


def in_words(text: str) -> Iterator[Number]:
    """The numbers of a text that are written in words of either language, shares among them."""
    folded = text.casefold() if len(text.casefold()) == len(text) else text
    for pattern in (_ENGLISH, _CHINESE):
        for found in pattern.finditer(folded):
            told = share(found[0])
            if told is not None:
                yield Number(found.start(), found.end(), told, True)
            elif (number := value(found[0])) is not None:
                yield Number(found.start(), found.end(), number)


def raised_digits(text: str) -> bool:
    """Whether a text has digits that are no part of a plain number: 10², ①. Made plain they would say another number (102)."""
    return any(c.isdigit() and not c.isdecimal() for c in text)


def in_chinese(n: int) -> str:
    """A whole number from 0 to 9,999 in Chinese numerals, as articles of a law are numbered: 12 is 十二, 105 is 一百零五."""
    if not 0 <= n < 10_000:
        raise ValueError(f"{n} is not from 0 to 9999")
    if n < 10:
        return _HAN[n]
    if n < 20:
        return "十" + (_HAN[n - 10] if n > 10 else "")
    unit, name = next((u, c) for c, u in reversed(_TENS.items()) if n >= u)
    head, rest = divmod(n, unit)
    gap = "零" if 0 < rest < unit // 10 else ""
    tail = "" if rest == 0 else "一" + in_chinese(rest) if 10 <= rest < 20 else in_chinese(rest)
    return _HAN[head] + name + gap + tail


_HAN = "零一二三四五六七八九"


def spoken_number(words: str) -> Decimal | None:
    """What an English number in words comes to (two hundred and fifty thousand, nineteen point nine); None for one that says none (several thousand)."""
    if (known := WORDS.get(words, _OF_ONE.get(words))) is not None:
        return Decimal(known)
    head, _, last = words.rpartition(" ")
    if last in SCALES:
        times = spoken_number(head) if head else Decimal(1)
        return None if times is None else times * SCALES[last]
    whole, _, digits_after = words.partition(" point ")
    if digits_after:
        told = [WORDS.get(w) for w in (whole, *digits_after.split())]
        return None if None in told else Decimal(f"{told[0]}." + "".join(map(str, told[1:])))
    first, _, rest = words.partition(" and ")
    both = [spoken_number(first), spoken_number(rest)] if rest else []
    return sum((n for n in both if n is not None), Decimal(0)) if both and None not in both else None


_OF_ONE = {"a": "1", **dict.fromkeys(("half", "half a", "a half"), "0.5"), **dict.fromkeys(("quarter of a", "a quarter of a"), "0.25")}
