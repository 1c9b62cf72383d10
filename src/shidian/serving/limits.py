"""Who may reach the API from another site, and how often one address may ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shidian.law.lru import Lru
from shidian.serving.guards import Refuse, later

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
