"""Answers as JSON, and their shapes for the OpenAPI document, both from the same records."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

encode = msgspec.json.Encoder(decimal_format="number").encode
REF = "#/components/schemas/{name}"


class ListedPage(msgspec.Struct, frozen=True):
    """A list with its length."""

    count: int
    items: tuple[Any, ...]


def reply(value: Any, status: int = 200) -> Response:
    """A value as a JSON answer."""
    return Response(encode(value), status, media_type="application/json")


def listed(rows: Any) -> Response:
    """Rows as a list with its length."""
    items = tuple(rows)
    return reply(ListedPage(len(items), items))


def of(kind: type, *, many: bool = False) -> dict[int | str, dict[str, Any]]:
    """What a route documents as its answer: a record, or a list of them."""
    one = {"$ref": REF.format(name=kind.__name__)}
    schema: dict[str, Any] = (
        one
        if not many
        else {
            "type": "object",
            "required": ["count", "items"],
            "additionalProperties": False,
            "properties": {"count": {"type": "integer", "minimum": 0}, "items": {"type": "array", "items": one}},
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
