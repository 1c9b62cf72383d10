"""The SDK's own client, on both transports and both generations of the protocol."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
from mcp_types import CallToolResult, ElicitResult

from mcp import Client, StdioServerParameters
from shidian.mcp import server
from shidian.visitors.keeper import Keeper

Answering = Callable[[Any, Any], Awaitable[ElicitResult]]


def over_stdio() -> StdioServerParameters:
    """The command as a client starts it."""
    return StdioServerParameters(command=sys.executable, args=["-m", "shidian", "mcp"], env=dict(os.environ))


def within(desk: Keeper) -> Any:
    """The server in this process, behind the same protocol."""
    return server(desk)


@asynccontextmanager
async def connected(to: Any, answering: Answering | None = None, mode: str = "auto") -> AsyncIterator[Client]:
    async with Client(to, elicitation_callback=answering, mode=mode) as client:  # type: ignore[arg-type]
        yield client


def called(to: Any, tool: str, arguments: dict[str, Any], answering: Answering | None = None, mode: str = "auto") -> CallToolResult:
    """One call of one tool. The client checks what comes back against the published schema."""

    async def call() -> CallToolResult:
        async with connected(to, answering, mode) as client:
            await client.list_tools()
            return await client.call_tool(tool, arguments)

    return anyio.run(call)


def answering(*replies: ElicitResult) -> tuple[Answering, list[str]]:
    """A user who gives these replies, one after the other, and the questions that were put to them."""
    left, heard = list(replies), []

    async def answer(_: Any, params: Any) -> ElicitResult:
        heard.append(params.message)
        return left.pop(0)

    return answer, heard
