"""Signing in by an OpenID provider: a browser is sent there, and comes back with what the provider says of it.

Coming back is the one `GET` that writes: it opens a session, for the browser that began and for no other.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from functools import partial
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shidian.catalogue.lists import NotFound
from shidian.visitors.keeper import Keeper
from shidian.visitors.programme import opened
from shidian.web.desk.pages import HOME, next_of
from shidian.web.desk.who import FORM, SESSION, check_form, keep
from shidian.web.page import LANGUAGES

if TYPE_CHECKING:  # its libraries are an extra
    from shidian.visitors.provider import IdentityProvider

HANDSHAKE = "shidian_provider"
BACK = "/desk/sign-in/return"
"""Where browsers come back to: the address to give to the provider."""
PATIENCE = 600


def provider_routes(desk: Keeper) -> list[BaseRoute]:
    """The two routes."""
    begins = [Route(f"/{lang}{HOME}/sign-in/provider", partial(_begin, desk, lang), methods=["GET"]) for lang in LANGUAGES]
    return [*begins, Route(BACK, partial(_back, desk), methods=["GET"])]


def _begin(desk: Keeper, lang: str, request: Request) -> Response:
    opened(desk)
    link, where = request.query_params.get("link", ""), next_of(request.query_params.get("next"), lang)
    if link:  # binds an identity: from our own page alone, so that nobody is led by another's link into another's account
        check_form(request, {"csrf": request.query_params.get("csrf", "")}, FORM)
    word = secrets.token_urlsafe(32)
    answer = RedirectResponse(_provider(desk).begin(word, _address(request)), status_code=303)
    keep(answer, request, HANDSHAKE, ".".join((word, lang, _packed(link[:100]), _packed(where))), PATIENCE)
    return answer


def _back(desk: Keeper, request: Request) -> Response:
    people = opened(desk).people
    word, lang, link, where = [*request.cookies.get(HANDSHAKE, "").split("."), "", "", "", ""][:4]
    said = {k: v[:4000] for k, v in request.query_params.items()}
    subject = _provider(desk).finish(word, _address(request), said)
    session = people.sign_in_as(subject, _unpacked(link) or None)
    people.sign_out(request.cookies.get(SESSION))
    lang = lang if lang in LANGUAGES else "zh"
    answer = RedirectResponse(next_of(_unpacked(where), lang), status_code=303)
    keep(answer, request, SESSION, session, 36_000)
    for name in (HANDSHAKE, FORM):
        answer.delete_cookie(name, path="/")
    return answer


def _provider(desk: Keeper) -> IdentityProvider:
    if desk.provider is None:
        raise NotFound("this desk knows no provider", hint="start it with `shidian serve --oidc-issuer URL --oidc-client ID`")
    return desk.provider


def _address(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{BACK}"


def _packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode().rstrip("=")


def _unpacked(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
