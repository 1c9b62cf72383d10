"""A client for the HTTP API of a server of this program: typed answers, one by one or many, waiting when the server is busy.

    from shidian.client import Client

    with Client("http://127.0.0.1:8000") as api:
        print(api.ask("access", activity="app-store", territory="chengdu", origin="DE", share=100, on="2025-06-01").lines[0])

`AsyncClient` has the same methods to be awaited. Needs the extra `client`; the lawbook is that of the server.
"""

from __future__ import annotations

from shidian.errors import needs

with needs("client"):
    from shidian.client.clients import AsyncClient, Client
    from shidian.client.talking import ApiError, Refused

__all__ = ["ApiError", "AsyncClient", "Client", "Refused"]
