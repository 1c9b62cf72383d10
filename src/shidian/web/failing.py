"""The page that says what went wrong."""

from __future__ import annotations

from starlette.responses import Response

from shidian.web.page import LANGUAGES, Context
from shidian.web.render import Renderer

SAID = (
    "not-found",
    "bad-value",
    "unknown-question",
    "unknown-fact",
    "too-large",
    "cross-site",
    "internal",
    "unknown-host",
    "method-not-allowed",
    "bad-table",
    "too-many-jobs",
    "no-chinese-font",
    "document-unreadable",
    "review-invalid",
    "signed-out",
    "forbidden",
    "desk-refused",
    "stale",
    "too-many-tries",
    "busy",
    "out-of-time",
)


class FailurePage(Context, frozen=True):
    """What went wrong: the status, a stable code, the message, what to do, and whether it was at the desk."""

    status: int
    code: str
    message: str
    hint: str | None
    desk: bool = False


def failure(renderer: Renderer, path: str, status: int, code: str, message: str, hint: str | None) -> Response:
    """The page, in the language of the path."""
    lang = next((lang for lang in LANGUAGES if path == f"/{lang}" or path.startswith(f"/{lang}/")), "en")
    context = FailurePage(status, code, message, hint, path.startswith(f"/{lang}/desk"))
    return renderer.page(
        "failure.html",
        context,
        lang,
        f"/{lang}/",
        "",
        status,
        lead=f"failure_{code.replace('-', '_')}" if code in SAID else "failure_other",
    )
