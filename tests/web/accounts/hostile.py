"""What a provider says when it lies or breaks, and what we say then."""

import base64
import hmac
import json

from forum.accounts.oidc import wire

UNTRUSTED = "We could not be sure that this answer came from Noord"


AWAY = "Noord does not answer as it should."


OVER = "This attempt to sign in is over"


def changed(**claims):
    def change(original):
        return {name: value for name, value in (original | claims).items() if value is not None}

    return change


def shifted(**seconds):
    def change(original):
        return original | {name: original[name] + more for name, more in seconds.items()}

    return change


def encoded(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(claims):
    return f"{encoded({'alg': 'none'})}.{encoded(claims)}."


def signed_with(secret: bytes):
    """As a forger does it: the library refuses to use a public key as a secret."""

    def sign(claims):
        text = f"{encoded({'alg': 'HS256', 'kid': 'first'})}.{encoded(claims)}"
        digest = hmac.digest(secret, text.encode(), "sha256")
        return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    return sign


def with_the_signature_of_another(noord):
    def sign(claims):
        real = noord.signed(claims | {"sub": "somebody-else"}).split(".")
        return ".".join((real[0], encoded(claims), real[2]))

    return sign


def public_key(noord) -> bytes:
    return noord.key.as_pem(private=False)


GARBAGE = {
    "500": lambda: (500, {}, b"oops"),
    "no JSON": lambda: (200, {}, b"<html>Welcome to our hotel</html>"),
    "a list": lambda: (200, {"Content-Type": "application/json"}, b"[]"),
    "deep JSON": lambda: (200, {}, b"[" * 100_000),
    "no text": lambda: (200, {}, b"\xff\xfe\x00"),
    "huge": lambda: (200, {}, b" " * (wire.LONGEST_ANSWER + 1)),
    "huge when unpacked": lambda: (200, {"Content-Encoding": "gzip"}, _zipped()),
    "a redirect": lambda: (302, {"Location": "/elsewhere"}, b""),
    "nothing": lambda: (200, {}, b""),
}


def _zipped() -> bytes:
    import gzip

    return gzip.compress(b" " * 50_000_000)
