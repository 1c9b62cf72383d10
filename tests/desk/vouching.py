"""An OpenID provider on loopback, made of the grant classes of Authlib's server: authorization code, PKCE demanded, nonce, RS256, discovery and keys.
`spoils` lets a test bend what it says, to see that it is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.models import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "shidian-desk", "a-secret-of-this-test"


class Code(AuthorizationCodeMixin):
    """What a code stands for."""

    def __init__(self, code: str, asked: Any, user: str) -> None:
        data = asked.payload.data
        self.code, self.user, self.redirect_uri, self.scope = code, user, data.get("redirect_uri"), data.get("scope")
        self.nonce, self.code_challenge, self.code_challenge_method = (
            data.get(n) for n in ("nonce", "code_challenge", "code_challenge_method")
        )
        self.auth_time = int(time.time())

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> str | None:
        return self.nonce  # type: ignore[no-any-return]

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Known(ClientMixin):
    """The desk, as the provider knows it."""

    def __init__(self, back: str) -> None:
        self.back = back
        self.client_id = CLIENT

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.back

    def get_allowed_scope(self, scope: Collection[str] | str) -> str:
        return str(scope)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.back

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Voucher:
    """The running provider: who sits at it (`user`, None for somebody who refuses), and what it is known by."""

    def __init__(self, back: str) -> None:
        self.issuer = ""
        self.user: str | None = "00u-wang"
        self.spoils: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.signs = self.key
        self.client = Known(back)
        self.codes: dict[str, Code] = {}
        self.app = self._made()

    def _made(self) -> Flask:
        app, here = Flask("provider"), self

        class Grant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

            def save_authorization_code(self, code: str, request: Any) -> None:
                here.codes[code] = Code(code, request, str(request.user))

            def query_authorization_code(self, code: str, client: Any) -> Code | None:
                return here.codes.get(code)

            def delete_authorization_code(self, authorization_code: Code) -> None:
                here.codes.pop(authorization_code.code, None)

            def authenticate_user(self, authorization_code: Code) -> str:
                return authorization_code.user

        class Connect(OpenIDCode):
            def exists_nonce(self, nonce: str, request: Any) -> bool:
                return any(c.nonce == nonce for c in here.codes.values())

            def resolve_client_private_key(self, client: Any) -> RSAKey:
                return here.key

            def get_compatible_claims(self, request: Any) -> dict[str, Any]:
                now = int(time.time())
                return {"iss": here.issuer, "aud": [CLIENT], "iat": now, "exp": now + 300}

            def generate_user_info(self, user: str, scope: str) -> UserInfo:
                return UserInfo(sub=user, preferred_username="administrator", name="Minister of Commerce", email="minister@example.org")

            def encode_id_token(self, token: Any, request: Any) -> str:
                found = jwt.decode(OpenIDCode.encode_id_token(self, token, request), here.key, algorithms=["RS256"])
                return jwt.encode({"alg": "RS256", "kid": "one"}, here.spoils(dict(found.claims)), here.signs)

        server = AuthorizationServer(app, query_client=lambda name: here.client if name == CLIENT else None, save_token=lambda *_: None)
        server.register_grant(Grant, [Connect(require_nonce=True), CodeChallenge(required=True)])

        @app.get("/authorize")
        def authorize() -> Any:
            grant = server.get_consent_grant(end_user=here.user)  # type: ignore[no-untyped-call]
            return server.create_authorization_response(grant_user=here.user, grant=grant)

        @app.post("/token")
        def token() -> Any:
            return server.create_token_response()

        @app.get("/keys")
        def keys() -> Any:
            return jsonify({"keys": [here.key.as_dict(private=False)]})

        @app.get("/.well-known/openid-configuration")
        def described() -> Any:
            base = request.host_url.rstrip("/")
            return jsonify(
                {
                    "issuer": here.issuer,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )

        return app


@contextmanager
def vouching(back: str) -> Iterator[Voucher]:
    """The provider on a free port."""
    found = Voucher(back)
    server = make_server("127.0.0.1", 0, found.app, threaded=True)
    found.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
