"""A forgotten password: asking for a link, and choosing a new one with it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.models import Purpose
from forum.accounts.queries import mailed_link
from forum.accounts.service import request_reset, reset_password
from forum.accounts.tokens import LinkExpired
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.web import limits
from forum.web.continuing import begin, continuation, continue_after_sign_in, user_agent
from forum.web.htmx import go
from forum.web.security import keep_address_private

bp = Blueprint("passwords", __name__)
bp.after_request(keep_address_private)


@bp.get("/account/forgot")
def forgot() -> ResponseReturnValue:
    return _forgot_form()


@bp.post("/account/forgot")
@limits.asking_for_mail
def forgot_submit() -> ResponseReturnValue:
    try:
        request_reset(request.form.get("email", ""), then=continuation())
    except Invalid as error:
        return _forgot_form(error.fields), 422
    return go(url_for(".sent"))


@bp.get("/account/forgot/sent")
def sent() -> str:
    return render_template(
        "message.html",
        title=_("Look in your mailbox"),
        text=[
            _("If there is an account with this address, we have sent a link to choose a new password."),
            _("Nothing there after a few minutes? Look in your spam folder, and check the address."),
        ],
        action=None,
    )


@bp.get("/account/reset/<token>")
def reset(token: str) -> ResponseReturnValue:
    return _reset_form(token)


@bp.post("/account/reset/<token>")
def reset_submit(token: str) -> ResponseReturnValue:
    try:
        signed_in = reset_password(token, request.form.get("password", ""), user_agent=user_agent())
    except Invalid as error:
        return _reset_form(token, error.fields)
    except LinkExpired:
        return _expired()
    begin(signed_in)
    return continue_after_sign_in(signed_in.user_id, signed_in.then.path, signed_in.then.draft_key)


def _forgot_form(errors: dict[str, str] | None = None) -> str:
    then = continuation()
    return render_template(
        "forgot.html",
        values={"email": request.form.get("email", "")},
        errors=errors or {},
        next=then.path,
        draft=then.draft_key,
    )


def _reset_form(token: str, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    link = mailed_link(token, Purpose.RESET)
    if link is None:
        return _expired()
    page = render_template("reset.html", token_value=token, email=link.email, errors=errors or {})
    return page, 422 if errors else 200


def _expired() -> ResponseReturnValue:
    page = render_template(
        "message.html",
        title=_("This link does not work any more"),
        text=_("It is too old, or it was used before. You can ask for a new one."),
        action={"href": url_for(".forgot"), "label": _("Choose a new password")},
    )
    return page, LinkExpired.status
