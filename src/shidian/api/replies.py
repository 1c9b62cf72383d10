"""Answers, and their shapes for the OpenAPI document, both from the same records."""

from __future__ import annotations

from typing import Any

import msgspec

from shidian.api.shape import Shaped, encode

REF = "#/components/schemas/{name}"


def reply(value: Any, status: int = 200) -> Shaped:
    """A value as an answer, shaped as it is asked for."""
    return Shaped(value, status)


def listed(rows: Any) -> Shaped:
    """Rows as a list with its length, in pages."""
    return Shaped(None, rows=tuple(rows))


def of(kind: type, brief: type | None = None, *, many: bool = False) -> dict[int | str, dict[str, Any]]:
    """What a route documents as its answer: a record, a list of them, or a record and its short form."""
    one: dict[str, Any] = {"$ref": REF.format(name=kind.__name__)}
    if brief is not None:
        one = {"anyOf": [one, {"$ref": REF.format(name=brief.__name__)}]}
    schema: dict[str, Any] = (
        one
        if not many
        else {
            "type": "object",
            "required": ["count", "next", "items"],
            "additionalProperties": False,
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": "all items, on whatever page"},
                "next": {"type": ["string", "null"], "description": "the address of the next page"},
                "items": {"type": "array", "items": one},
            },
        }
    )
    return {
        200: {"description": (kind.__doc__ or kind.__name__).strip().splitlines()[0], "content": {"application/json": {"schema": schema}}}
    }


def shapes(kinds: list[type]) -> dict[str, Any]:
    """The schemas of the records, by name."""
    _, parts = msgspec.json.schema_components(kinds, ref_template=REF)
    numbers: dict[str, Any] = _numbers(parts)
    return numbers


def _numbers(value: Any) -> Any:
    """Numbers are sent as numbers; msgspec describes a Decimal as text."""
    if isinstance(value, dict):
        if value.get("format") == "decimal":
            return {"type": "number"}
        return {k: _numbers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_numbers(v) for v in value]
    return value


__all__ = ["encode", "listed", "of", "reply", "shapes"]
