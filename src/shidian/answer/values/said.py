"""Facts as programs send them (numbers, truth values, lists), as the book takes them: in words, so that the same case is the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts as words; what is null was not said."""
    return {name: _word(value) for name, value in facts.items() if value is not None}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(value, "f").rstrip("0").rstrip(".")
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
