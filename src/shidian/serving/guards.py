"""What stands before every page and every answer: headers, hosts, sizes, cross-site posts, and ETags; who may reach the API from another site, and how
often one address may ask.

Written as plain ASGI, so that nothing is read twice and streams stay streams.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shidian.law.budget import within
from shidian.law.lru import Lru

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
JSON_LIMIT = 1_000_000
"""Bytes of a body that is not an upload."""
AT_ONCE = 200
"""Requests that are worked on at the same time; more are told to come again."""
SECONDS = float(os.environ.get("SHIDIAN_REQUEST_SECONDS", "10"))
"""Processor time of one request."""
SAFE = ("GET", "HEAD", "OPTIONS")

Refuse = Callable[[Scope, int, str, str, str | None], ASGIApp]
"""Makes the answer that refuses a request: status, code, message."""


class Guards:
    """The guards around an application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str],
        edition: Callable[[], str],
        upload_limit: int,
        uploads: Callable[[str], bool],
        private: Callable[[str], bool],
        refuse: Refuse,
        origins: Iterable[str] = (),
        open_to: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.edition = edition
        self.upload_limit = upload_limit
        self.uploads = uploads
        self.private = private
        self.refuse = refuse
        self.origins = frozenset(origins)
        self.open_to = open_to
        self._now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = _with_headers(send)
        refused = self._refused(scope, headers)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        tag = self._tag(scope)
        if tag is not None and tag in [w.strip().removeprefix("W/") for w in headers.get("if-none-match", "").split(",")]:
            await _unchanged(tag, guarded)
            return
        if self._now >= AT_ONCE:
            busy = self.refuse(scope, 503, "busy", "too many requests are being worked on", "try again in a moment")
            await busy(scope, receive, later(guarded))
            return
        limit = self.upload_limit if self.uploads(scope["path"]) else JSON_LIMIT
        self._now += 1
        try:
            with within(SECONDS):
                await self.app(scope, _counted(receive, limit), guarded if tag is None else _with_tag(guarded, tag))
        finally:
            self._now -= 1

    def _refused(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        host = _name(headers.get("host", ""))
        if "*" not in self.hosts and host not in self.hosts:
            return self.refuse(scope, 400, "unknown-host", "this server does not answer to that host name", None)
        invited = headers.get("origin") in self.origins and self.open_to(scope["path"])
        if scope["method"] not in SAFE and not same_site(headers) and not invited:
            return self.refuse(scope, 403, "cross-site", "a request that changes something must come from the same site", None)
        length = headers.get("content-length")
        limit = self.upload_limit if self.uploads(scope["path"]) else JSON_LIMIT
        if length is not None and length.isascii() and length.isdigit() and int(length) > limit:
            return self.refuse(scope, 413, "too-large", f"the body is longer than {-(-limit // 2**20)} MB", "send it in parts")
        return None

    def _tag(self, scope: Scope) -> str | None:
        """The tag (weak: an answer may be compressed) of an answer that depends on the lawbook, the version, the day and the address alone."""
        if scope["method"] not in ("GET", "HEAD") or self.private(scope["path"]):
            return None
        where = scope["path"].encode("utf-8", "surrogateescape") + b"?" + scope.get("query_string", b"")
        return '"' + hashlib.sha256(self.edition().encode() + b" " + where).hexdigest()[:24] + '"'


def same_site(headers: Headers) -> bool:
    """Whether a request comes from our own pages, or from a program that is no browser."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == headers.get("host", ""))


def _name(host: str) -> str:
    """A host without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending


def _with_tag(send: Send, tag: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            headers = MutableHeaders(scope=message)
            if "cache-control" not in headers:
                headers["ETag"] = f"W/{tag}"
                headers["Cache-Control"] = "no-cache"
        await send(message)

    return sending


def later(send: Send, seconds: int = 1) -> Send:
    """What sends a refusal that says in how many seconds to come again."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Retry-After"] = str(seconds)
        await send(message)

    return sending


async def _unchanged(tag: str, send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": 304, "headers": [(b"etag", b"W/" + tag.encode()), (b"cache-control", b"no-cache")]}
    )
    await send({"type": "http.response.body", "body": b""})


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413)
        return message

    return receiving


EXPOSED = ("ETag", "X-Request-Id", "Deprecation", "Retry-After", "Mcp-Session-Id")
MOST_ADDRESSES = 10_000
"""Addresses whose requests are counted; the longest unseen is forgotten first."""
MINUTE = 60.0


class CrossOrigin:
    """Lets pages of named origins read the API (never the pages, never with cookies)."""

    def __init__(self, app: ASGIApp, *, origins: Iterable[str], applies: Callable[[str], bool]) -> None:
        self.app = app
        self.applies = applies
        self.open = CORSMiddleware(
            _readable(app),
            allow_origins=tuple(origins),
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Content-Type", "If-None-Match", "Mcp-Session-Id", "Mcp-Protocol-Version", "Last-Event-ID"),
            expose_headers=EXPOSED,
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, with the headers that its browser asks for."""
        within = scope["type"] == "http" and self.applies(scope["path"])
        await (self.open if within else self.app)(scope, receive, send)


def _readable(app: ASGIApp) -> ASGIApp:
    """Answers that a page of another origin may read."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message["headers"] if k.lower() != b"cross-origin-resource-policy"]
                message = {**message, "headers": [*kept, (b"cross-origin-resource-policy", b"cross-origin")]}
            await send(message)

        await app(scope, receive, sending)

    return answering


class Rated:
    """Lets one address ask so many times a minute, with as many at once; then it is told to wait. Behind a proxy give the proxy the limit."""

    def __init__(self, app: ASGIApp, *, a_minute: int, applies: Callable[[str], bool], refuse: Refuse) -> None:
        self.app = app
        self.a_minute = a_minute
        self.applies = applies
        self.refuse = refuse
        self._left: Lru[str, tuple[float, float]] = Lru(MOST_ADDRESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say how long to wait."""
        if scope["type"] != "http" or not self.applies(scope["path"]):
            await self.app(scope, receive, send)
            return
        wait = self._taken(str((scope.get("client") or ("?",))[0]))
        if not wait:
            await self.app(scope, receive, send)
            return

        seconds = int(wait) + 1
        refused = self.refuse(scope, 429, "too-many", f"more than {self.a_minute} requests a minute", f"come again in {seconds} seconds")
        await refused(scope, receive, later(send, seconds))

    def _taken(self, address: str) -> float:
        """Take one request from what an address has left; seconds to wait where it has none."""
        now = time.monotonic()
        left, seen = self._left.get(address) or (float(self.a_minute), now)
        left = min(float(self.a_minute), left + (now - seen) * self.a_minute / MINUTE)
        if left < 1:
            self._left.put(address, (left, now))
            return (1 - left) * MINUTE / self.a_minute
        self._left.put(address, (left - 1, now))
        return 0.0
