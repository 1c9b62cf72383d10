"""One shape for everything that goes wrong: `{"error": {"code", "message", "hint"}}`."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from shidian.api.replies import encode
from shidian.catalogue.lists import NotFound
from shidian.errors import CaseError, LawbookError, ShidianError, UnknownQuestion

CODES = {
    400: ("bad-request", "the request cannot be read"),
    404: ("not-found", "there is nothing at this address"),
    405: ("method-not-allowed", "this address does not take that method"),
    413: ("too-large", "the body is too long"),
    403: ("cross-site", "a request that changes something must come from the same site"),
    415: ("unsupported-media-type", "the body is of a kind that is not read here"),
}


class Error(Struct, frozen=True):
    """What went wrong: a stable `code`, a message, and where there is one what to do."""

    code: str
    message: str
    hint: str | None


class ErrorReply(Struct, frozen=True):
    """The body of every answer that is no success."""

    error: Error


def failure(status: int, code: str, message: str, hint: str | None = None) -> Response:
    """An answer that says what went wrong."""
    return Response(encode(ErrorReply(Error(code, message, hint))), status, media_type="application/json")


def status_of(error: ShidianError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, NotFound | UnknownQuestion):
        return 404
    if isinstance(error, LawbookError):
        return 500
    return 400 if isinstance(error, CaseError) else getattr(error, "status", 400)


def named(status: int) -> tuple[str, str]:
    """Code and message of a status that the framework gives."""
    return CODES.get(status, ("error", "the request was refused"))
