"""Another e-mail address for one's account: asked for, confirmed there, undone from the old one."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.models import Purpose
from forum.accounts.queries import mailed_link, own_account
from forum.accounts.service import change_email, request_email_change, undo_email_change
from forum.accounts.tokens import LinkExpired
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.web import limits
from forum.web.continuing import begin, user_agent
from forum.web.htmx import go
from forum.web.proving import forget_kept, kept_form, require_fresh
from forum.web.security import keep_address_private
from forum.web.viewer import actor, signed_in

bp = Blueprint("account_email", __name__)
bp.after_request(keep_address_private)

PAGE = "account_email.show"


@bp.get("/account/email")
@require_fresh()
def show() -> ResponseReturnValue:
    return _form(kept_form(PAGE).get("email", ""))


@bp.post("/account/email")
@limits.asking_for_mail
@require_fresh(PAGE)
def submit() -> ResponseReturnValue:
    email = request.form.get("email", "")
    try:
        request_email_change(actor(), email)
    except Invalid as error:
        return _form(email, error.fields), 422
    forget_kept(PAGE)
    return go(url_for(".sent"))


@bp.get("/account/email/sent")
def sent() -> str:
    signed_in()
    return render_template(
        "message.html",
        title=_("Look in your new mailbox"),
        text=[
            _("We have sent a link to your new address. Your account changes when you follow it."),
            _("Nothing there after a few minutes? Look in your spam folder, and check the address."),
        ],
        action={"href": url_for("account_security.show"), "label": _("To the security of your account")},
    )


@bp.get("/account/email/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    return _asked(token, Purpose.EMAIL)


@bp.post("/account/email/confirm/<token>")
def confirm_submit(token: str) -> ResponseReturnValue:
    try:
        renewed = change_email(token, session_user_id=actor().id, user_agent=user_agent())
    except LinkExpired:
        return _expired()
    except Conflict as error:
        return _message(_("This address is in use"), error.message), 409
    if renewed is None:
        return _message(_("Your address has changed"), _("Sign in with your new address from now on."))
    begin(renewed)
    return go(url_for("account_security.show", done="email"))


@bp.get("/account/email/undo/<token>")
def undo(token: str) -> ResponseReturnValue:
    return _asked(token, Purpose.UNDO)


@bp.post("/account/email/undo/<token>")
def undo_submit(token: str) -> ResponseReturnValue:
    try:
        undo_email_change(token)
    except LinkExpired:
        return _expired()
    except Conflict as error:
        return _message(_("This address is in use"), error.message), 409
    return render_template(
        "message.html",
        title=_("Your old address is back"),
        text=_("Everybody is signed out of your account. Choose a new password now: somebody may know it."),
        action={"href": url_for("passwords.forgot"), "label": _("Choose a new password")},
    )


def _form(email: str, errors: dict[str, str] | None = None) -> str:
    account = own_account(signed_in().actor.user_id)
    return render_template(
        "account_email.html", account=account, values={"email": email}, errors=errors or {}
    )


def _asked(token: str, purpose: Purpose) -> ResponseReturnValue:
    """The page with the button; looking changes nothing."""
    link = mailed_link(token, purpose)
    if link is None:
        return _expired()
    return render_template(
        "email_confirm.html", token_value=token, email=link.email, is_undo=purpose is Purpose.UNDO
    )


def _expired() -> ResponseReturnValue:
    text = _("It is too old, or it was used before. You can ask for a new one.")
    return _message(_("This link does not work any more"), text), LinkExpired.status


def _message(title: str, text: str) -> str:
    action = {"href": url_for("account_security.show"), "label": _("To the security of your account")}
    return render_template("message.html", title=title, text=text, action=action)
