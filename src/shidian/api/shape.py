"""What every address of the API takes beside its own parameters, and how an answer is made of it: one language, some fields, the short form,
pages of a list, and the lawbook that is expected.

A parameter that an address does not know is refused with the nearest one that it does; a key that stands twice in a body is refused too.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import Response
from fastapi.routing import APIRoute
from msgspec import Struct

from shidian.answer.decision import Decision
from shidian.answer.short import Lang, short
from shidian.errors import BadValue, ShidianError, UnknownFact
from shidian.files import decode_once
from shidian.law.near import did_you_mean
from shidian.words.plain import to_plain
from shidian.words.refusals import refusal_in

encode = msgspec.json.Encoder(decimal_format="number").encode

ALWAYS = {
    "lang": "every text in one language, `en` or `zh`, instead of both",
    "fields": "only these keys of the answer, or of each item of a list, separated by commas",
    "lawbook": "the digest of the lawbook that is expected, or its first 12 signs or more; another one is refused with 409",
}
LISTS = {"limit": "items on a page at most (1 to 1000)", "after": "items to leave out at the beginning: the `next` of a page says how many"}
DECISIONS = {"brief": "`1`: the decision in short, less than 3 KB"}
CONTROLS = (*ALWAYS, *LISTS, *DECISIONS)
PAGE_BYTES = 45_000
"""Bytes of the items of one page at most; a page has at least one item."""
BATCH_BYTES = 1_900
"""Bytes of a short decision of a batch, aimed at: a thousand stay under 2 MB."""
SHORTEST = 12
"""Signs of a digest that name it."""
KEPT = ("etag", "location")
"""Headers of an answer that stay, however it is shaped."""
SLIP = 0.75
"""Ratio of equal letters (0 to 1) from which on an unknown fact is one of the parameters of every address."""
FREE = "x-free-parameters"
"""Marks a route whose parameters are facts."""


class OtherLawbook(ShidianError):
    """The answer would be that of another lawbook than was expected."""

    code = "other-lawbook"
    status = 409


class UnknownParameter(ShidianError):
    """The address takes no parameter of this name."""

    code = "unknown-parameter"
    status = 400


class Shape(Struct, frozen=True):
    """How an answer is wanted."""

    lang: Lang | None = None
    fields: tuple[str, ...] = ()
    brief: bool = False
    limit: int | None = None
    after: int = 0


class Shaped(Response):
    """An answer whose body is made when it is known how it is wanted. `rows` are the items of a list; else `value` is the answer."""

    def __init__(self, value: Any, status: int = 200, rows: tuple[Any, ...] | None = None) -> None:
        super().__init__(b"", status, media_type="application/json")
        self.value = value
        self.rows = rows

    def made(self, shape: Shape, request: Request) -> Response:
        """The answer as it is wanted. Raises BadValue."""
        paged = request.method == "GET"
        if self.rows is not None:
            content = _page(self.rows, shape, request if paged else None)
        elif shape == Shape():
            content = encode(self.value)
        else:
            content = encode(_picked(_plain(_brief(self.value, shape), shape.lang), shape.fields))
        kept = {name: self.headers[name] for name in KEPT if name in self.headers}
        return Response(content, self.status_code, kept, media_type="application/json")


def _queried(dependant: Dependant) -> Iterator[str]:
    yield from (p.alias for p in dependant.query_params)
    for part in dependant.dependencies:
        yield from _queried(part)


class OnceRequest(Request):
    """A request whose JSON is read by `decode_once`."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = decode_once(await self.body())
        return self._json


class OnceRoute(APIRoute):
    """A route that refuses a body with a name that an object has twice."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def read(request: Request) -> Response:
            return await handler(OnceRequest(request.scope, request.receive))

        return read


class ShapedRoute(OnceRoute):
    """A route of the API: closed against unknown parameters and keys given twice; its answer is shaped."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with what stands before and after it."""
        handle = super().get_route_handler()
        own = tuple(_queried(self.dependant))
        free = bool(self.openapi_extra and self.openapi_extra.get(FREE))

        async def handler(request: Request) -> Response:
            if not free:
                _known(request, (*own, *CONTROLS))
            shape = shape_of(request.query_params.multi_items(), own, getattr(request.app.state, "lawbook", None))
            try:
                answer = await handle(request)
            except UnknownFact as error:  # a slip in `lang` stands among the facts of an address
                close = difflib.get_close_matches(error.message.split("`")[1], CONTROLS if free else (), 1, SLIP)
                raise UnknownFact(error.message, hint=f"did you mean `{close[0]}`?" if close else error.hint) from error
            return answer.made(shape, request) if isinstance(answer, Shaped) else answer

        return handler


def _known(request: Request, names: Iterable[str]) -> None:
    for name in request.query_params:
        if name not in names:
            raise UnknownParameter(f"unknown parameter `{name[:100]}`", hint=did_you_mean(name[:100], names))


def shape_of(given: Iterable[tuple[str, str]], own: Iterable[str], digest: str | None) -> Shape:
    """How an answer is wanted. What an address itself knows under one of these names (`own`) is left to it. Raises BadValue, OtherLawbook."""
    said: dict[str, str] = {}
    for name, value in given:
        if name in CONTROLS and name not in own:
            if name in said:
                raise BadValue(f"`{name}` is given twice")
            said[name] = value
    _same_lawbook(said.get("lawbook"), digest)
    lang = said.get("lang")
    if lang not in (None, "en", "zh"):
        raise BadValue(f"`{lang[:20]}` is not a language of the answers" if lang else "`lang` is empty", hint="known: `en`, `zh`")
    brief = said.get("brief", "0")
    if brief not in ("0", "1", "false", "true"):
        raise BadValue(f"`brief={brief[:20]}` cannot be read", hint="write `brief=1`")
    return Shape(
        "zh" if lang == "zh" else "en" if lang else None,
        tuple(f.strip() for f in said.get("fields", "").split(",") if f.strip()),
        brief in ("1", "true"),
        _whole("limit", said["limit"], 1, 1000) if "limit" in said else None,
        _whole("after", said.get("after", "0"), 0, 10_000_000),
    )


def _same_lawbook(wanted: str | None, digest: str | None) -> None:
    if wanted is None or digest is None:
        return
    if len(wanted) < SHORTEST:
        raise BadValue(f"`lawbook` needs at least {SHORTEST} signs of the digest")
    if not digest.startswith(wanted.lower()):
        raise OtherLawbook(
            f"this server answers by another lawbook than `{wanted[:12]}`",
            hint=f"it is {digest[:12]}; leave `lawbook` out to ask this one, or ask a server that has yours",
        )


def _whole(name: str, word: str, least: int, most: int) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 10 and least <= int(word) <= most):
        raise BadValue(f"`{name}={word[:20]}` cannot be read", hint=f"a whole number from {least} to {most}")
    return int(word)


def _page(rows: tuple[Any, ...], shape: Shape, request: Request | None) -> bytes:
    """A page of a list: as many items as were asked for and as fit, and the address of the next page."""
    kept: list[bytes] = []
    size = 0
    wanted = rows[shape.after : shape.after + shape.limit if shape.limit is not None else None] if request is not None else rows
    for row in wanted:
        item = encode(_picked(_plain(row, shape.lang), shape.fields) if shape.lang or shape.fields else row)
        size += len(item) + 1
        if kept and size > PAGE_BYTES and request is not None:
            break
        kept.append(item)
    after = shape.after + len(kept)
    follows = None
    if request is not None and after < len(rows):
        query = [(k, v) for k, v in request.query_params.multi_items() if k != "after"]
        follows = f"{request.url.path}?{urlencode([*query, ('after', after)])}"
    return b'{"count":%d,"next":%b,"items":[%b]}' % (len(rows), encode(follows), b",".join(kept))


def _brief(value: Any, shape: Shape) -> Any:
    if not shape.brief:
        return value
    if isinstance(value, Decision):
        return short(value, shape.lang or "en")
    brief = getattr(value, "in_short", None)
    if brief is None:
        raise BadValue("`brief` is for decisions", hint="leave it out, or name `fields`")
    return brief(shape.lang or "en")


def _plain(value: Any, lang: Lang | None) -> Any:
    plain = to_plain(value)
    return _spoken(plain, lang) if lang is not None else plain


def _spoken(value: Any, lang: Lang) -> Any:
    """Every text in one language."""
    if isinstance(value, dict):
        if value.keys() == {"en", "zh"}:
            return value[lang]
        if value.keys() == {"code", "message", "hint"}:  # what went wrong with one of many
            return value | {k: value[k] and refusal_in(lang, value[k]) for k in ("message", "hint")}
        return {k: _spoken(v, lang) for k, v in value.items()}
    return [_spoken(v, lang) for v in value] if isinstance(value, list) else value


def _picked(value: Any, fields: tuple[str, ...]) -> Any:
    """Some keys of a record. Raises BadValue for one that it does not have."""
    if not fields:
        return value
    if not isinstance(value, dict):
        raise BadValue("this answer has no fields to pick from")
    for field in fields:
        if field not in value:
            raise BadValue(f"there is no field `{field[:100]}`", hint=did_you_mean(field[:100], value))
    return {k: value[k] for k in value if k in fields}
