"""A second OpenID provider on loopback that shares no code with the desk's own libraries: `pyop` of IdentityPython, its statements signed by `pyjwkest`,
over TLS with a certificate made for it. `bends` lets a test change what it says, `signs` how."""

from __future__ import annotations

import datetime as dt
import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from Cryptodome.PublicKey import RSA
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask, Response, jsonify, redirect, request
from jwkest.jwk import RSAKey
from jwkest.jws import JWS
from oic.oic.message import IdToken
from pyop.authz_state import AuthorizationState
from pyop.provider import Provider
from pyop.subject_identifier import HashBasedSubjectIdentifierFactory
from pyop.userinfo import Userinfo
from werkzeug.serving import make_server

from tests.desk.vouching import CLIENT, SECRET


class Independent:
    """The running provider: who sits at it (`user`), its key, and the subject that it tells for somebody."""

    def __init__(self, back: str, issuer: str) -> None:
        self.issuer = issuer
        self.user = "zhao"
        self.key = RSAKey(key=RSA.generate(2048), kid="pyop-1", use="sig", alg="RS256")
        self.bends: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.signs: tuple[str, Any] = ("RS256", self.key)
        about = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["code"],
            "scopes_supported": ["openid"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
        client = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [back],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
        }
        self.subjects = HashBasedSubjectIdentifierFactory("salt")
        self.provider = Provider(self.key, about, AuthorizationState(self.subjects), {CLIENT: client}, Userinfo({"zhao": {}, "qian": {}}))

    def subject(self) -> str:
        """How the provider calls who sits at it."""
        return str(self.subjects.create_public_identifier(self.user))

    def statement(self, raw: str) -> str:
        """The statement as it is sent: bent and signed as the test says."""
        found = self.bends(IdToken().from_jwt(raw, key=[self.key]).to_dict())  # type: ignore[no-untyped-call]
        how, key = self.signs
        return str(JWS({k: v for k, v in found.items() if v is not None}, alg=how).sign_compact([key] if key is not None else None))

    def app(self) -> Flask:
        app = Flask("independent")

        @app.get("/authorize")
        def authorize() -> Any:
            asked = self.provider.parse_authentication_request(request.query_string.decode(), dict(request.headers))
            return redirect(self.provider.authorize(asked, self.user).request(asked["redirect_uri"], False), 302)

        @app.post("/token")
        def token() -> Any:
            try:
                made = self.provider.handle_token_request(request.get_data(as_text=True), dict(request.headers)).to_dict()
            except Exception as error:  # whatever pyop refuses is a refused request to the client
                return Response(
                    f'{{"error": "invalid_grant", "error_description": "{type(error).__name__}"}}', 400, mimetype="application/json"
                )
            return jsonify(made | {"id_token": self.statement(made["id_token"])})

        @app.get("/keys")
        def keys() -> Any:
            return jsonify(self.provider.jwks)

        @app.get("/.well-known/openid-configuration")
        def described() -> Any:
            return jsonify(self.provider.provider_configuration.to_dict())

        return app


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider of a test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - dt.timedelta(1), now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, secret


@contextmanager
def independent(back: str, certificate: Path, key: Path) -> Iterator[Independent]:
    """The provider on a free port."""
    apps: list[Flask] = []
    server = make_server(
        "127.0.0.1", 0, lambda environ, start: apps[0](environ, start), threaded=True, ssl_context=(str(certificate), str(key))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        found = Independent(back, f"https://127.0.0.1:{server.server_port}")
        apps.append(found.app())
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
