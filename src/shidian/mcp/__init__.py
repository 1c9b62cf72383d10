"""The door for assistants: tools, resources and prompts of the Model Context Protocol, over the official SDK."""

from __future__ import annotations

from shidian.mcp.server import over_http, server

__all__ = ["over_http", "server"]
