"""The two turns of signing in at a provider: where to send the browser, and what its answer is worth."""

from datetime import datetime
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from forum.accounts import rules
from forum.accounts.identities import Arrival
from forum.accounts.oidc.id_tokens import BadToken, claims_in, session_in, shown_in
from forum.accounts.oidc.metadata import Metadata, keys_of, metadata_of
from forum.accounts.oidc.problems import Unreachable, Untrusted
from forum.accounts.oidc.wire import WireError, attach, get_json
from forum.accounts.tokens import secret_of
from forum.lib import clock
from forum.lib.errors import Invalid
from forum.lib.text import clean_line
from forum.settings import Provider, settings

LONGEST_TEXT = 200
MAX_AGE = "300"


def address_to_sign_in(provider: Provider, state: str, redirect_uri: str, *, is_again: bool = False) -> str:
    """is_again: also somebody who is signed in there shows anew who they are. Raises Unreachable."""
    metadata = metadata_of(provider)
    asked = {"acr_values": provider.acr_values} if provider.acr_values else {}
    if is_again:
        # The second makes it tell when that was (OpenID Connect Core, 2 and 3.1.2.1).
        asked |= {"prompt": "login", "max_age": MAX_AGE}
    address, _state = _session(provider, metadata, redirect_uri).create_authorization_url(
        metadata.authorization_endpoint,
        state=state,
        nonce=_nonce(state),
        code_verifier=_verifier(state),
        **asked,
    )
    return address


def check_who_answers(provider: Provider, named: str | None) -> None:
    """Whether the answer came from this provider, as far as it says so (RFC 9207). Raises Untrusted."""
    if named is None and not metadata_of(provider).names_itself:
        return
    if named != provider.issuer:
        raise Untrusted(provider.title, "the answer names another provider, or none")


def arrival_by(provider: Provider, code: str, state: str, redirect_uri: str, began_at: datetime) -> Arrival:
    """Who came, for the code that the provider gave. Raises Unreachable or Untrusted."""
    metadata = metadata_of(provider)
    tokens = _tokens(provider, metadata, code, state, redirect_uri)
    try:
        claims = claims_in(
            tokens.get("id_token", ""),
            lambda missing: keys_of(provider, missing=missing),
            issuer=provider.issuer,
            client_id=provider.client_id,
            nonce=_nonce(state),
            began_at=began_at,
            now=clock.now(),
        )
    except BadToken as error:
        raise Untrusted(provider.title, f"ID token: {error}") from error
    more = _more(provider, metadata, claims, tokens.get("access_token"))
    return _arrival(provider, claims | more, tokens["id_token"])


def _tokens(
    provider: Provider, metadata: Metadata, code: str, state: str, redirect_uri: str
) -> dict[str, Any]:
    try:
        with _session(provider, metadata, redirect_uri) as session:
            return session.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=_verifier(state),
            )
    except OAuthError as error:
        raise Untrusted(provider.title, f"it does not take the code: {error.error!r:.100}") from error
    except (WireError, RequestException, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise Unreachable(provider.title, f"its tokens: {type(error).__name__}") from error


def _session(provider: Provider, metadata: Metadata, redirect_uri: str) -> Any:
    session: Any = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=provider.scopes,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic"
        if metadata.takes_secret_in_header
        else "client_secret_post",
    )
    attach(session)
    return session


def _nonce(state: str) -> str:
    return secret_of(state, settings().secret_key, use="sign-on-nonce")


def _verifier(state: str) -> str:
    return secret_of(state, settings().secret_key, use="sign-on-verifier")


def _more(
    provider: Provider, metadata: Metadata, claims: dict[str, Any], access_token: Any
) -> dict[str, Any]:
    """What only the userinfo endpoint tells. It may be away: people can fill in what is missing."""
    wanted = {"email", "name", *filter(None, [provider.organisation_claim])}
    if wanted <= claims.keys() or not metadata.userinfo_endpoint or not isinstance(access_token, str):
        return {}
    try:
        found = get_json(metadata.userinfo_endpoint, bearer=access_token)
    except WireError:
        return {}
    if found.get("sub") != claims["sub"]:
        raise Untrusted(provider.title, "its userinfo is about somebody else")
    # Never what the ID token is checked for.
    told = wanted | {"given_name", "family_name"}
    if "email" not in claims:  # else this would answer for an address that it did not name
        told.add("email_verified")
    return {name: value for name, value in found.items() if name in told and name not in claims}


def _arrival(provider: Provider, claims: dict[str, Any], id_token: str) -> Arrival:
    email = _email(claims.get("email"))
    return Arrival(
        issuer=provider.issuer,
        subject=claims["sub"],
        name=_text(claims.get("name"))
        or " ".join(filter(None, (_text(claims.get(name)) for name in ("given_name", "family_name")))),
        email=email,
        is_email_verified=bool(email) and claims.get("email_verified") is True,
        organisation=_organisation(provider, claims),
        has_second_factor=not _methods(claims).isdisjoint(provider.second_factor),
        sid=session_in(claims),
        shown=shown_in(claims, clock.now()),
        id_token=id_token,
    )


def _methods(claims: dict[str, Any]) -> set[str]:
    """How somebody signed in there, as far as the provider says so."""
    methods = claims.get("amr")
    said = [*(methods if isinstance(methods, list) else []), claims.get("acr")]
    return {one for one in said if isinstance(one, str)}


def _email(value: Any) -> str:
    try:
        return rules.clean_email(value) if isinstance(value, str) else ""
    except Invalid:
        return ""


def _text(value: Any) -> str:
    return clean_line(value[:LONGEST_TEXT]) if isinstance(value, str) else ""


def _organisation(provider: Provider, claims: dict[str, Any]) -> str:
    if not provider.organisation_claim:
        return provider.organisation
    value = claims.get(provider.organisation_claim)
    told = _text(value[0] if isinstance(value, list) and value else value)
    names = provider.organisation_names
    return (names.get(told, "") if names else told)[: rules.LONGEST_ORGANISATION] or provider.organisation
