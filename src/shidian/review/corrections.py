"""The value of a finding as fields that a person fills in, and back."""

from __future__ import annotations

import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from shidian.errors import ReviewError
from shidian.review.queue import VALUES


class ValuePart(Struct, frozen=True):
    """A part of a value: its name, what it says now, the words it may be (empty: any), and whether it is a list (one entry a line)."""

    name: str
    says: str
    choices: tuple[str, ...]
    many: bool


def parts_of(kind: str, value: dict[str, Any]) -> tuple[ValuePart, ...]:
    """The parts of a value that a person can correct. Spans of the text are not among them."""
    out = []
    for name, said in get_type_hints(VALUES[kind]).items():
        many, choices = _shape(said)
        if many is None:
            continue
        now = value.get(name)
        says = "\n".join(map(str, now or ())) if many else str(now).lower() if isinstance(now, bool) else "" if now is None else str(now)
        out.append(ValuePart(name, says, choices, many))
    return tuple(out)


def changed(kind: str, value: dict[str, Any], said: dict[str, str]) -> dict[str, Any]:
    """The parts that a person changed, as `ReviewDesk.correct` takes them. Raises ReviewError when nothing is changed."""
    out: dict[str, Any] = {}
    for part in parts_of(kind, value):
        words = said.get(part.name, part.says).replace("\r\n", "\n").strip()
        if words == part.says:
            continue
        if part.many:
            out[part.name] = [w.strip() for w in words.split("\n") if w.strip()]
        else:
            out[part.name] = words or None
    if not out:
        raise ReviewError("the value was not changed", hint="change part of it, or accept the finding as it is")
    return out


def _shape(said: Any) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a type is a list of words (None: nothing that a person writes), and the words it may be."""
    if get_origin(said) in (Union, types.UnionType):
        inner = [a for a in get_args(said) if a is not type(None)]
        return _shape(inner[0]) if len(inner) == 1 else (None, ())
    if get_origin(said) is tuple:
        return (True, ()) if get_args(said) == (str, ...) else (None, ())
    if get_origin(said) is Literal:
        return False, get_args(said)
    if said is bool:
        return False, ("false", "true")
    return (False, ()) if said in (str, int, Decimal) else (None, ())
