"""JSON in which no object says one thing twice: `{"share": 60, "share": 10}` is refused by every door, and the last word does not win."""

from __future__ import annotations

import json
from typing import Any


def decode_once(text: str | bytes) -> Any:
    """The value of a JSON text. Raises json.JSONDecodeError, for a name that an object has twice too."""
    plain = text if isinstance(text, str) else text.decode("utf-8-sig", "strict")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
            raise json.JSONDecodeError(f"`{twice[:100]}` is given twice", plain, 0)
        return found

    try:
        return json.loads(plain, object_pairs_hook=once)
    except RecursionError as error:
        raise json.JSONDecodeError("the JSON is nested too deeply", plain, 0) from error
