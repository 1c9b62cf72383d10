"""Three truth values: True, False, and None for unknown."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def every(values: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true."""
    out: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            out = None
    return out


def some(values: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false."""
    out: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            out = None
    return out


def negate(value: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if value is None else not value
