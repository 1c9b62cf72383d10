"""Changes sent on: by mail over SMTP, or to an address that takes signed posts, tried again when it does not answer."""

from __future__ import annotations

import hashlib
import hmac
import smtplib
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from shidian.errors import WatchError

SIGNATURE = "X-Shidian-Signature"
TRIES = 4
FIRST_WAIT = 1.0
"""Seconds before the second try; each further wait is twice as long."""
PATIENCE = 15.0
"""Seconds that a server may take."""


def mail(server: str, sender: str, to: tuple[str, ...], subject: str, text: str, attached: tuple[tuple[str, bytes], ...] = ()) -> None:
    """Send a mail. `server` is `smtp://host:port`, `smtps://…` or `smtp+starttls://user:password@host:port`. Raises WatchError."""
    where = urlsplit(server)
    if where.scheme not in ("smtp", "smtps", "smtp+starttls") or not where.hostname:
        raise WatchError(
            f"`{where.scheme or server}` is not an address of a mail server",
            hint="write it as smtp://host:25, smtps:// or smtp+starttls://user:password@host:587",
        )
    if where.username and where.scheme == "smtp":
        raise WatchError("a password is not sent in the open", hint="use smtps:// or smtp+starttls://")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ", ".join(to), " ".join(subject.split())
    message.set_content(text)
    for name, body in attached:
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    kind = smtplib.SMTP_SSL if where.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(where.hostname, where.port or {"smtp": 25, "smtps": 465}.get(where.scheme, 587), timeout=PATIENCE) as connection:
            if where.scheme == "smtp+starttls":
                connection.starttls()
            if where.username:
                connection.login(unquote(where.username), unquote(where.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise WatchError(f"the mail server `{where.hostname}` did not take the mail", hint=str(error)[:200]) from error


def post(address: str, body: bytes, secret: str, *, wait: Callable[[float], None] = time.sleep) -> int:
    """Post JSON with a signature: `t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.BODY`. Tried again when nobody answers, or with 429 or a status from 500 on.
    Gives the number of tries. Raises WatchError."""
    if urlsplit(address).scheme not in ("https", "http") or not urlsplit(address).hostname:
        raise WatchError(f"`{address[:100]}` is not an address to post to", hint="write it as https://…")
    said = ""
    for tried in range(1, TRIES + 1):
        request = urllib.request.Request(
            address, body, {"Content-Type": "application/json", SIGNATURE: signature(body, secret, int(time.time()))}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE):
                return tried
        except urllib.error.HTTPError as error:
            said = f"status {error.code}"
            error.close()
            if error.code != 429 and error.code < 500:
                raise WatchError(f"`{urlsplit(address).hostname}` refused the post", hint=said) from error
        except OSError as error:
            said = str(error)[:200]
        if tried < TRIES:
            wait(FIRST_WAIT * 2 ** (tried - 1))
    raise WatchError(f"`{urlsplit(address).hostname}` did not take the post in {TRIES} tries", hint=said)


def signature(body: bytes, secret: str, at: int) -> str:
    """What proves that a post is ours, and when it was made."""
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def holds(signed: str, body: bytes, secret: str, now: int, oldest: int = 300) -> bool:
    """Whether a signature holds, and is not older than some seconds: for whoever receives the posts."""
    parts = dict(p.partition("=")[::2] for p in signed.split(","))
    at = parts.get("t", "")
    return at.isdigit() and abs(now - int(at)) <= oldest and hmac.compare_digest(signature(body, secret, int(at)), signed)
