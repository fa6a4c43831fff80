"""How much is too fast, in one table. Counted per person, or per address for who is not signed in."""

import hashlib
import ipaddress

from flask import Flask, Response, g, request
from flask_limiter import Limiter

from forum.accounts.pace import limits_of
from forum.lib.errors import TooSoon
from forum.settings import Settings, settings
from forum.web import forms
from forum.web.htmx import whole_page
from forum.web.viewer import actor


def address() -> str:
    """The caller's IPv4 address, or the /64 network that one household or office shares on IPv6."""
    try:
        ip = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))


def person() -> str:
    return f"account:{actor().id}" if actor().is_signed_in else address()


limiter = Limiter(key_func=address)


def _per_person(limits: str, scope: str, **options):
    return limiter.shared_limit(limits, scope=scope, key_func=person, methods=["POST"], **options)


def _all(*decorators):
    def decorate(view):
        for decorator in decorators:
            view = decorator(view)
        return view

    return decorate


def _is_preview() -> bool:
    """Whether the form's button was pressed that shows the text without sending it."""
    return forms.intent() == "preview"


def _succeeded(response) -> bool:
    """What was refused because of a typing error does not count."""
    return response.status_code < 400


def _of_an_account(limits: str) -> str:
    items = limits_of(actor(), limits)
    return "; ".join(f"{item.amount} per {item.multiples} {item.GRANULARITY.name}" for item in items)


PREVIEWS = "60 per minute"
previewing = _per_person(PREVIEWS, "previews")
# For each pause in a name that is typed after an @.
looking_up = limiter.limit("120 per minute", key_func=person)
drafting = _per_person("60 per minute", "drafts")
# Where no script does it, the forms themselves show a preview: that is not posting.
_in_form = _per_person(PREVIEWS, "previews", exempt_when=lambda: not _is_preview())
posting = _all(
    limiter.shared_limit(
        lambda: _of_an_account(settings().post_limit),
        scope="posts",
        key_func=person,
        methods=["POST"],
        deduct_when=_succeeded,
        exempt_when=_is_preview,
    ),
    _in_form,
)
proposing = limiter.shared_limit(
    lambda: _of_an_account(settings().position_limit),
    scope="positions",
    key_func=person,
    methods=["POST"],
    deduct_when=_succeeded,
)
voting = limiter.shared_limit(
    lambda: _of_an_account(settings().vote_limit), scope="votes", key_func=person, methods=["POST"]
)
choosing = _per_person("60 per minute", "choices")  # what one follows, and what one has read
inviting = _per_person("60 per hour", "invitations", deduct_when=_succeeded)
recognising = _per_person("30 per 10 minutes", "recognitions")
asking = _per_person("20 per day", "mandates", deduct_when=_succeeded)
appealing = _per_person("20 per day", "appeals", deduct_when=_succeeded)
editing = _all(_per_person("30 per 10 minutes", "edits", exempt_when=_is_preview), _in_form)


def _failed(response) -> bool:
    """Signing in rightly does not count: an office shares one address."""
    return response.status_code >= 400


def _mailbox() -> str:
    """The address that was typed, without keeping it."""
    typed = request.form.get("email", "")[:300].strip().lower()
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


# How often one account is tried, from wherever, counts forum/accounts/guessing.py, in the database.
signing_in = _all(
    limiter.limit("100 per 5 minutes", key_func=address, deduct_when=_failed),
    limiter.limit("1000 per 5 minutes", key_func=lambda: "everybody", deduct_when=_failed),
)
# Somebody who is signed in and guesses the password that belongs to it, to change it or to make a passkey.
proving = limiter.limit("10 per 5 minutes", key_func=person, deduct_when=_failed)

second_step = proving_by_typing = limiter.limit("100 per 5 minutes", key_func=address, deduct_when=_failed)


def asked_to_wait(html: str, error: TooSoon) -> Response:
    """The form again, which says when one may try once more, and what works at once."""
    g.retry_after = error.retry_after
    return whole_page(html, error.status)


def _say_when(response: Response) -> Response:
    """The limiter tells when its own window ends, which is later."""
    if "retry_after" in g:
        response.headers["Retry-After"] = str(g.retry_after)
    return response


# Signing in with a passkey: nothing can be guessed there, but each question costs a row.
asking_for_passkey = limiter.limit("300 per 5 minutes", key_func=address)
signing_in_by_passkey = limiter.limit("100 per 5 minutes", key_func=address, deduct_when=_failed)
# Each of these goes to somebody else's server. An office that begins its day shares one address.
signing_on = _all(
    limiter.limit("100 per 5 minutes", key_func=address),
    limiter.limit("1000 per 5 minutes", key_func=lambda: "everybody"),
)
# The server of an organisation, at the end of its day.
hearing_from_provider = limiter.limit("1000 per 5 minutes", key_func=address)
# High enough for a room full of people who join together.
registering = _all(
    limiter.limit("60 per hour", key_func=address, deduct_when=_succeeded),
    limiter.limit("600 per hour", key_func=lambda: "everybody", deduct_when=_succeeded),
)


def _has_account() -> bool:
    return actor().is_signed_in


def _lacks_account() -> bool:
    return not actor().is_signed_in


# Without an account: enough for a person who finds a page full, too little to fill the queue or a mailbox.
flagging = _all(
    limiter.limit(
        lambda: _of_an_account("20 per day"),
        key_func=person,
        deduct_when=_succeeded,
        exempt_when=_lacks_account,
    ),
    limiter.limit("10 per hour", key_func=address, deduct_when=_succeeded, exempt_when=_has_account),
    limiter.limit("10 per day", key_func=_mailbox, deduct_when=_succeeded, exempt_when=_has_account),
    limiter.limit(
        "200 per day", key_func=lambda: "everybody", deduct_when=_succeeded, exempt_when=_has_account
    ),
)
asking_for_mail = _all(
    limiter.limit("20 per hour", key_func=address),
    limiter.limit("600 per hour", key_func=lambda: "everybody"),
)

# Figures over all that was ever decided; who has them already, or comes right after another, costs nothing.
counting = limiter.limit("30 per minute", key_func=address)


def watch(app: Flask, configured: Settings) -> None:
    app.config.update(
        RATELIMIT_STORAGE_URI=configured.redis_url or "memory://",
        RATELIMIT_STRATEGY="fixed-window",
        RATELIMIT_HEADERS_ENABLED=True,
    )
    app.after_request(_say_when)  # what was registered first runs last
    limiter.init_app(app)
