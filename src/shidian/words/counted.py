"""How a number with its unit is said: money in the scale that people use, "RMB 4 billion" and 40亿元人民币, never "4 RMB billion"."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from shidian.law.records.base import Label

_EN = re.compile(r"(?P<currency>RMB|USD) (?P<scale>million|billion)(?P<rest>.*)")
_ZH = re.compile(r"(?:十亿|百万)(?P<rest>.+)")
_SCALES = {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}
PERCENT = Label("%", "%")
_HAN = (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4), ("", Decimal(1)))


def counted(value: Decimal | str, unit: Label | None) -> Label:
    """A number in its unit. A value that is no number is said as it stands."""
    said = value if isinstance(value, str) else f"{value.normalize():f}"
    if unit is None:
        return Label(said, said)
    money, han = _EN.fullmatch(unit.en), _ZH.fullmatch(unit.zh)
    number = _number(value)
    if number is None:
        return Label(f"{said} {unit.en}", f"{said}{unit.zh}")
    if money is None or han is None:
        return Label(f"{_grouped(number, said)} {unit.en}", f"{_in_tens_of_thousands(number, said)}{unit.zh}")
    whole = number * _SCALES[money["scale"]]
    return Label(f"{money['currency']} {_in_english(whole)}{money['rest']}", f"{_in_chinese(whole)}{han['rest']}")


def percent(value: Decimal | str) -> Label:
    """A share."""
    return counted(value, PERCENT)


def _number(value: Decimal | str) -> Decimal | None:
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _grouped(number: Decimal, said: str) -> str:
    """A large whole number with its thousands apart: 1,000,000."""
    return f"{number.normalize():,f}" if _large(number) else said


def _in_tens_of_thousands(number: Decimal, said: str) -> str:
    """A large whole number in 万 where it is so many of them: 100万."""
    return f"{(number / 10_000).normalize():,f}万" if _large(number) and number % 10_000 == 0 else _grouped(number, said)


def _large(number: Decimal) -> bool:
    return abs(number) >= 10_000 and number == number.to_integral_value()


def _in_english(whole: Decimal) -> str:
    for name, scale in reversed(_SCALES.items()):
        if abs(whole) >= scale:
            return f"{(whole / scale).normalize():f} {name}"
    return f"{whole.normalize():,f}"


def _in_chinese(whole: Decimal) -> str:
    name, scale = next((n, s) for n, s in _HAN if abs(whole) >= s or s == 1)
    return f"{(whole / scale).normalize():f}{name}"
