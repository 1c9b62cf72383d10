"""The API as one router, and its OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from shidian.api import asking, comparing, errors, looking, openness, screening
from shidian.api.replies import REF, reply, shapes
from shidian.version import __version__
from shidian.visitors.keeper import Keeper

PREFIX = "/api/v1"
ABOUT = """China's market-opening rules as data, and answers you can cite.

Facts are given as ids, public codes, or names in Chinese or English. Every text comes in both languages. Every answer names its
provisions and carries a receipt. What goes wrong has one shape: `{"error": {"code", "message", "hint"}}`.

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
    413: {"description": "The body is too long", **ERROR},
}


def router(desk: Keeper) -> APIRouter:
    """The whole API, and its document."""
    top = APIRouter(responses=FAILURES)
    top.include_router(asking.asking(desk), prefix=PREFIX)
    top.include_router(comparing.comparing(desk), prefix=PREFIX)
    top.include_router(openness.measuring(desk), prefix=PREFIX)
    top.include_router(screening.screening(desk), prefix=PREFIX)
    top.include_router(looking.looking(desk), prefix=PREFIX)

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
        for operation in path.values():
            operation["responses"].pop("422", None)
    return described


def records() -> list[type]:
    """The records that answers are made of."""
    found: dict[str, type] = {"ErrorReply": errors.ErrorReply}
    for module in (asking, comparing, openness, screening, looking):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                found[value.__name__] = value
    return list(found.values())


__all__ = ["openapi", "router"]
