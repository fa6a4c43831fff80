"""The link at the foot of a mail. Looking changes nothing; the button does, and so does a mailbox provider's
one-click request (RFC 8058), which brings no cookie, no session and no token of a form.
"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.lib.i18n import _, current_locale
from forum.notifications.service import stop
from forum.notifications.stopping import Stopping, stopping
from forum.notifications.unsubscribing import subscription_of
from forum.web.htmx import whole_page
from forum.web.security import csrf, keep_address_private

bp = Blueprint("unsubscribe", __name__)
bp.after_request(keep_address_private)


@bp.get("/unsubscribe/<token>")
def show(token: str) -> ResponseReturnValue:
    found = _found(token)
    return _page(token, found) if found else _unknown()


@bp.post("/unsubscribe/<token>")
# The token is signed and names what is stopped: who has it needs no other proof, and gains nothing else.
@csrf.exempt
def submit(token: str) -> ResponseReturnValue:
    """Answers with a page and never leads on: a provider does not follow."""
    found = _found(token)
    if found is None:
        return _unknown()
    stop(found.subscription)
    return _page(token, _found(token) or found)


def _found(token: str) -> Stopping | None:
    subscription = subscription_of(token)
    return stopping(subscription, current_locale()) if subscription else None


def _page(token: str, found: Stopping) -> ResponseReturnValue:
    return whole_page(render_template("unsubscribe.html", token_value=token, stopping=found), 200)


def _unknown() -> ResponseReturnValue:
    page = render_template(
        "message.html",
        title=_("This link does not work"),
        text=_(
            "Perhaps a part of it was lost when it was copied. You can also sign in, and choose there which "
            "mails you get."
        ),
        action={"href": url_for("mails.show"), "label": _("Choose which mails you get")},
    )
    return whole_page(page, 404)
