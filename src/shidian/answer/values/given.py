"""A value as somebody gives it: words, a number, a day, a truth, or several words."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

from shidian.errors import BadValue

Given = str | int | float | Decimal | bool | dt.date | Iterable[str] | None


def text_of(fact: str, raw: Given) -> str:
    """The words of a value that is no truth and no list. Raises BadValue for those, for nothing, and for what cannot be printed."""
    if isinstance(raw, bool) or raw is None or not isinstance(raw, str | Real | Decimal | dt.date):
        raise BadValue(f"`{raw}` cannot be a value of `{fact}`")
    text = str(raw).strip()
    if not text:
        raise BadValue(f"the value of `{fact}` is empty", hint="omit the fact if it is not known")
    if len(text) > 200 or not (text.isprintable() or all(unicodedata.category(c) not in ("Cc", "Cs") for c in text)):
        raise BadValue(f"the value of `{fact}` cannot be read", hint="give an id, a code or a name")
    return text


def in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts as words; what is null was not said."""
    return {name: _word(value) for name, value in facts.items() if value is not None}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(value, "f").rstrip("0").rstrip(".")
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
