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

from shidian.law.numerals import FIGURES, FORMAL, MIXED, SCALES, SPOKEN, figures, number, raised_digits, share
from shidian.law.records.base import Label
from shidian.packaged import table
from shidian.patterns import compiled

PERCENT = Label("%", "%")
PLACES = Decimal("0.000001")
"""Numbers are read at six decimals."""
_HAN = "零〇一二两三四五六七八九十百千万亿点"
_HAN_SCALES = sorted((s for s in SCALES if not s.isascii()), key=len, reverse=True)
_EN_SCALES = sorted((*(s for s in SCALES if s.isascii()), "k", "b", "w"), key=len, reverse=True)
_WRITTEN = compiled(
    rf"(?P<sign>[+-]?)(?P<before>[^\d\s零〇一二两三四五六七八九十百千]*?)\s*(?P<number>{MIXED.pattern}|{FIGURES.pattern}|[{_HAN}]+|{SPOKEN.pattern})"
    rf"\s*(?P<scale>{'|'.join(_HAN_SCALES)}|(?:{'|'.join(_EN_SCALES)})(?![a-z]))?\s*(?P<unit>.*)",
    re.DOTALL,
)
_POINTED = compiled(r"\d+\.\d{3}")
"""Three digits behind a point: thousands, as many countries write them, or parts of one."""
_IN_FULL = compiled("[万亿]|thousand|million|billion")
"""What a number has that is counted from the base of its unit."""
_WITH_PART = compiled(r"(?P<whole>\d{1,2}) (?P<a>\d)[/⁄](?P<b>[2-9]) ?(?:%|per ?cent)")


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
    whole: bool = False
    """Whether there are no parts of one."""


class NotANumber(ValueError):
    """The text is no number in this unit. `why` names the reason for the person who wrote it, or is empty; `others` are the numbers that it
    may be (5.000)."""

    def __init__(self, why: str = "", others: tuple[Decimal, ...] = ()) -> None:
        super().__init__(why)
        self.why, self.others = why, others


@cache
def dimensions() -> dict[str, Dimension]:
    """The units that are known, from `words/units.toml`."""
    return {
        name: Dimension(
            Label(d["base"]["en"], d["base"]["zh"]),
            {_folded(w): _factor(str(f)) for w, f in d["words"].items()},
            tuple(_folded(w) for w in d.get("before", ())),
            {_folded(w): Decimal(n) for w, n in d.get("says", {}).items()},
            d.get("whole", False),
        )
        for name, d in table("words/units.toml").items()
    }


def _factor(written: str) -> Decimal:
    part, _, whole = written.partition("/")
    return Decimal(part) / Decimal(whole or 1)


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
    if (told := _share_of(plain)) is not None:
        return rounded(_in_percent(told, own))
    written = _WRITTEN.fullmatch(plain)
    value = number(written["number"]) if written is not None else None
    if written is None or value is None:
        raise NotANumber
    scale, before, after = written["scale"], _folded(written["before"]), _folded(written["unit"])
    value *= -1 if written["sign"] == "-" else 1
    if before.startswith(("+", "-")):
        raise NotANumber
    said = _said(before, after)
    if own is not None and dimensions()[own.dimension].whole and scale is None and _POINTED.fullmatch(written["number"]):
        raise NotANumber("it may be in thousands", tuple(dict.fromkeys((value * 1000, value // 1))))
    in_full = scale is not None or _IN_FULL.search(written["number"]) is not None
    if said is None and not in_full:
        return rounded(value)
    if own is None:
        if said is not None:
            raise NotANumber("it has no unit")
        return rounded(value * _scale(scale or ""))
    if own.dimension == "percent" and in_full:
        raise NotANumber("a share is in %")
    if scale == "w" and own.dimension in ("days", "months"):  # weeks
        raise NotANumber
    if said is not None and said.dimension != own.dimension:
        base, other = dimensions()[own.dimension].base, dimensions()[said.dimension].base
        raise NotANumber(f"it is in {base.en} ({base.zh}), not in {other.en} ({other.zh}); nothing is converted here")
    return rounded(value * (_scale(scale) if scale else 1) * (said.factor if said else 1) / own.factor)


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


def bare_digits(text: str) -> Decimal | None:
    """The number of a text that is nothing but digits, with or without what parts their thousands; None for any other."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    found = figures(plain.removeprefix("+").removeprefix("-"))
    return -found if found and plain.startswith("-") else found


def _share_of(plain: str) -> Decimal | None:
    """The percent of a share that its words alone tell (七成五, two thirds, 33 1/3 %)."""
    if found := _WITH_PART.fullmatch(plain):
        return (Decimal(found["whole"]) + Decimal(found["a"]) / Decimal(found["b"])).quantize(Decimal("0.1"))
    return share(plain)


def _scale(word: str) -> Decimal:
    return Decimal({"k": 1000, "b": 10**9, "w": 10**4, "": 1}.get(word) or SCALES[word])


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
