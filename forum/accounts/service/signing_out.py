"""Signing out at a provider too, and being signed out by one."""

from urllib.parse import urlencode, urlsplit

from forum.accounts.oidc.problems import NoSuchSignOut, Untrusted
from forum.accounts.provider_sessions import Elsewhere, end_sessions_at, is_first_use
from forum.lib import clock
from forum.lib.db import atomic
from forum.settings import Provider


def address_to_sign_out(provider: Provider, session: Elsewhere, *, back: str, state: str) -> str:
    """Where the browser goes (OpenID Connect RP-Initiated Logout 1.0). Raises Unreachable or NoSuchSignOut.

    back: the address to which the provider may send them afterwards, exactly as it knows it.
    """
    from forum.accounts.oidc.metadata import metadata_of  # it loads what speaks HTTP

    endpoint = metadata_of(provider).end_session_endpoint
    if not endpoint:
        raise NoSuchSignOut(provider.title)
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back, "state": state}
    if session.id_token:
        asked["id_token_hint"] = session.id_token
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"


def sign_out_by_provider(provider: Provider, logout_token: str) -> int:
    """End what the provider says has ended there. Returns how many. Raises Untrusted or Unreachable."""
    from forum.accounts.oidc.id_tokens import BadToken
    from forum.accounts.oidc.logout_tokens import signed_out_in
    from forum.accounts.oidc.metadata import keys_of

    try:
        signed_out = signed_out_in(
            logout_token,
            lambda missing: keys_of(provider, missing=missing),
            issuer=provider.issuer,
            client_id=provider.client_id,
            now=clock.now(),
        )
    except BadToken as error:
        raise Untrusted(provider.title, f"logout token: {error}") from error
    return _end(provider, signed_out.id, signed_out.subject, signed_out.sid)


@atomic
def _end(provider: Provider, token_id: str, subject: str, sid: str) -> int:
    from forum.accounts.oidc.logout_tokens import LONGEST_AGE

    # Twice: it may be from a clock that is as much ahead of ours.
    if not is_first_use(provider.issuer, token_id, clock.now() + 2 * LONGEST_AGE):
        raise Untrusted(provider.title, "logout token: it was used before")
    return end_sessions_at(provider.issuer, subject=subject, sid=sid)
