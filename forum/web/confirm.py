"""The link that we mail to confirm an address. Looking changes nothing; the button does."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.models import Purpose
from forum.accounts.queries import mailed_link
from forum.accounts.service import confirm_email, request_confirmation
from forum.accounts.tokens import LinkExpired
from forum.lib.i18n import _
from forum.web.continuing import begin, continuation, continue_after_sign_in, user_agent
from forum.web.htmx import go
from forum.web.security import keep_address_private
from forum.web.viewer import actor

bp = Blueprint("confirm", __name__)
bp.after_request(keep_address_private)


@bp.get("/account/confirm/<token>")
def show(token: str) -> ResponseReturnValue:
    link = mailed_link(token, Purpose.CONFIRM)
    if link is None:
        return _expired()
    return render_template("confirm.html", token_value=token, email=link.email)


@bp.post("/account/confirm/<token>")
def submit(token: str) -> ResponseReturnValue:
    try:
        signed_in = confirm_email(token, user_agent=user_agent())
    except LinkExpired:
        return _expired()
    begin(signed_in)
    return continue_after_sign_in(signed_in.user_id, signed_in.then.path, signed_in.then.draft_key)


@bp.post("/account/confirm")
def again() -> ResponseReturnValue:
    request_confirmation(actor(), then=continuation())
    return go(url_for("account.show", done="sent"))


def _expired() -> ResponseReturnValue:
    page = render_template(
        "message.html",
        title=_("This link does not work any more"),
        text=_(
            "It is too old, or it was used before. Sign in: if your address is not confirmed yet, you can "
            "have a new link sent."
        ),
        action={"href": url_for("login.show"), "label": _("Sign in")},
    )
    return page, LinkExpired.status
