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

DIGITS = compiled(r"(?<![0-9.])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
HAN_NUMERAL = compiled(r"[〇零一二两三四五六七八九十百千万亿]+")
_UNITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
"""The numerals of contracts and registers, and the plain ones."""
_MYRIADS = {"万": 10**4, "亿": 10**8}
_TOLD = table("words/numbers.toml")
_SMALL = {w: i for i, w in enumerate(_TOLD["small"], 1)}
_BY_TEN = {w: 20 + 10 * i for i, w in enumerate(_TOLD["tens"])}
WORDS: dict[str, int] = (
    _SMALL
    | _BY_TEN
    | {f"{t}{sep}{u}": _BY_TEN[t] + _SMALL[u] for t in _BY_TEN for u in list(_SMALL)[:9] for sep in ("-", " ")}
    | {"a dozen": 12, "dozen": 12}
)
"""English number words and what they come to."""
ORDINALS = {w: i for i, w in enumerate(_TOLD["ordinals"], 1)}
SCALES: dict[str, int] = _TOLD["scales"]
"""Words after digits that multiply them."""
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
    """The value of a Chinese numeral such as 一百五十五, 二〇二五, 七亿 or 三万亿; None when the characters make no number."""
    if not text or text[0] in "万亿":
        return None
    if all(c in _UNITS for c in text):  # digit by digit, as in years
        return Decimal("".join(str(_UNITS[c]) for c in text))
    total = section = digit = 0
    last = 10**12
    for char in text:
        if char in _UNITS:
            if digit:
                return None
            digit = _UNITS[char]
        elif char in _TENS:
            if _TENS[char] >= last and section:
                return None
            section += (digit or 1) * _TENS[char]
            last, digit = _TENS[char], 0
        elif char in _MYRIADS:
            total = (total + section + digit) * _MYRIADS[char]
            section, digit, last = 0, 0, 10**12
        else:
            return None
    return Decimal(total + section + digit)


def share(words: str) -> Decimal | None:
    """The percent that a share in words comes to: 百分之七十, 三分之二, 八成, 八成五, 一半, half, two thirds. None for other words."""
    if words.startswith("百分之"):
        whole, _, rest = words.removeprefix("百分之").partition("点")
        number, tail = chinese(whole), chinese(rest) if rest else None
        if number is None or (rest and tail is None):
            return None
        return number if not rest else Decimal(f"{number}.{tail}")
    if "分之" in words:
        below, _, above = words.partition("分之")
        a, b = chinese(above), chinese(below)
        return None if a is None or not b else (a / b * 100).quantize(Decimal("0.1"))
    if found := re.fullmatch(r"([一二两三四五六七八九])成(半|[一二三四五六七八九])?", words):
        tenths = chinese(found[1]) or Decimal(0)
        return tenths * 10 + (5 if found[2] == "半" else chinese(found[2]) or 0 if found[2] else 0)
    if words in ("一半", "半数", "半"):
        return Decimal(50)
    if found := re.fullmatch(r"(?:(a|one|two|three|four|nine)[- ])?(half|third|quarter|fifth|tenth)s?", words.casefold()):
        parts = _PARTS[found[1] or "one"]
        return Decimal("66.7") if (parts, found[2]) == (2, "third") else _FRACTIONS[found[2]] * parts
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
    + "|".join(sorted({*WORDS, *ORDINALS}, key=len, reverse=True))
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
            if told is not None and found[0] != "third":
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
    """What an English number in words comes to (two hundred, nineteen point nine); None for one that says no number (several thousand)."""
    whole_number, *figures = words.strip().replace(" point ", " ").split() if " point " in words else [""]
    if figures:
        told = [value(w) for w in (whole_number, *figures)]
        return None if None in told else Decimal(f"{told[0]}." + "".join(str(n) for n in told[1:]))
    if parted := re.fullmatch(r"(?:(\w+) and a )?(half|(?:a )?quarter of)(?: an?)? (hundred|thousand|million)", words):
        whole = value(parted[1]) if parted[1] else Decimal(0)
        return None if whole is None else (whole + Decimal("0.5" if parted[2] == "half" else "0.25")) * SCALES[parted[3]]
    if parted := re.fullmatch(r"(\w+ hundred) and ([a-z-]+)( thousand| million)?", words):
        first, rest = spoken_number(parted[1]), value(parted[2])
        return None if first is None or rest is None else (first + rest) * SCALES.get((parted[3] or "").strip(), 1)
    number, *scales = re.split(r" (?=hundred|thousand|million)| (?=thousand)", words)
    found = Decimal(1) if number == "a" else value(number)
    for scale in scales:
        found = found * SCALES[scale] if found is not None else None
    return found
