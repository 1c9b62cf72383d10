"""Signing in by a provider of other make (pyop) on loopback: the whole way with PKCE, state and nonce, and every bent statement refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from Cryptodome.PublicKey import RSA
from jwkest.jwk import RSAKey, SYMKey

from shidian.errors import DeskError
from shidian.visitors.keeper import Keeper
from shidian.visitors.provider import IdentityProvider
from shidian.web.desk.provider import BACK
from tests.desk.independent import Independent, certified, independent
from tests.desk.running import Office, office_served
from tests.desk.test_provider import came, sent
from tests.desk.vouching import CLIENT, SECRET
from tests.serving.running import client


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Independent]]:
    """A desk where the identity `zhao` of the provider has an account."""
    kept: list[Keeper] = []
    folder = tmp_path_factory.mktemp("independent")
    certificate, key = certified(folder)
    with (
        office_served(folder, kept) as office,
        independent(office.address + BACK, certificate, key) as other,
        pytest.MonkeyPatch.context() as m,
    ):
        m.setenv("SSL_CERT_FILE", str(certificate))
        kept[0].provider = IdentityProvider(other.issuer, CLIENT, SECRET, "统一身份")
        people = office.programme.people
        people.bind(office.chief, office.join("zhao", ("suzhou", "editor")).person, f"{other.issuer} {other.subject()}")
        yield office, other


@pytest.fixture(autouse=True)
def as_it_was(served: tuple[Office, Independent]) -> Iterator[None]:
    other = served[1]
    yield
    other.user, other.signs, other.bends = "zhao", ("RS256", other.key), lambda claims: claims


def test_who_is_bound_comes_in_and_nobody_else(served: tuple[Office, Independent]) -> None:
    office, other = served
    with client(office.address) as http:
        assert came(http).headers["location"] == "/zh/desk"
        assert "Zhao" in http.get("/zh/desk").text
    other.user = "qian"
    with client(office.address) as http:
        refused = came(http)
        assert (refused.status_code, other.subject() in refused.text) == (401, True)


def test_a_code_opens_once_and_for_the_browser_that_began(served: tuple[Office, Independent]) -> None:
    with client(served[0].address) as http, client(served[0].address) as another:
        back = sent(http)
        sent(another)
        assert another.get(back).status_code == 401
        assert http.get(back).status_code == 303
        with httpx.Client() as outside:  # the code is used up at the provider too
            code = httpx.URL(back).params["code"]
            said = {"grant_type": "authorization_code", "code": code, "redirect_uri": served[0].address + BACK}
            assert outside.post(f"{served[1].issuer}/token", data=said, auth=(CLIENT, SECRET)).status_code == 400


def test_a_provider_with_a_certificate_that_nobody_vouches_for_is_not_asked(
    served: tuple[Office, Independent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(DeskError, match="cannot be reached"):
        IdentityProvider(served[1].issuer, CLIENT, SECRET).begin("word", served[0].address + BACK)


NOW = int(time.time())


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": ["another-desk"]},
        {"aud": [CLIENT, "another-desk"]},
        {"iss": "http://127.0.0.1:1"},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": NOW - 7200, "exp": NOW + 3600},
        {"iat": NOW + 7200, "exp": NOW + 9000},
        {"sub": ""},
        {"sub": None},
    ],
    ids=["nonce", "no-nonce", "audience", "two-audiences", "issuer", "expired", "no-end", "too-old", "not-yet", "nobody", "no-subject"],
)
def test_a_bent_statement_is_refused(served: tuple[Office, Independent], bent: dict[str, Any]) -> None:
    office, other = served
    other.bends = lambda claims: claims | bent
    with client(office.address) as http:
        assert came(http).status_code == 401
        assert http.get("/zh/desk").status_code == 303


@pytest.mark.parametrize("how", ["none", "HS256 with the secret", "HS256 with the public key", "another key"])
def test_a_statement_that_no_key_of_the_provider_signed_is_refused(served: tuple[Office, Independent], how: str) -> None:
    office, other = served
    public = other.key.key.publickey().export_key()
    other.signs = {
        "none": ("none", None),
        "HS256 with the secret": ("HS256", SYMKey(key=SECRET, alg="HS256")),
        "HS256 with the public key": ("HS256", SYMKey(key=public.decode(), alg="HS256")),
        "another key": ("RS256", RSAKey(key=RSA.generate(2048), kid="pyop-1", use="sig", alg="RS256")),
    }[how]
    with client(office.address) as http:
        assert came(http).status_code == 401
