"""Half-sent requests: they end by themselves, shut nobody out, and do not keep the server from ending."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from shidian.serving import patience
from tests.cases.real import warm_cache

HALF_HEAD = b"GET /api/v1/questions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "
HALF_BODY = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
WHOLE = b"GET /api/v1/questions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
OWN = "import sys; from shidian.serving import patience as p; p.HEADER_SECONDS = 1.5; p.PAUSE_SECONDS = 2.0; p.GRACE_SECONDS = 2; from shidian.cli.main import main; main()"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server in a process of its own with short patience, and its port. The last test tells it to end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(warm_cache())}
    process = subprocess.Popen([sys.executable, "-c", OWN, "serve", "--port", str(port)], env=env, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.2)
        yield process, port
    finally:
        process.kill()
        process.wait()


def connected(port: int, sent: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=60)
    one.sendall(sent)
    return one


def answer(port: int) -> bytes:
    with connected(port, WHOLE) as one:
        return one.recv(65_536)


def test_many_half_sent_requests_shut_nobody_out_and_end_by_themselves(server: tuple[subprocess.Popen[bytes], int]) -> None:
    _, port = server
    held = [connected(port, HALF_HEAD if n % 4 else HALF_BODY) for n in range(260)]
    assert answer(port).startswith(b"HTTP/1.1 200")
    time.sleep(4)
    assert answer(port).startswith(b"HTTP/1.1 200")
    ended = 0
    for one in held:
        one.settimeout(1)
        with suppress(TimeoutError, ConnectionError):
            while one.recv(4096):
                pass
            ended += 1
        one.close()
    assert ended == len(held)


@pytest.mark.parametrize("half", [HALF_HEAD, HALF_BODY])
def test_who_sends_half_a_request_is_told_so_in_both_languages(server: tuple[subprocess.Popen[bytes], int], half: bytes) -> None:
    _, port = server
    with connected(port, half) as one:
        one.settimeout(60)
        said = b"".join(iter(lambda: one.recv(4096), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408")
    assert f"content-length: {len(body)}".encode() in head
    assert "请重新发送" in body.decode()
    assert "send it again" in body.decode()
    assert answer(port).startswith(b"HTTP/1.1 200")


def test_a_request_that_comes_slowly_but_in_time_is_answered(server: tuple[subprocess.Popen[bytes], int]) -> None:
    _, port = server
    body = b'{"question": "access", "facts": {"activity": "idc", "territory": "shanghai", "share": 50, "origin": "de", "on": "2026-01-01"}}'
    head = f"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    with connected(port, head.encode()) as one:
        for at in range(0, len(body), 30):
            time.sleep(0.6)
            one.sendall(body[at : at + 30])
        assert one.recv(65_536).startswith(b"HTTP/1.1 200")


def test_a_kept_connection_serves_the_next_request(server: tuple[subprocess.Popen[bytes], int]) -> None:
    _, port = server
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
        for _ in range(2):
            one.sendall(WHOLE.replace(b"Connection: close\r\n", b""))
            assert one.recv(1_000_000).startswith(b"HTTP/1.1 200")
            time.sleep(2)
            one.setblocking(False)
            with suppress(BlockingIOError):
                while one.recv(65_536):
                    pass
            one.setblocking(True)


def test_a_server_ends_soon_when_it_is_told_to_although_requests_are_half_sent(server: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = server
    held = [connected(port, HALF_BODY if n % 2 else HALF_HEAD) for n in range(6)]
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    process.wait(timeout=30)
    assert time.monotonic() - begun < 20
    for one in held:
        one.close()


def test_as_many_connections_as_files_allow_are_kept() -> None:
    assert 1 <= patience.most_connections() <= 1000
