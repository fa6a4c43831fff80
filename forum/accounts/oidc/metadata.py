"""What a provider publishes about itself, and its keys: fetched when needed, and kept for an hour."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from forum.accounts.oidc.problems import Unreachable
from forum.accounts.oidc.wire import WireError, get_json
from forum.lib import clock
from forum.settings import Provider

KEPT = timedelta(hours=1)
# A provider that is away is not asked by everybody who comes along.
LEFT_ALONE = timedelta(seconds=10)
# Who sends us tokens with invented key ids makes us ask for keys this often at most.
NEW_KEYS_EVERY = timedelta(minutes=1)
OWN_DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """`names_itself`: it promises to say in each answer who it is (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str
    names_itself: bool
    takes_secret_in_header: bool


@dataclass
class _Known:
    """Of one provider, in this process. Each part with the moment at which it came."""

    metadata: tuple[Metadata, datetime] | None = None
    keys: tuple[list[dict[str, Any]], datetime] | None = None
    failed: tuple[str, datetime] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_known: dict[str, _Known] = {}


def metadata_of(provider: Provider) -> Metadata:
    """Raises Unreachable."""
    known = _known_of(provider)
    with known.lock:
        return _metadata(provider, known)


def keys_of(provider: Provider, *, missing: bool = False) -> list[dict[str, Any]]:
    """As JSON Web Keys. missing: the ones we have do not do; asks for new ones once a minute at most.

    Raises Unreachable.
    """
    known = _known_of(provider)
    with known.lock:
        address = _metadata(provider, known).jwks_uri
        if known.keys is None or clock.now() - known.keys[1] >= (NEW_KEYS_EVERY if missing else KEPT):
            found = _asked(provider, known, address).get("keys")
            keys = [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []
            known.keys = (keys, clock.now())
        return known.keys[0]


def _known_of(provider: Provider) -> _Known:
    return _known.setdefault(provider.issuer, _Known())


def _metadata(provider: Provider, known: _Known) -> Metadata:
    if known.metadata is None or clock.now() - known.metadata[1] >= KEPT:
        document = _asked(provider, known, provider.issuer.rstrip("/") + OWN_DOCUMENT)
        known.metadata = (_read(provider, document), clock.now())
    return known.metadata[0]


def _asked(provider: Provider, known: _Known, address: str) -> dict[str, Any]:
    now = clock.now()
    if known.failed and now - known.failed[1] < LEFT_ALONE:
        raise Unreachable(provider.title, f"{known.failed[0]} (a moment ago)")
    try:
        document = get_json(address)
    except WireError as error:
        known.failed = (f"{address}: {error}", now)
        raise Unreachable(provider.title, known.failed[0]) from error
    known.failed = None
    return document


def _read(provider: Provider, document: dict[str, Any]) -> Metadata:
    if document.get("issuer") != provider.issuer:
        raise Unreachable(provider.title, f"{provider.issuer} calls itself {document.get('issuer')!r:.200}")
    methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        authorization_endpoint=_address(provider, document, "authorization_endpoint"),
        token_endpoint=_address(provider, document, "token_endpoint"),
        jwks_uri=_address(provider, document, "jwks_uri"),
        userinfo_endpoint=_address(provider, document, "userinfo_endpoint")
        if "userinfo_endpoint" in document
        else "",
        end_session_endpoint=_address(provider, document, "end_session_endpoint")
        if "end_session_endpoint" in document
        else "",
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        takes_secret_in_header=not isinstance(methods, list) or "client_secret_basic" in methods,
    )


def _address(provider: Provider, document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    schemes = ("https", "http") if provider.is_on_this_machine else ("https",)
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        parts = None
    if not isinstance(value, str) or parts is None or parts.scheme not in schemes or not parts.hostname:
        raise Unreachable(provider.title, f"its {name} is no address that we go to")
    return value
