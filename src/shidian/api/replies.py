"""Answers, and their shapes for the OpenAPI document, both from the same records."""

from __future__ import annotations

from typing import Any

import msgspec

from shidian.api.shape import Shaped, encode
from shidian.words.plain import sent_as_numbers

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
    sent: dict[str, Any] = sent_as_numbers(parts)
    return sent


__all__ = ["encode", "listed", "of", "reply", "shapes"]
