"""What the pages about people show: signing in, one's own account, second factors, tokens, and the accounts of a region."""

from __future__ import annotations

import pyotp
import segno

from shidian.law.records.base import Label
from shidian.store.access import Act
from shidian.store.desk.records import KeptToken, Person
from shidian.web.page import Context


class SignInPage(Context, frozen=True):
    """Signing in. `next` is where to go then; `provider` names the OpenID provider, where there is one."""

    next: str
    provider: str | None


class WelcomePage(Context, frozen=True):
    """Setting a password with a one-time link."""

    login: str
    word: str
    provider: str | None


class CodePage(Context, frozen=True):
    """The second step of signing in."""

    next: str


class AccountPage(Context, frozen=True):
    """My account: how many recovery codes are left (None: no second factor), where my digest goes, my tokens, and for what a token can be.
    `password`: whether the account has one of its own."""

    second: int | None
    password: bool
    mail: str | None
    tokens: tuple[KeptToken, ...]
    regions: tuple[tuple[str, Label], ...]
    may: tuple[str, ...]


class SecondPage(Context, frozen=True):
    """The secret for an authenticator: as text, as the address that an authenticator reads, and as a picture of it."""

    secret: str
    address: str
    picture: str


class CodesPage(Context, frozen=True):
    """The recovery codes, shown once."""

    codes: tuple[str, ...]


class TokenPage(Context, frozen=True):
    """A token, or the address of a calendar (`feed`), shown once."""

    name: str
    word: str
    feed: bool = False


class PeoplePage(Context, frozen=True):
    """The accounts that the person administers."""

    people: tuple[Person, ...]
    regions: tuple[tuple[str, Label], ...]
    roles: tuple[str, ...]


class LinkPage(Context, frozen=True):
    """A one-time link, shown once after it was made."""

    login: str
    link: str


TOKEN_ACTS: dict[str, tuple[Act, ...]] = {
    "read": ("read", "audit"),
    "propose": ("read", "propose"),
    "sign": ("read", "sign"),
    "all": ("read", "propose", "sign", "administer", "audit"),
}
"""What a token can be for. None of these is more than its person may."""


def second_page(secret: str, login: str, host: str) -> SecondPage:
    """A secret as an authenticator takes it."""
    where = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=f"shidian {host}")
    return SecondPage(secret, where, str(segno.make(where).svg_data_uri(scale=5)))
