"""An OpenID provider (OpenID Connect Core 1.0, authorization code with PKCE) that vouches for who comes to the desk.

What the provider answers counts for one thing: the subject. Which account that is, an administrator has said. State, nonce and the verifier of PKCE
are made from one secret word that only the browser holds, in a cookie that no script reads: nothing waits on the server.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shidian.errors import DeskError, SignedOut

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that are taken: none that a secret shared with others could make, and never `none`."""
PATIENCE = 10.0
LEEWAY = 120
"""Seconds by which clocks may differ."""
KEPT = 3600.0
"""Seconds that what a provider says of itself is kept."""
OLDEST = 600
"""Seconds after which a statement of a provider is too old to sign in with."""


class IdentityProvider:
    """One provider, known by its issuer. Raises DeskError where its address is not one."""

    def __init__(self, issuer: str, client: str, secret: str | None, name: str | None = None) -> None:
        parts = urlsplit(issuer)
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (local and parts.scheme == "http"):
            raise DeskError(f"`{issuer[:80]}` cannot be a provider: its address must begin with https://")
        if not client:
            raise DeskError("a provider needs the id under which it knows this desk", hint="--oidc-client ID")
        self.issuer = issuer
        self.client = client
        self.name = name or parts.hostname or issuer
        self._secret = secret
        self._lock = Lock()
        self._said: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def begin(self, word: str, back: str) -> str:
        """Where to send a browser that holds a secret word; it comes back to `back`. Raises DeskError."""
        with self._session(back) as session:
            where, _ = session.create_authorization_url(
                self._about("authorization_endpoint"),
                state=_made("state", word),
                nonce=_made("nonce", word),
                code_verifier=_made("verifier", word),
            )
        return str(where)

    def finish(self, word: str, back: str, said: dict[str, str]) -> str:
        """The subject (issuer and id) that came back with a browser. Raises SignedOut whatever is wrong with it, DeskError where the provider cannot
        be reached."""
        if not word or not hmac.compare_digest(_made("state", word).encode(), said.get("state", "").encode()):
            raise SignedOut("this sign-in was not begun here, or took too long", hint="sign in again")
        if said.get("iss", self.issuer) != self.issuer:
            raise SignedOut("the answer comes from another provider")
        if "error" in said or not said.get("code"):
            raise SignedOut("the provider did not vouch for you", hint=said.get("error", "")[:80] or None)
        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    self._about("token_endpoint"),
                    grant_type="authorization_code",
                    code=said["code"],
                    code_verifier=_made("verifier", word),
                    redirect_uri=back,
                )
        except OAuthError as error:
            raise SignedOut("the provider did not vouch for you", hint=str(error.error)[:80]) from error
        except (httpx.HTTPError, ValueError) as error:
            raise DeskError("the provider cannot be reached", hint="try again") from error
        return f"{self.issuer} {self._subject(token, _made('nonce', word))}"

    def _subject(self, token: dict[str, Any], nonce: str) -> str:
        """The subject of a statement, with everything checked that OpenID Connect Core 3.1.3.7 asks for. Raises SignedOut."""
        raw = str(token.get("id_token") or "")
        try:
            try:
                found = jwt.decode(raw, self._known_keys(), algorithms=list(ALGORITHMS))
            except (JoseError, ValueError):
                found = jwt.decode(raw, self._known_keys(again=True), algorithms=list(ALGORITHMS))
            claims = CodeIDToken(
                found.claims,
                found.header,
                {"iss": {"values": [self.issuer]}},
                {"client_id": self.client, "nonce": nonce, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SignedOut("the statement of the provider does not hold", hint=type(error).__name__) from error
        heard = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        subject = claims["sub"]
        if self.client not in heard or time.time() - float(claims["iat"]) > OLDEST + LEEWAY:
            raise SignedOut("the statement of the provider does not hold", hint="it is for somebody else, or old")
        if not (isinstance(subject, str) and 0 < len(subject) <= 255 and subject.isprintable()):
            raise SignedOut("the statement of the provider does not hold", hint="it names nobody")
        return subject

    def _session(self, back: str) -> OAuth2Client:
        how = str((self._described().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"])[0])
        method = how if how in ("client_secret_basic", "client_secret_post") else "client_secret_basic"
        return OAuth2Client(
            self.client,
            self._secret,
            token_endpoint_auth_method=method if self._secret else "none",
            scope="openid",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=PATIENCE,
            follow_redirects=False,
        )

    def _about(self, name: str) -> str:
        where = str(self._described().get(name) or "")
        if not where.startswith(("https://", "http://")):
            raise DeskError(f"the provider does not name its `{name}`")
        return where

    def _described(self) -> dict[str, Any]:
        """What the provider says of itself. Raises DeskError where it is not who it should be."""
        with self._lock:
            if self._said is None or time.monotonic() - self._said[0] > KEPT:
                found = _fetched(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
                if found.get("issuer") != self.issuer:
                    raise DeskError("the provider calls itself by another name than this desk knows it by")
                self._said = (time.monotonic(), found)
            return self._said[1]

    def _known_keys(self, *, again: bool = False) -> KeySet:
        where = self._about("jwks_uri")
        with self._lock:
            if self._keys is None or again or time.monotonic() - self._keys[0] > KEPT:
                self._keys = (time.monotonic(), KeySet.import_key_set(_fetched(where)))  # type: ignore[arg-type]
            return self._keys[1]


def _fetched(where: str) -> dict[str, Any]:
    try:
        answer = httpx.get(where, timeout=PATIENCE, follow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise DeskError("the provider cannot be reached", hint="try again, or sign in with a password") from error
    if not isinstance(found, dict):
        raise DeskError("the provider cannot be understood")
    return found


def _made(what: str, word: str) -> str:
    """A value of 43 signs that only who holds the word can make."""
    made = hmac.new(word.encode("utf-8", "replace"), what.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
