"""The digest, taken by a real mail server: once a day, to those for whom something waits, and without what it is about."""

from __future__ import annotations

import datetime as dt
import email
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from shidian.errors import DeskError
from shidian.store.signing.mailboxes import MailboxShelf
from shidian.visitors.mail import MailServer, send_digests
from tests.desk.running import Office


class Postman:
    """Keeps what is handed over; refuses one address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address.startswith("full@"):
            return "552 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        found = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        return "250 OK"


@pytest.fixture(scope="module")
def postman() -> Iterator[tuple[Postman, MailServer]]:
    found = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found, MailServer("127.0.0.1", port, "desk@example.org", "plain")
    controller.stop()


def test_one_mail_a_day_says_how_much_waits_and_not_what(office: Office, postman: tuple[Postman, MailServer]) -> None:
    taken, server = postman
    desk, boxes = office.programme, MailboxShelf(office.programme.people)
    editor, signer = office.join("m-editor", ("suzhou", "editor")), office.join("m-signer", ("suzhou", "signer"))
    idle = office.join("m-idle", ("suzhou", "reader"))
    full = office.join("m-full", ("suzhou", "signer"))
    item = desk.begin(editor, "suzhou", title="示例机密事项", area=next(iter(desk.areas)), state={"due": "2026-12-01"})
    desk.propose(editor, item, {"notes": "内部说明"}, version=1)
    for who, address, lang in (
        (editor, "e@example.org", "zh"),
        (signer, "s@example.org", "en"),
        (idle, "i@example.org", "zh"),
        (full, "full@example.org", "zh"),
    ):
        boxes.set(who, address, lang)
    today = dt.date(2026, 11, 27)
    assert send_digests(desk, server, today, "https://desk.example.org/") == (2, ["m-full"])
    by = {m["To"]: m for m in taken.mails}
    assert set(by) == {"e@example.org", "s@example.org"}
    assert "Changes to sign: 1" in by["s@example.org"].get_content()
    assert "尚待复核的变更：1项" in by["e@example.org"].get_content()
    assert "一周内到期事项：1项" in by["e@example.org"].get_content()
    assert "https://desk.example.org/en/desk" in by["s@example.org"].get_content()
    for mail in taken.mails:
        assert "机密" not in mail.as_string() + mail.get_content()
        assert "内部" not in mail.get_content()
        assert mail["Auto-Submitted"] == "auto-generated"
    assert send_digests(desk, server, today, "https://desk.example.org") == (0, ["m-full"])
    assert send_digests(desk, server, today + dt.timedelta(days=1), "https://desk.example.org")[0] == 2
    boxes.set(signer, None, "zh")
    desk.people.set_active(office.chief, editor.person, False)
    assert send_digests(desk, server, today + dt.timedelta(days=2), "https://desk.example.org")[0] == 0


@pytest.mark.parametrize(
    "address", ["x", "a@b", "a@example.org\r\nBcc: all@example.org", "a b@example.org", "<a@example.org>", "a@example.org,b@example.org"]
)
def test_an_address_that_is_none_is_refused(office: Office, address: str) -> None:
    with pytest.raises(DeskError):
        MailboxShelf(office.programme.people).set(office.chief, address, "zh")


def test_mail_goes_to_another_machine_only_over_tls_and_a_server_that_is_not_there_is_named(office: Office) -> None:
    boxes = MailboxShelf(office.programme.people)
    boxes.set(office.chief, "c@example.org", "zh")
    for server in (MailServer("mail.example.org", 25, "d@example.org", "plain"), MailServer("127.0.0.1", 9, "d@example.org", "plain")):
        with pytest.raises(DeskError):
            send_digests(office.programme, server, dt.date(2027, 1, 1), "https://desk.example.org")
