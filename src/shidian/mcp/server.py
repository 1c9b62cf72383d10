"""The server for assistants: one set of tools, resources and prompts over standard input and output, or over HTTP."""

from __future__ import annotations

import logging

from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from shidian.mcp.asking import asking
from shidian.mcp.looking import looking
from shidian.mcp.prompts import prompts
from shidian.mcp.reading import reading
from shidian.mcp.resources import resources
from shidian.version import __version__
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase


def server(desk: Keeper) -> MCPServer:
    """The server for a desk, ready for either transport."""
    made: MCPServer = MCPServer(
        "shidian",
        title="shidian 试点",
        description="China's market-opening rules as data, and answers you can cite.",
        instructions=f"{phrase('assistant_rules').en}\n\n{phrase('assistant_rules').zh}",
        version=__version__,
        log_level="WARNING",
    )
    for logger in ("mcp", "httpx"):
        logging.getLogger(logger).setLevel(logging.WARNING)
    asking(made, desk)
    looking(made, desk)
    reading(made, desk)
    resources(made, desk)
    prompts(made, desk)
    return made


def over_http(made: MCPServer, path: str) -> ASGIApp:
    """The server as an application at a path, without sessions. Hosts and origins are held by the guards that stand before it."""
    return made.streamable_http_app(
        streamable_http_path=path, stateless_http=False, transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False)
    )
