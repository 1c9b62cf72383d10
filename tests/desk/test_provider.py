"""Signing in by a real OpenID provider on loopback: whom it vouches for is who an administrator said, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from shidian.errors import DeskError, SignedOut
from shidian.store.access import Grant
from shidian.visitors.keeper import Keeper
from shidian.visitors.provider import IdentityProvider
from shidian.web.desk.provider import BACK
from tests.desk.running import Office, office_served
from tests.desk.vouching import CLIENT, SECRET, Voucher, vouching
from tests.serving.running import client
from tests.tracking.offices import PASSWORD


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Voucher]]:
    kept: list[Keeper] = []
    with office_served(tmp_path_factory.mktemp("provider"), kept) as office, vouching(office.address + BACK) as voucher:
        kept[0].provider = IdentityProvider(voucher.issuer, CLIENT, SECRET, "统一身份")
        yield office, voucher


@pytest.fixture(autouse=True)
def as_it_was(served: tuple[Office, Voucher]) -> Iterator[None]:
    voucher = served[1]
    yield
    voucher.user, voucher.signs, voucher.spoils = "00u-wang", voucher.key, lambda claims: claims


def sent(http: httpx.Client, path: str = "/zh/desk/sign-in/provider") -> str:
    """Where the provider sends a browser that went there from the desk."""
    begun = http.get(path)
    assert begun.status_code == 303, begun.text
    with httpx.Client() as outside:
        return str(outside.get(begun.headers["location"]).headers["location"])


def came(http: httpx.Client, path: str = "/zh/desk/sign-in/provider") -> httpx.Response:
    """A whole way to the provider and back."""
    return http.get(sent(http, path))


def by_link(http: httpx.Client, link: str) -> httpx.Response:
    """A whole way to the provider and back from the page of a one-time link."""
    found = re.search(r'href="(/zh/desk/sign-in/provider[^"]*)"', http.get(f"/zh/desk/welcome/{link}").text)
    return came(http, unescape(found[1])) if found else http.get(f"/zh/desk/welcome/{link}")


def waiting(office: Office, login: str) -> str:
    """The one-time link of a new account."""
    return office.programme.people.add(office.chief, login, login, [Grant("suzhou", "editor")])[1]


def test_an_identity_is_bound_by_the_link_of_an_administrator_and_then_comes_without(served: tuple[Office, Voucher]) -> None:
    office, voucher = served
    with client(office.address) as http:
        refused = came(http)
        assert refused.status_code == 401
        assert f"{voucher.issuer} 00u-wang" in refused.text
        assert http.get("/zh/desk").status_code == 303
        link = waiting(office, "wang")
        assert by_link(http, link).headers["location"] == "/zh/desk"
        assert http.get("/zh/desk").status_code == 200
    with client(office.address) as http:
        begun = came(http, "/en/desk/sign-in/provider?next=/en/desk/ministry")
        assert begun.headers["location"] == "/en/desk/ministry"
        assert "wang" in http.get("/en/desk").text
    with client(office.address) as http:
        assert by_link(http, link).status_code == 404


def test_nobody_is_led_by_anothers_link_into_anothers_account(served: tuple[Office, Voucher]) -> None:
    office, voucher = served
    voucher.user = "00u-led"
    link = waiting(office, "an-attacker")
    with client(office.address) as http:
        http.get("/zh/desk/sign-in")
        for word in ("", "&csrf=", "&csrf=" + "0" * 40):
            assert http.get(f"/zh/desk/sign-in/provider?link={link}{word}").status_code == 403
        assert came(http).status_code == 401
    assert office.programme.people.welcome(link).login == "an-attacker"


def test_an_administrator_binds_an_identity_and_nothing_else_that_the_provider_says_counts(served: tuple[Office, Voucher]) -> None:
    office, voucher = served
    office.join("li", ("suzhou", "reader"))
    voucher.user = "00u-li"  # whose name, mail and login at the provider are those of the first administrator
    with client(office.address) as http:
        assert came(http).status_code == 401
    people = office.programme.people
    people.bind(office.chief, people.acting("li").person, f"{voucher.issuer} 00u-li")
    with client(office.address) as http:
        assert came(http).status_code == 303
        shown = http.get("/zh/desk/account").text
        assert "Li" in shown
        assert "Minister" not in shown
    with pytest.raises(SignedOut):
        people.sign_in("li", PASSWORD, "here")
    with pytest.raises(DeskError):
        people.bind(office.chief, people.acting("administrator").person, f"{voucher.issuer} 00u-li")
    people.set_active(office.chief, people.acting("li").person, False)
    with client(office.address) as http:
        assert came(http).status_code == 401


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"aud": "another-desk"},
        {"aud": [CLIENT, "another-desk"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"iat": 1_000_000_000},
        {"azp": "another-desk"},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": ""},
        {"sub": None},
        {"sub": ["00u-known"]},
        {"nonce": None},
    ],
    ids=str,
)
def test_a_statement_that_is_not_for_this_sign_in_is_refused(served: tuple[Office, Voucher], bent: dict[str, Any]) -> None:
    office, voucher = known(served)
    voucher.spoils = lambda claims: {k: v for k, v in {**claims, **bent}.items() if v is not None}
    with client(office.address) as http:
        assert came(http).status_code == 401
        assert http.get("/zh/desk").status_code == 303


def known(served: tuple[Office, Voucher]) -> tuple[Office, Voucher]:
    """With an identity that has an account, and sits at the provider."""
    office, voucher = served
    voucher.user = "00u-known"
    people = office.programme.people
    if "known" not in {p.login for p in people.people(office.chief)}:
        office.join("known", ("suzhou", "editor"))
        people.bind(office.chief, people.acting("known").person, f"{voucher.issuer} 00u-known")
    with client(office.address) as http:
        assert came(http).status_code == 303
    return served


def test_a_statement_signed_by_another_key_is_refused(served: tuple[Office, Voucher]) -> None:
    office, voucher = known(served)
    voucher.signs = RSAKey.generate_key(2048, {"kid": "one"})
    with client(office.address) as http:
        assert came(http).status_code == 401


def test_a_new_key_of_the_provider_is_fetched(served: tuple[Office, Voucher]) -> None:
    office, voucher = known(served)
    voucher.key = voucher.signs = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    with client(office.address) as http:
        assert came(http).status_code == 303


def test_another_browser_cannot_use_what_came_back(served: tuple[Office, Voucher]) -> None:
    office, _ = known(served)
    with client(office.address) as http, client(office.address) as other:
        back = sent(http)
        assert other.get(back).status_code == 401
        sent(other)
        assert other.get(back).status_code == 401
        state = parse_qs(urlsplit(back).query)["state"][0]
        assert http.get(f"{BACK}?state={state}").status_code == 401
        assert http.get(f"{BACK}?state={state}&code=guessed").status_code == 401
        assert http.get(back + "&iss=https://elsewhere.example").status_code == 401
        assert http.get(back).status_code == 303
        first = http.cookies["shidian_desk"]
        assert http.get(back).status_code == 401  # once
        assert http.cookies["shidian_desk"] == first


def test_who_refuses_at_the_provider_is_not_signed_in(served: tuple[Office, Voucher]) -> None:
    office, voucher = known(served)
    voucher.user = None
    with client(office.address) as http:
        back = sent(http)
        assert "error=access_denied" in back
        assert http.get(back).status_code == 401


def test_the_way_to_the_provider_carries_pkce_state_and_nonce_and_no_secret(served: tuple[Office, Voucher]) -> None:
    office, voucher = served
    with client(office.address) as http:
        begun = http.get("/zh/desk/sign-in/provider?next=https://elsewhere.example")
        said = {k: v[0] for k, v in parse_qs(urlsplit(begun.headers["location"]).query).items()}
        assert begun.headers["location"].startswith(voucher.issuer + "/authorize?")
        assert (said["response_type"], said["code_challenge_method"], said["scope"]) == ("code", "S256", "openid")
        assert {"state", "nonce", "code_challenge"} <= said.keys()
        assert SECRET not in begun.headers["location"]
        assert "httponly" in begun.headers["set-cookie"].lower()
        page = http.get("/zh/desk/sign-in").text
        assert "使用统一身份登录" in page


@pytest.mark.parametrize("issuer", ["http://provider.example", "ftp://x", "provider.example"])
def test_a_provider_that_could_be_overheard_is_refused(issuer: str) -> None:
    with pytest.raises(DeskError):
        IdentityProvider(issuer, CLIENT, SECRET)


def test_a_provider_that_is_not_there_or_is_another_says_so(served: tuple[Office, Voucher]) -> None:
    _, voucher = served
    with pytest.raises(DeskError, match="cannot be reached"):
        IdentityProvider("http://127.0.0.1:9", CLIENT, SECRET).begin("word", "http://localhost/back")
    with pytest.raises(DeskError, match="another name"):
        IdentityProvider(voucher.issuer + "/", CLIENT, SECRET).begin("word", "http://localhost/back")


def test_without_a_provider_there_is_no_such_page(office: Office) -> None:
    with client(office.address) as http:
        assert http.get("/zh/desk/sign-in/provider").status_code == 404
        assert http.get(BACK + "?code=1&state=2").status_code == 404
