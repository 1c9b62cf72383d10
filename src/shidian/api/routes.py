"""The API as one router, and its OpenAPI document."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from shidian.api import asking, comparing, desk_replies, errors, feeds, looking, openness, screening
from shidian.api import desk as at_desk
from shidian.api.replies import REF, reply, shapes
from shidian.api.shape import ALWAYS, DECISIONS, FREE, LISTS, ShapedRoute
from shidian.version import __version__
from shidian.visitors.keeper import Keeper

PREFIX = "/api/v1"
LLMS = Path(__file__).parent / "llms.txt"
"""What a model that comes along should know first (llmstxt.org)."""
ABOUT = """China's market-opening rules as data, and answers you can cite.

Facts are given as ids, public codes, or names in Chinese or English. Every text comes in both languages. Every answer names its
provisions and carries a receipt. What goes wrong has one shape: `{"error": {"code", "message", "hint"}}`.

Every address takes `lang` (`en` or `zh`: texts in one language), `fields` (only these keys) and `lawbook` (refused with 409 where another one answers);
decisions take `brief=1` (less than 3 KB); the shapes in this document are those without `lang` and `fields`; lists come in pages of less than 50 KB, with `next`, `limit` and `after`. A parameter that an address does
not know, and a key that stands twice in a body, are errors.

Within `v1` nothing is taken away or renamed and no type is changed; what may go carries `deprecated` in this document and a `Deprecation` header for
at least two minor versions before it goes. Programs should pass over keys they do not know.

A case without a day is asked of today, in China. Pages answer for `read_on` instead, the day on which the law was last checked: with a
day, both say the same.

Answers to GET carry an ETag that depends on the lawbook, the version and the day; send it back in `If-None-Match`."""
ERROR = {
    "content": {
        "application/json": {
            "schema": {"$ref": REF.format(name="ErrorReply")},
            "example": {
                "error": {
                    "code": "unknown-value",
                    "message": "unknown activity `app-shop`",
                    "hint": "did you mean `app-store` (App store, 应用商店)?",
                }
            },
        }
    }
}
FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"description": "The request cannot be read", **ERROR},
    404: {"description": "Nothing of that name", **ERROR},
    403: {"description": "Sent from another site", **ERROR},
    409: {"description": "Another lawbook than `lawbook` names answers here", **ERROR},
    413: {"description": "The body is too long", **ERROR},
}


def router(desk: Keeper) -> APIRouter:
    """The whole API, and its document."""
    top = APIRouter(route_class=ShapedRoute, responses=FAILURES)
    compared = (comparing.checking, comparing.comparing, openness.measuring)
    for part in (asking.asking, *compared, screening.screening, feeds.feeds, at_desk.at_desk, looking.looking):
        top.include_router(part(desk), prefix=PREFIX)

    @top.get("/llms.txt", include_in_schema=False)
    def for_models() -> Response:
        return Response(LLMS.read_text(encoding="utf-8"), media_type="text/plain; charset=utf-8")

    @top.get(f"{PREFIX}/openapi.json", include_in_schema=False)
    def described() -> Response:
        return reply(openapi(desk))

    return top


@cache
def openapi(desk: Keeper) -> dict[str, Any]:
    """The OpenAPI document: what FastAPI knows of requests, and our records for the answers."""
    described = get_openapi(
        title="shidian",
        version=__version__,
        description=ABOUT,
        routes=router(desk).routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    parts = described.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.pop(unused, None)
    parts |= shapes(records())
    for path in described["paths"].values():
        for method, operation in path.items():
            operation["responses"].pop("422", None)
            operation.pop(FREE, None)
            operation["parameters"] = [*operation.get("parameters", ()), *_shaping(method, operation)]
    return described


def _shaping(method: str, operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters that an operation takes beside its own."""
    content: dict[str, Any] = next((r["content"] for s, r in operation["responses"].items() if s.startswith("2") and "content" in r), {})
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return []
    own = {p["name"] for p in operation.get("parameters", ())}
    lists = "items" in schema.get("properties", {}) and method == "get"
    wanted = ALWAYS | (LISTS if lists else {}) | (DECISIONS if "anyOf" in schema else {})
    kinds: dict[str, dict[str, Any]] = {
        "lang": {"type": "string", "enum": ["en", "zh"]},
        "lawbook": {"type": "string", "minLength": 12, "maxLength": 64},
        "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
        "after": {"type": "integer", "minimum": 0, "maximum": 10_000_000},
        "brief": {"type": "string", "enum": ["0", "1"]},
    }
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": kinds.get(name, {"type": "string", "maxLength": 1000}),
        }
        for name, text in wanted.items()
        if name not in own
    ]


def records() -> list[type]:
    """The records that answers are made of."""
    found: dict[str, type] = {"ErrorReply": errors.ErrorReply}
    for module in (asking, at_desk, desk_replies, comparing, openness, screening, looking):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                found[value.__name__] = value
    return list(found.values())


__all__ = ["openapi", "router"]
