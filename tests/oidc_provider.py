"""A real provider of OpenID Connect on this machine, made with Authlib's server side; and its bad moods.

It serves from a thread: discovery, keys, the page to sign in, tokens and userinfo, with codes for one use,
PKCE and exact redirect addresses. `answers`, `change_claims` and `sign` make it lie as a test needs.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import urlencode

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "the-forum", "a secret of the forum and the provider"


@dataclass
class Client(ClientMixin):
    redirect_uris: set[str]
    leaving_uris: set[str] = field(default_factory=lambda: {"http://localhost/logout/back"})
    client_id: str = CLIENT_ID
    client_metadata: dict[str, Any] = field(default_factory=dict)

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return next(iter(self.redirect_uris))

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret):
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    user: dict[str, Any]

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    def get_acr(self):
        return self.user.get("acr")

    def get_amr(self):
        return self.user.get("amr")


@dataclass
class Token:
    user: dict[str, Any]
    scope: str
    client: Client

    def is_expired(self):
        return False

    def is_revoked(self):
        return False

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return 3600

    def get_client(self):
        return self.client

    def get_user(self):
        return self.user


_numbers = count(1)


@cache
def a_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


Answer = tuple[int, dict[str, str], Any]
"""Status, headers, and a body: bytes, or an iterator of them."""


class OidcProvider:
    """`somebody`: who signs in, as claims with `sub`; None shows the page to sign in. `asked`: what was."""

    def __init__(self, clock: Callable[[], datetime], **about: Any) -> None:
        self.clock = clock
        self.about = about
        self.port = 0
        # Of its own, since a port is used again, and the forum keeps what it knows of an issuer.
        self.realm = f"/realm-{next(_numbers)}"
        self.key = a_key("first")
        self.client = Client(set())
        self.somebody: dict[str, Any] | None = None
        self.came_in: set[str] = set()
        self.answers: dict[str, Callable[[], Answer]] = {}
        self.change_claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.names_itself = True
        self.userinfo_only: set[str] = set()
        self.asked: list[str] = []
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Token] = {}
        self.over = threading.Event()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.realm}"

    def signed(self, claims: dict[str, Any], key: Any = None, **header: Any) -> str:
        header = {"alg": "RS256", "kid": "first"} | header
        return jwt.encode(header, claims, key or self.key, algorithms=[header["alg"]])

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/end",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "authorization_response_iss_parameter_supported": self.names_itself,
        } | self.about

    def logout_token(self, **changed: Any) -> str:
        """As it is sent to the forum when somebody signs out here; None leaves a claim out."""
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.client.client_id,
            "iat": now,
            "exp": now + 120,
            "jti": f"message-{next(_numbers)}",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        } | changed
        return self.sign({name: value for name, value in claims.items() if value is not None})

    def waits(self) -> Answer:
        """For longer than anybody has patience, or until the test is over."""
        self.over.wait(60)
        return 503, {}, b""

    def drips(self) -> Answer:
        def drops():
            while not self.over.wait(0.2):
                yield b" "

        return 200, {"Content-Type": "application/json"}, drops()


def _grant(provider: OidcProvider) -> type[grants.AuthorizationCodeGrant]:
    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            provider.came_in.add(request.user["sub"])
            provider.codes[code] = Code(
                code,
                request.payload.redirect_uri,
                request.payload.scope,
                data.get("nonce", ""),
                data.get("code_challenge", ""),
                data.get("code_challenge_method", ""),
                request.user,
            )

        def query_authorization_code(self, code, client):
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            provider.codes.pop(authorization_code.code)

        def authenticate_user(self, authorization_code):
            return authorization_code.user

    return CodeGrant


class _IdTokens(OpenIDCode):
    def __init__(self, provider: OidcProvider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce, request):
        return False

    def get_client_claims(self, client):
        now = int(self.provider.clock().timestamp())
        return {"iss": self.provider.issuer, "iat": now, "exp": now + 300, "auth_time": now}

    def resolve_client_private_key(self, client):
        return self.provider.key

    def generate_user_info(self, user, scope):
        hidden = {*self.provider.userinfo_only, "amr", "acr"}
        return UserInfo({name: value for name, value in user.items() if name not in hidden})

    def encode_id_token(self, token, request):
        mine: Any = self  # the library says nothing of its types
        claims = mine.get_compatible_claims(request)
        claims.update(mine.get_authorization_code_claims(request.authorization_code))
        claims.update(self.generate_user_info(request.user, token["scope"]))
        return self.provider.sign(self.provider.change_claims(claims))


class _Tokens(BearerTokenValidator):
    def __init__(self, provider: OidcProvider) -> None:
        super().__init__()
        self.provider = provider

    def authenticate_token(self, token_string):
        return self.provider.tokens.get(token_string)


def _app(provider: OidcProvider) -> Flask:
    app = Flask("provider")

    def save_token(token, oauth_request):
        provider.tokens[token["access_token"]] = Token(oauth_request.user, token["scope"], provider.client)

    server = AuthorizationServer(
        app, lambda id: provider.client if id == provider.client.client_id else None, save_token
    )
    server.register_grant(_grant(provider), [CodeChallenge(required=True), _IdTokens(provider)])
    protector = ResourceProtector()
    protector.register_token_validator(_Tokens(provider))

    @app.before_request
    def in_a_mood() -> Any:
        path = request.path.removeprefix(provider.realm)
        provider.asked.append(path)
        if path in provider.answers:
            status, headers, body = provider.answers[path]()
            return Response(body, status, headers)
        return None

    @app.get(f"{provider.realm}/.well-known/openid-configuration")
    def document():
        return jsonify(provider.document())

    @app.get(f"{provider.realm}/keys")
    def keys():
        return jsonify(provider.keys())

    @app.route(f"{provider.realm}/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        somebody = provider.somebody
        if request.method == "POST" and "no" in request.form:
            return _named(server.create_authorization_response(grant_user=None, grant=_asked(server, None)))
        if request.method == "POST":
            somebody = {"sub": request.form["sub"], "email": request.form["email"]} | {
                "name": request.form["name"],
                "email_verified": True,
            }
        grant = _asked(server, somebody)
        if somebody is None:
            return _PAGE
        return _named(server.create_authorization_response(grant_user=somebody, grant=grant))

    def _named(response: Any) -> Any:
        if provider.names_itself and "Location" in response.headers:
            response.headers["Location"] += "&" + urlencode({"iss": provider.issuer})
        return response

    @app.post(f"{provider.realm}/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get(f"{provider.realm}/userinfo")
    @protector("openid")
    def userinfo() -> Any:
        from authlib.integrations.flask_oauth2 import current_token

        return jsonify(current_token.get_user())

    @app.get(f"{provider.realm}/end")
    def end() -> Any:
        """Only who came by a token of ours, and back to an address that it knows."""
        hint = request.args["id_token_hint"]
        told = jwt.decode(hint, provider.key, algorithms=["RS256"]).claims
        known = told["sub"] in provider.came_in
        back = request.args["post_logout_redirect_uri"]
        if not known or request.args["client_id"] != CLIENT_ID or back not in provider.client.leaving_uris:
            return "No", 400
        provider.somebody = None
        provider.came_in.discard(told["sub"])
        return redirect(f"{back}?{urlencode({'state': request.args['state']})}")

    @app.get("/elsewhere")
    def elsewhere():
        return redirect(f"{provider.realm}/keys")

    return app


def _asked(server: AuthorizationServer, user: Any) -> Any:
    return server.get_consent_grant(end_user=user)


_PAGE = """<!doctype html><html lang="en"><title>The provider</title><h1>The provider</h1>
<form method="post"><p><label>Name <input name="name"></label> <label>E-mail <input name="email"></label>
<label>Number <input name="sub"></label></p><p><button>Let me in</button> <button name="no">No</button></p>
</form>"""


@contextlib.contextmanager
def running_provider(
    clock: Callable[[], datetime] = lambda: datetime.now(UTC), **about: Any
) -> Iterator[OidcProvider]:
    """Serves until the end. about: what it says of itself, instead of what is so."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # its server side wants https, also on this machine
    provider = OidcProvider(clock, **about)
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.over.set()
        time.sleep(0.05)
        server.shutdown()
        server.server_close()
        thread.join()
