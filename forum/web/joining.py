"""Which ways there are to join this forum: what the header and the forms offer."""

from forum.settings import Provider, settings


def can_join() -> bool:
    """Without an invitation; perhaps with certain addresses only, or by a provider only."""
    return settings().registration in ("open", "domains") or bool(joining_providers())


def joining_providers(*, is_invited: bool = False) -> list[Provider]:
    """Those by which somebody who comes along can make an account."""
    is_open = settings().registration in ("open", "domains")
    follows = is_open or (settings().registration == "invite" and is_invited)
    return [
        one for one in settings().oidc_providers if one.join == "always" or (one.join == "follow" and follows)
    ]
