"""Numbers with what stands around them: `51%`, `百分之五十一`, `12万`, `70亿元`, `70 million yuan`, `0.7bn`, read in the unit of the fact.

A number alone is in the unit of the fact (`0.7` of RMB billion). A number with a scale word or a currency is counted from the base
of the unit (`7亿` yuan are 0.7 of RMB billion). A number is read at six decimals: what arithmetic leaves behind is no difference in law.
Nothing is converted: dollars are no yuan, and months are no days.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache

from msgspec import Struct

from shidian.law.numerals import FORMAL, SCALES, chinese, raised_digits
from shidian.law.records.base import Label
from shidian.packaged import table
from shidian.patterns import compiled

PLACES = Decimal("0.000001")
"""Numbers are read at six decimals."""
_DIGITS = r"(?:\d{1,3}(?:\.\d{3}){2,6}(?![.\d])|(?:\d{1,3}(?:(?:,\d{3}){1,6}|(?: \d{3}){1,6}|(?:['’]\d{3}){1,6})|\d{1,20})(?:\.\d{1,30})?)"
"""Digits, with commas, single spaces or apostrophes only between thousands, and points where there are two: `0,5` is nobody's 5."""
_BARE = compiled(rf"[+-]?{_DIGITS}")
_HAN = "零〇一二两三四五六七八九十百千万亿点"
_HAN_SCALES = sorted((s for s in SCALES if not s.isascii()), key=len, reverse=True)
_EN_SCALES = sorted((*(s for s in SCALES if s.isascii()), "k", "b"), key=len, reverse=True)
_WRITTEN = compiled(
    rf"(?P<sign>[+-]?)(?P<before>[^\d\s零〇一二两三四五六七八九十百千]*)\s*(?P<number>{_DIGITS}|[{_HAN}]+)\s*(?P<scale>{'|'.join(_HAN_SCALES)}|(?:{'|'.join(_EN_SCALES)})(?![a-z]))?\s*(?P<unit>.*)",
    re.DOTALL,
)
_PERCENT_HAN = compiled(rf"百分之(?P<number>{_DIGITS}|[{_HAN}]+)")
_TENTHS = compiled(r"(?P<number>[一二三四五六七八九十]|\d)成(?P<half>半?)")


class CountedIn(Struct, frozen=True):
    """A dimension (`yuan`, `percent`, `days`) and how many of its base one is."""

    dimension: str
    factor: Decimal


class Dimension(Struct, frozen=True):
    """One dimension of `units.toml`: its base in words, and its words by factor."""

    base: Label
    words: dict[str, Decimal]
    before: tuple[str, ...]
    says: dict[str, Decimal]
    """Words that are an amount by themselves (独资 is 100 %)."""


class NotANumber(ValueError):
    """The text is no number in this unit. `why` names the reason for the person who wrote it, or is empty."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


@cache
def dimensions() -> dict[str, Dimension]:
    """The units that are known, from `words/units.toml`."""
    return {
        name: Dimension(
            Label(d["base"]["en"], d["base"]["zh"]),
            {_folded(w): Decimal(str(f)) for w, f in d["words"].items()},
            tuple(_folded(w) for w in d.get("before", ())),
            {_folded(w): Decimal(n) for w, n in d.get("says", {}).items()},
        )
        for name, d in table("words/units.toml").items()
    }


@cache
def unit_of(label: str) -> CountedIn | None:
    """The unit that a fact is counted in: `RMB billion` is 10⁹ yuan. None for one that is not known."""
    text, factor = _folded(label), Decimal(1)
    for name, found in dimensions().items():
        if text in found.words:
            return CountedIn(name, found.words[text])
    for scale in (*_EN_SCALES, *_HAN_SCALES):
        for rest in (text.removesuffix(scale), text.removeprefix(scale)):
            if rest != text and (inner := unit_of(rest)) is not None:
                return CountedIn(inner.dimension, inner.factor * _scale(scale) * factor)
    return None


def read_amount(text: str, unit: Label | None) -> Decimal:
    """The number that a text says, in `unit`, at six decimals. Raises NotANumber."""
    if raised_digits(text):
        raise NotANumber
    plain = unicodedata.normalize("NFKC", text).translate(FORMAL).replace("−", "-").strip().casefold()
    own = unit_of(unit.en) if unit is not None else None
    if own is not None and (amount := dimensions()[own.dimension].says.get(_folded(plain))) is not None:
        return rounded(amount / own.factor)
    if found := _PERCENT_HAN.fullmatch(plain):
        return rounded(_in_percent(_number(found["number"]), own))
    if (found := _TENTHS.fullmatch(plain)) and own is not None and own.dimension == "percent":
        return rounded(_number(found["number"]) * 10 + (5 if found["half"] else 0))
    written = _WRITTEN.fullmatch(plain)
    if written is None:
        raise NotANumber
    scale, before, after = written["scale"], _folded(written["before"]), _folded(written["unit"])
    number = _number(written["number"]) * (-1 if written["sign"] == "-" else 1)
    if before.startswith(("+", "-")):
        raise NotANumber
    said = _said(before, after)
    if said is None and scale is None:
        return rounded(number)
    if own is None:
        if said is not None:
            raise NotANumber("it has no unit")
        return rounded(number * _scale(scale or ""))
    if own.dimension == "percent" and scale is not None:
        raise NotANumber("a share is in %")
    if said is not None and said.dimension != own.dimension:
        base, other = dimensions()[own.dimension].base, dimensions()[said.dimension].base
        raise NotANumber(f"it is in {base.en} ({base.zh}), not in {other.en} ({other.zh}); nothing is converted here")
    return rounded(number * (_scale(scale) if scale else 1) * (said.factor if said else 1) / own.factor)


def rounded(number: Decimal) -> Decimal:
    """A number at six decimals, without trailing or negative noughts."""
    short = number.quantize(PLACES) if number.adjusted() < 18 else number
    return (short.to_integral_value() if short == short.to_integral_value() else short.normalize()) + 0


def _in_percent(number: Decimal, own: CountedIn | None) -> Decimal:
    if own is None or own.dimension != "percent":
        raise NotANumber("it is not a share")
    return number


def _said(before: str, after: str) -> CountedIn | None:
    """The unit that stands around a number; None when there is none. Raises NotANumber for words that are no unit."""
    found: CountedIn | None = None
    for name, dimension in dimensions().items():
        if before and before in dimension.before:
            found = CountedIn(name, Decimal(1))
    if before and found is None:
        raise NotANumber
    if not after:
        return found
    for name, dimension in dimensions().items():
        if after in dimension.words:
            if found is not None and found.dimension != name:
                raise NotANumber("it names two units")
            return CountedIn(name, dimension.words[after])
    raise NotANumber


def _number(text: str) -> Decimal:
    if text[0].isdigit() and text[0].isascii():
        return Decimal(_without_thousands(text))
    whole, point, rest = text.partition("点")
    value = chinese(whole)
    if value is None or (point and not rest):
        raise NotANumber
    if not point:
        return value
    digits = [chinese(c) for c in rest]
    if any(d is None or d > 9 for d in digits):
        raise NotANumber
    return value + Decimal("0." + "".join(str(d) for d in digits))


def bare_digits(text: str) -> Decimal | None:
    """The number of a text that is nothing but digits, with or without what parts their thousands; None for any other."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    return Decimal(_without_thousands(plain)) if _BARE.fullmatch(plain) else None


def _without_thousands(digits: str) -> str:
    return re.sub(r"[, '’]", "", digits.replace(".", "") if digits.count(".") > 1 else digits)


def _scale(word: str) -> Decimal:
    return Decimal({"k": 1000, "b": 10**9}.get(word) or SCALES[word])


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
