"""What an account may look like. Each rule gives the value to store, or raises Invalid at its field."""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from forum.accounts.models import Suspension
from forum.lib.errors import Invalid, TooSoon
from forum.lib.i18n import LOCALES, _
from forum.lib.text import clean_line

LONGEST_EMAIL = 254  # RFC 5321: a path of 256 with its two angle brackets
LONGEST_ORGANISATION = 120
LONGEST_ABOUT = 200
LONGEST_CONTINUATION = 500
LONGEST_DRAFT_KEY = 200

CONFIRMATIONS, CONFIRMATIONS_WITHIN = 3, timedelta(hours=6)
# Of messages that anybody can have sent to an address.
MESSAGES, MESSAGES_WITHIN = 5, timedelta(days=1)

_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def clean_email(value: str) -> str:
    """The canonical form: lower case, the domain in ASCII (IDNA). Raises Invalid at `email`.

    Dots and plus signs stay: folding them would let one person take another's address.
    """
    wrong = Invalid({"email": _("Fill in your e-mail address, for instance name@example.nl.")})
    if len(value) > 2 * LONGEST_EMAIL:
        raise wrong
    local, at, domain = clean_line(value).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise wrong from None
    local = local.lower() if local.isascii() else ""
    labels = domain.split(".")
    is_domain = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdecimal()
    is_local = len(local) <= 64 and _LOCAL_PART.fullmatch(local)
    if not (at and is_local and is_domain) or len(f"{local}@{domain}") > LONGEST_EMAIL:
        raise wrong
    return f"{local}@{domain}"


def clean_organisation(value: str) -> str:
    """Empty when there is none."""
    organisation = clean_line(value[: 4 * LONGEST_ORGANISATION])
    if len(organisation) > LONGEST_ORGANISATION:
        message = _("Use at most %(most)s characters for your organisation.", most=LONGEST_ORGANISATION)
        raise Invalid({"organisation": message})
    return organisation


def clean_about(value: str) -> str:
    """One line of plain text about oneself; empty when there is none."""
    about = clean_line(value[: 4 * LONGEST_ABOUT])
    if len(about) > LONGEST_ABOUT:
        message = _("Use at most %(most)s characters about yourself.", most=LONGEST_ABOUT)
        raise Invalid({"about": message})
    return about


def check_perspective(slug: str, choices: Collection[str]) -> str:
    """One of the choices; empty only where no article brought any."""
    if slug in choices or not (slug or choices):
        return slug
    raise Invalid({"perspective": _("Choose the role from which you take part.")})


def check_accepted(accepts: bool) -> str:
    if not accepts:
        raise Invalid({"accept": _("Tick the box to show that you agree with the house rules.")})
    return ""


def check_locale(locale: str) -> str:
    if locale not in LOCALES:
        raise Invalid({"locale": _("Choose one of the languages.")})
    return locale


def check_confirmation_pace(asked_at: list[datetime], now: datetime) -> None:
    """At most 3 mails in 6 hours. `asked_at`: earlier moments, oldest first. Raises TooSoon."""
    recent = [moment for moment in asked_at if now - moment < CONFIRMATIONS_WITHIN]
    if len(recent) >= CONFIRMATIONS:
        wait = recent[-CONFIRMATIONS] + CONFIRMATIONS_WITHIN - now
        raise TooSoon(
            _("We have just sent you several messages. Look in your spam folder too, or try again later."),
            retry_after=max(1, int(wait.total_seconds())),
        )


def may_write(written_at: list[datetime], now: datetime) -> bool:
    """At most 5 mails a day. Who asks is not told: that would tell that the account exists."""
    return sum(now - moment < MESSAGES_WITHIN for moment in written_at) < MESSAGES


def suspension_in_force(
    suspension: Suspension | None, until: datetime | None, now: datetime
) -> Suspension | None:
    """What the account cannot do now; None when nothing holds (any more). `until` None: it has no end."""
    return None if until is not None and until <= now else suspension


def check_suspension_end(until: datetime | None, now: datetime) -> None:
    """Raises Invalid at `until` for a moment that is over."""
    if until is not None and until <= now:
        raise Invalid({"until": _("Choose a moment in the future, or no end at all.")})


def collected(problems: dict[str, str], rule: Callable[[], str]) -> str:
    """The rule's value; what it finds wrong goes to `problems`, so that one answer tells everything."""
    try:
        return rule()
    except Invalid as error:
        problems.update(error.fields)
        return ""
