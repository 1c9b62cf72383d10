"""The daily digest by mail: how much waits for somebody, and a link. What it is about stays at the desk: mail can be read by others."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from msgspec import Struct

from shidian.errors import DeskError
from shidian.store.access import Actor
from shidian.store.desk.notes import NotesShelf
from shidian.store.signing.mailboxes import Mailbox, MailboxShelf
from shidian.tracking.desk import DONE, ProgrammeDesk
from shidian.words.phrases import phrase

SOON_DAYS = 7
PATIENCE = 20.0
SAID = {"to_sign": "mail_to_sign", "open": "mail_open", "late": "mail_late", "soon": "mail_soon", "called": "mail_called"}
"""What each figure is called in a mail."""


class MailServer(Struct, frozen=True):
    """Where mail is handed over. `secure` is starttls, tls, or plain (for a server on the same machine alone)."""

    host: str
    port: int
    sender: str
    secure: str = "starttls"
    user: str | None = None
    password: str | None = None


class WaitingCounts(Struct, frozen=True):
    """How much waits for somebody: changes to sign, their own that are open, items late or due within a week, comments of the last day that call them."""

    to_sign: int
    open: int
    late: int
    soon: int
    called: int


def waiting_for(desk: ProgrammeDesk, actor: Actor, today: dt.date) -> WaitingCounts:
    """What waits for somebody on a day."""
    work = desk.work
    signs = [c for c in work.changes(actor, status="open", act="sign") if c.person != actor.person and actor.person not in c.signers]
    mine = work.changes(actor, status="open", person=actor.person)
    due = [
        str(i.state["due"])
        for i in work.items(actor)
        if i.state["due"] and i.state["stage"] not in DONE["item"] and (actor.may("propose", i.region) or actor.may("sign", i.region))
    ]
    day, soon = today.isoformat(), (today + dt.timedelta(days=SOON_DAYS)).isoformat()
    called = NotesShelf(work).calling(actor, (today - dt.timedelta(days=1)).isoformat())
    return WaitingCounts(len(signs), len(mine), sum(d < day for d in due), sum(day <= d <= soon for d in due), len(called))


def letter(server: MailServer, box: Mailbox, found: WaitingCounts, today: dt.date, address: str) -> EmailMessage:
    """The mail to one person."""
    lang = box.lang
    said = [phrase(key, n=str(getattr(found, name)))[lang] for name, key in SAID.items() if getattr(found, name)]
    mail = EmailMessage()
    mail["From"], mail["To"] = server.sender, box.address
    mail["Subject"] = phrase("mail_subject", day=today.isoformat())[lang]
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain="shidian.invalid")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join([*said, "", f"{address.rstrip('/')}/{lang}/desk", "", phrase("mail_stop")[lang]]) + "\n")
    return mail


def send_digests(desk: ProgrammeDesk, server: MailServer, today: dt.date, address: str) -> tuple[int, list[str]]:
    """Send the digests of a day to those for whom something waits; once a day each. Returns how many were sent, and whom it failed for. Raises
    DeskError where the server cannot be reached at all."""
    boxes, sent, failed = MailboxShelf(desk.people), 0, []
    due = boxes.due(today.isoformat())
    if not due:
        return 0, []
    try:
        with _opened(server) as smtp:
            for box in due:
                found = waiting_for(desk, desk.people.acting(box.login), today)
                if not any(getattr(found, n) for n in WaitingCounts.__struct_fields__) or not boxes.take(box.person, today.isoformat()):
                    continue
                try:
                    smtp.send_message(letter(server, box, found, today, address))
                    sent += 1
                except smtplib.SMTPException:
                    boxes.give_back(box.person)
                    failed.append(box.login)
    except (OSError, smtplib.SMTPException) as error:
        raise DeskError(
            f"the mail server cannot be used: {type(error).__name__}", hint="check --smtp, --secure and SHIDIAN_SMTP_PASSWORD"
        ) from error
    return sent, failed


def _opened(server: MailServer) -> smtplib.SMTP:
    if server.secure == "plain" and server.host not in ("127.0.0.1", "localhost", "::1"):
        raise DeskError("mail goes to another machine only over TLS", hint="--secure starttls, or tls")
    if server.secure == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        if server.secure == "starttls":
            smtp.starttls(context=ssl.create_default_context())
    if server.user is not None:
        smtp.login(server.user, server.password or "")
    return smtp
