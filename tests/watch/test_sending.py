"""What changed, kept in a folder and sent on: a real mail server, a real server that takes posts, a feed reader, a calendar library."""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from shidian.cli.main import main
from shidian.errors import WatchError
from shidian.watch.sending import SIGNATURE, TRIES, holds, mail, post, signature

CASE = ["activity=app-store", "territory=chengdu", "origin=DE", "share=100"]


class Inbox:
    """Keeps the mails it is given."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    found = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield found, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def hook() -> Iterator[tuple[list[tuple[str, bytes]], list[int], str]]:
    """A server that takes posts: what it got, the statuses it is to answer with, and its address."""
    got: list[tuple[str, bytes]] = []
    statuses: list[int] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers[SIGNATURE], body))
            self.send_response(statuses.pop(0) if statuses else 200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield got, statuses, f"http://127.0.0.1:{server.server_address[1]}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shidian(*words: str) -> Any:
    result = CliRunner().invoke(main, ["watch", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_from_a_table_to_a_mail_a_post_a_feed_and_a_calendar(tmp_path: Path, inbox: Any, hook: Any) -> None:
    import feedparser
    import icalendar

    found, server = inbox
    got, _, address = hook
    kept = ["--kept", str(tmp_path / "kept")]
    shidian("add", "chengdu", "access", *CASE, *kept, "--on", "2024-01-01", "--lang", "en")
    listed = json.loads(shidian("list", "--json", *kept).output)
    assert [(p["name"], p["rows"], p["day"]) for p in listed] == [("chengdu", 1, "2024-01-01")]
    done = shidian(
        "run", *kept, "--on", "2026-11-01", "--feed", str(tmp_path / "feed"), "--mail", server, "--from", "w@example.org", "--to", "a@example.org",
        "--post", address, "--secret", "word", "--lang", "en",
    )  # fmt: skip
    assert "cn-services-work-plan-2025/app-store" in done.output
    ((to, message),) = found.mails
    assert to == ["a@example.org"]
    assert "1 of 1 rows changed" in message["Subject"]
    assert "cn-services-work-plan-2025/app-store" in message.get_body().get_content()
    attached = json.loads(next(message.iter_attachments()).get_content())
    ((signed, body),) = got
    assert json.loads(body) == attached
    assert holds(signed, body, "word", int(time.time()))
    assert not holds(signed, body + b" ", "word", int(time.time()))
    feed = feedparser.parse((tmp_path / "feed/chengdu.atom").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == len(attached["changes"]) + len(attached["coming"])
    assert json.loads((tmp_path / "feed/chengdu.json").read_text())["version"].endswith("1.1")
    events = icalendar.Calendar.from_ical((tmp_path / "feed/chengdu.ics").read_bytes()).events
    assert events[0].start == dt.date(2026, 11, 1)
    assert "0 of 1 rows changed" in shidian("run", *kept, "--on", "2026-11-01", "--lang", "en").output
    shidian("drop", "chengdu", *kept)
    assert json.loads(shidian("list", "--json", *kept).output) == []
    assert list((tmp_path / "kept/lawbooks").iterdir()) == []


def test_a_table_is_watched_as_it_is_screened_and_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    table = tmp_path / "firms.csv"
    table.write_text(
        "企业,行业活动,地域,来源地,持股比例\n甲,应用商店,成都,德国,100\n乙,互联网数据中心业务,深圳,德国,100\n", encoding="utf-8"
    )
    kept = ["--kept", str(tmp_path / "kept")]
    shidian("add", "firms", "access", "--table", str(table), "--label", "企业", *kept, "--on", "2024-01-01")
    first = json.loads(shidian("run", *kept, "--on", "2026-11-01", "--json", "--dry").output)
    assert first == json.loads(shidian("run", *kept, "--on", "2026-11-01", "--json", "--dry").output)
    rows = {row: name for c in first[0]["changes"] for row, name in zip(c["rows"], c["names"], strict=True)}
    assert rows == {1: "甲", 2: "乙"}


def test_a_post_is_tried_again_and_given_up_with_an_error(hook: Any) -> None:
    got, statuses, address = hook
    waits: list[float] = []
    statuses += [503, 429]
    assert post(address, b"{}", "s", wait=waits.append) == 3
    assert waits == [1.0, 2.0]
    statuses += [500] * TRIES
    with pytest.raises(WatchError, match="did not take"):
        post(address, b"{}", "s", wait=waits.append)
    statuses += [404]
    with pytest.raises(WatchError, match="refused"):
        post(address, b"{}", "s", wait=waits.append)
    assert len(got) == 3 + TRIES + 1


def test_what_could_not_be_sent_is_found_again(tmp_path: Path) -> None:
    kept = ["--kept", str(tmp_path / "kept")]
    shidian("add", "chengdu", "access", *CASE, *kept, "--on", "2024-01-01")
    failed = CliRunner().invoke(
        main, ["watch", "run", *kept, "--on", "2026-11-01", "--mail", "smtp://127.0.0.1:9", "--from", "a@b.c", "--to", "d@e.f"]
    )
    assert failed.exit_code == 1
    assert len(json.loads(shidian("run", *kept, "--on", "2026-11-01", "--json").output)[0]["changes"]) == 1


@pytest.mark.parametrize("server", ["http://x", "mail.example.org", "smtp://user:pw@127.0.0.1:25"])
def test_a_mail_server_that_cannot_be_meant_is_refused(server: str) -> None:
    with pytest.raises(WatchError):
        mail(server, "a@b.c", ("d@e.f",), "x", "y")


def test_an_old_signature_does_not_hold() -> None:
    signed = signature(b"{}", "s", 1_000)
    assert holds(signed, b"{}", "s", 1_100)
    assert not holds(signed, b"{}", "s", 2_000)
    assert not holds(signed, b"{}", "other", 1_100)
    assert not holds("v1=x", b"{}", "s", 1_100)
