"""The door for assistants within the server: made at the first request, so that a start does not wait for its libraries."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from shidian.errors import needs
from shidian.visitors.keeper import Keeper

PATH = "/mcp"


class Assistants:
    """An application that answers at :data:`PATH` by the Model Context Protocol, behind the guards. `close` ends its sessions."""

    def __init__(self, desk: Keeper) -> None:
        self.desk = desk
        self._made: ASGIApp | None = None
        self._lock = asyncio.Lock()
        self._living: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises MissingExtra where the libraries are not installed."""
        if self._made is None:
            async with self._lock:
                if self._made is None:
                    self._made = await self._start()
        await self._made(scope, receive, send)

    async def close(self) -> None:
        """End the sessions."""
        self._ended.set()
        if self._living is not None:
            await self._living

    async def _start(self) -> ASGIApp:
        with needs("mcp"):
            from shidian import mcp

        server = await asyncio.to_thread(mcp.server, self.desk)
        application = mcp.over_http(server, PATH)
        running = asyncio.Event()

        async def live() -> None:
            """Sessions begin and end in one task."""
            async with server.session_manager.run():
                running.set()
                await self._ended.wait()

        self._living = asyncio.create_task(live())
        await running.wait()
        return application
