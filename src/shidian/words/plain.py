"""Records as plain data and as JSON: dates as ISO text, numbers as numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct


def to_plain(value: Any) -> Any:
    """Plain dicts, lists, texts and numbers."""
    return _numbers(msgspec.to_builtins(value, builtin_types=(Decimal,)))


def to_json(value: Any) -> bytes:
    """Indented JSON, the same bytes for the same value."""
    return msgspec.json.format(msgspec.json.encode(to_plain(value)), indent=2)


def _numbers(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {k: _numbers(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_numbers(v) for v in value]
    return value


def sent_as_numbers(schema: Any) -> Any:
    """A schema of records as they are sent: numbers as numbers; msgspec describes a Decimal as text."""
    if isinstance(schema, dict):
        return {"type": "number"} if schema.get("format") == "decimal" else {k: sent_as_numbers(v) for k, v in schema.items()}
    return [sent_as_numbers(v) for v in schema] if isinstance(schema, list) else schema


class Result(Struct, frozen=True):
    """Base of what a decision or an analysis gives: typed, immutable, the same for people and programs."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data: dates as ISO text, numbers as numbers, every text in both languages."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    def to_json(self) -> bytes:
        """JSON, the same bytes for the same receipt or analysis."""
        return to_json(self)
