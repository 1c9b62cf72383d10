"""The page about the API, written from its OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from shidian.web.page import Context, Visit


class Operation(Context, frozen=True):
    """One operation: method, path, what it does, what it takes, and an example of the body."""

    method: str
    path: str
    summary: str
    description: str | None
    parameters: tuple[tuple[str, str, bool], ...]
    body: str | None


class ApiPage(Context, frozen=True):
    """The operations by group."""

    about: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]


def api(document: Callable[[], dict[str, Any]], _: Visit) -> ApiPage:
    """The page about the API."""
    described = document()
    groups: dict[str, list[Operation]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            taken = tuple(
                (p["name"], p.get("description") or p.get("schema", {}).get("description", ""), bool(p.get("required")))
                for p in operation.get("parameters", ())
            )
            groups.setdefault(operation["tags"][0], []).append(
                Operation(method.upper(), path, operation["summary"], operation.get("description"), taken, _example(described, operation))
            )
    return ApiPage(tuple(described["info"]["description"].split("\n\n")), tuple((g, tuple(o)) for g, o in groups.items()))


def _example(described: dict[str, Any], operation: dict[str, Any]) -> str | None:
    """The body that the document gives as an example, put together from its fields."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = described["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    fields = {name: field["examples"][0] for name, field in schema["properties"].items() if "examples" in field}
    return json.dumps(fields, ensure_ascii=False, indent=2) if fields else None
