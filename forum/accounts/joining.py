"""Who may make an account. Rules on plain values: how the forum is set, and what somebody brings."""

from collections.abc import Collection
from enum import Enum

from forum.lib.errors import Invalid, Refused
from forum.lib.i18n import _


class Joining(Enum):
    """The values of FORUM_REGISTRATION."""

    OPEN = "open"
    DOMAINS = "domains"
    INVITE = "invite"
    CLOSED = "closed"


def check_may_join(joining: Joining, *, is_invited: bool) -> None:
    """Before anything that was filled in is looked at. Raises Refused."""
    if joining is Joining.CLOSED:
        raise Refused(_("You cannot make an account here yourself. Ask who runs this forum."))
    if joining is Joining.INVITE and not is_invited:
        raise Refused(_("You can join here with an invitation. Ask who runs this forum for one."))


def check_address(email: str, joining: Joining, domains: Collection[str], invited: str | None) -> str:
    """The address, in its canonical form, when it may make an account. Raises Invalid at `email`.

    invited: whom the invitation is for, empty for anybody, None without one. An invitation opens what the
    domain does not. Says the same whether the address has an account or not.
    """
    if invited and email != invited:
        raise Invalid({"email": _("This invitation is for another address. Fill in the one it was sent to.")})
    if joining is Joining.DOMAINS and invited is None and not is_of(email, domains):
        raise Invalid(
            {
                "email": _(
                    "With this address you cannot make an account yourself. Use one of your organisation "
                    "(%(domains)s), or ask who runs this forum for an invitation.",
                    domains=", ".join(domains),
                )
            }
        )
    return email


def is_of(email: str, domains: Collection[str]) -> bool:
    """`example.nl` is that domain only, `*.example.nl` all domains below it."""
    domain = email.rpartition("@")[2]
    return any(domain.endswith(each[1:]) if each.startswith("*.") else domain == each for each in domains)
