"""A server as users meet it: the real lawbook behind a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from shidian.serving.application import PLAIN, ServerSettings, build
from shidian.serving.patience import listening
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book


@contextmanager
def serving(desk: Keeper | None = None, settings: ServerSettings = PLAIN) -> Iterator[str]:
    """The address of a server that runs in a thread until the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    how = listening() | {"log_level": "error"}
    config = uvicorn.Config(build(desk or Keeper(real_book()), settings=settings), host="127.0.0.1", port=port, **how)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 180
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(60)


def client(address: str) -> httpx.Client:
    """A client that follows no redirects and trusts no surroundings. (Reading what it would trust of TLS takes longer than most requests.)"""
    return httpx.Client(base_url=address, timeout=60, trust_env=False, verify=False)
