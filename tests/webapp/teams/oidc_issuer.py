"""A small OpenID Connect issuer for tests, with real HTTP and real signatures."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests import http_servers

CLIENT, SECRET = "bakeoff", "the secret of the client, which is long enough"


@dataclass
class Issuer:
    """Its answers. claims and userinfo override those of a correct issuer. code: the one that it issued."""

    url: str = ""
    code: str = "a-code"
    challenge: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    algorithm: str = "RS256"
    status: int = 200
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    published: rsa.RSAPrivateKey | None = None  # may differ from the key that it signs with

    def id_token(self) -> str:
        """Return the signed token about the person."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "4711", "iat": now, "exp": now + 60, "nonce": self.nonce}
        key: Any = "" if self.algorithm == "none" else SECRET if self.algorithm == "HS256" else self.key
        set_claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return jwt.encode(set_claims, key, algorithm=self.algorithm, headers={"kid": "1"})

    def answer(self, path: str, body: str) -> Any:
        """Return the answer to a request; None: refused."""
        if path == "/jwks":
            public = (self.published or self.key).public_key()
            return {"keys": [jwt.algorithms.RSAAlgorithm.to_jwk(public, as_dict=True) | {"kid": "1", "alg": "RS256"}]}
        if path == "/userinfo":
            person = {"sub": "4711", "email": "ada@example.org", "email_verified": True, "preferred_username": "ada"}
            return person | self.userinfo
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        is_same = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        if (sent.get("code"), sent.get("client_secret"), is_same) != (self.code, SECRET, True):
            return None
        return {"access_token": "an access token", "token_type": "Bearer", "id_token": self.id_token()}


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """Run an issuer on a free port of this machine."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply("")

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def reply(self, body: str) -> None:
            answer = issuer.answer(self.path, body)
            content = json.dumps(answer).encode()
            self.send_response(issuer.status if answer is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    with http_servers.running(Handler) as issuer.url:
        yield issuer
