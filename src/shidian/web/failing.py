"""The page that says what went wrong."""

from __future__ import annotations

from starlette.responses import Response

from shidian.web.page import LANGUAGES, Context
from shidian.web.render import Renderer
from shidian.words.phrases import phrases


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
    lead = f"failure_{code.replace('-', '_')}"
    return renderer.page("failure.html", context, lang, f"/{lang}/", "", status, lead=lead if lead in phrases() else "failure_other")
