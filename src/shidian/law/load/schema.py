"""The JSON Schema of lawbook files, generated from the records, for editors and other programs."""

from __future__ import annotations

from typing import Any

import msgspec

from shidian.law.load.files import KINDS, SINGLE

KIND_NAMES: dict[str, type] = {kind.__name__.lower(): kind for kind in (*KINDS.values(), *SINGLE.values())}


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of one kind of file (`instrument`, `question`, `vocabulary`, `sources`, `workedcases`)."""
    (top,), parts = msgspec.json.schema_components([KIND_NAMES[kind]], ref_template="#/$defs/{name}")
    parts = _loosened(parts)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"shidian {kind}", **top, "$defs": parts}


def _loosened(value: Any) -> Any:
    """Numbers are written as numbers in files; msgspec describes a Decimal as text. The reader takes every plain scalar as the
    text it is written in: an unquoted 24 is the number of a provision, 2025 a year."""
    if isinstance(value, dict):
        if value.get("format") == "decimal":
            return {"type": "number"}
        if value == {"type": "string"}:
            return {"type": ["string", "number", "boolean"]}
        if value.get("type") == "string" and str(value.get("pattern", "")).startswith("^\\d{4}"):
            return value | {"type": ["string", "integer"]}
        return {k: _loosened(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_loosened(v) for v in value]
    return value
