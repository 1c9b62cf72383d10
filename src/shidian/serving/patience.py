"""How long the server waits for a request: half-sent ones neither stay for ever nor shut others out.

Headers must be complete within `HEADER_SECONDS` of the connection (or of the first byte of a further request); a body must bring something every
`PAUSE_SECONDS` and end within `BODY_SECONDS`. When there are more connections than the process may open, the one that has been waited for
longest is closed; whoever has sent a whole request is never the one.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 10.0
PAUSE_SECONDS = 15.0
BODY_SECONDS = 300.0
"""64 MB at 2 Mbit/s."""
GRACE_SECONDS = 10
"""How long requests under way may go on after the server was told to stop."""
KEPT_SECONDS = 15
"""How long a connection without a request is kept: longer than clients keep one for their next request (httpx and many others: 5 seconds), or
one would be closed in the moment in which it is used again."""
SAID = "The request did not arrive in time; send it again.\n请求未能及时送达，请重新发送。\n".encode()
"""To a person whose language is not known yet."""
LATE = b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b" % (
    len(SAID),
    SAID,
)


def most_connections() -> int:
    """How many connections are kept open: half of the files the process may open, at most 1,000."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(1000, soft // 2) if soft > 0 else 1000


def listening() -> dict[str, Any]:
    """How the server listens, for uvicorn."""
    return {
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "http": PatientProtocol,
        "ws": "none",
        "timeout_keep_alive": KEPT_SECONDS,
        "timeout_graceful_shutdown": GRACE_SECONDS,
        "h11_max_incomplete_event_size": 32_768,
    }


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with an end to its patience."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._until: asyncio.TimerHandle | None = None
        self._begun: float | None = None
        """The moment since which a request is waited for; None while none is."""
        self._in_body = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection begins: wait for its headers."""
        super().connection_made(transport)
        self._wait(HEADER_SECONDS)
        if len(self.connections) > most_connections():
            waiting = [c for c in self.connections if isinstance(c, PatientProtocol) and c._begun is not None]
            if waiting:
                min(waiting, key=lambda c: c._begun or 0.0).give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ended: nobody waits any more."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and look how far the request has come."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """A request was answered; what the client sent of the next one meanwhile is waited for anew."""
        super().on_response_complete()
        self._look()

    def give_up(self) -> None:
        """Close a connection that does not send its request."""
        self._stop()
        if not self.transport.is_closing():
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):  # nothing was answered yet
                self.transport.write(LATE)
            self.transport.close()

    def _look(self) -> None:
        theirs = self.conn.their_state
        if theirs is h11.SEND_BODY:
            now = self.loop.time()
            if not self._in_body or self._begun is None:
                self._in_body, self._begun = True, now
            self._wait(min(PAUSE_SECONDS, self._begun + BODY_SECONDS - now))
        elif theirs is h11.IDLE and self.conn.trailing_data[0]:
            if self._begun is None:
                self._wait(HEADER_SECONDS)
        else:
            self._stop()

    def _wait(self, seconds: float) -> None:
        if self._until is not None:
            self._until.cancel()
        self._begun = self._begun if self._begun is not None else self.loop.time()
        self._until = self.loop.call_later(max(0.0, seconds), self.give_up)

    def _stop(self) -> None:
        if self._until is not None:
            self._until.cancel()
        self._until, self._begun, self._in_body = None, None, False
