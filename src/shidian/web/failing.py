"""The page that says what went wrong."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Scope

from shidian.web.page import LANGUAGES, Context
from shidian.web.render import Renderer
from shidian.words.phrases import phrases

BACK = ("screen", "read", "review")
"""Pages with forms, by the first part of their path, which is that of where the forms are sent."""

ASKED = ("decision", "elsewhere", "what-if")
"""Pages of a case, by the first part of their path; the second is the question."""


class FailurePage(Context, frozen=True):
    """What went wrong: the status, a stable code, the message, what to do, whether it was at the desk, and the page with the form that
    may have been sent."""

    status: int
    code: str
    message: str
    hint: str | None
    desk: bool = False
    back: str | None = None
    again: str | None = None
    """The address that was asked, where it may be answered in a moment."""
    facts: str | None = None
    """The address at which more facts may be given to a case that took too long."""


def failure(renderer: Renderer, scope: Scope, status: int, code: str, message: str, hint: str | None) -> Response:
    """The page, in the language of the path, with a way on."""
    path, query = scope["path"], scope["query_string"].decode("ascii", "replace")
    lang = next((lang for lang in LANGUAGES if path == f"/{lang}" or path.startswith(f"/{lang}/")), "en")
    section = path.removeprefix(f"/{lang}/").partition("/")[0]
    question = path.removeprefix(f"/{lang}/").removeprefix(section + "/").partition(".")[0]
    context = FailurePage(
        status,
        code,
        message,
        hint,
        section == "desk",
        section if section in BACK else None,
        f"{path}?{query}" if status in (429, 503) and scope["method"] == "GET" else None,
        f"/{lang}/ask/{question}?{query}" if code == "out-of-time" and section in ASKED else None,
    )
    lead = f"failure_{code.replace('-', '_')}"
    return renderer.page(
        "failure.html", context, lang, f"/{lang}/{context.back or ''}", "", status, lead=lead if lead in phrases() else "failure_other"
    )
