"""Registering. Whether the address was known is told in its mailbox, never here."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.perspectives import perspectives
from forum.accounts.service import Registration, register
from forum.house_rules.queries import current_number
from forum.house_rules.rules import agreed_to
from forum.house_rules.service import keep_starter
from forum.lib.errors import Invalid
from forum.lib.i18n import _, current_locale
from forum.settings import settings
from forum.web import forms, limits
from forum.web.continuing import continuation, go_on
from forum.web.htmx import go
from forum.web.viewer import viewer

bp = Blueprint("register", __name__)

KEPT_FIELDS = ("email", "name", "perspective", "organisation", "accept", "rules")


@bp.get("/register")
def show() -> ResponseReturnValue:
    if viewer().is_signed_in:
        return go_on(continuation().path)
    if settings().registration != "open":
        return render_template(
            "message.html",
            title=_("Joining is closed"),
            text=_("You cannot make an account here yourself. Ask who runs this forum."),
            action=None,
        )
    return _form()


@bp.post("/register")
@limits.registering
def submit() -> ResponseReturnValue:
    typed = request.form
    form = Registration(
        email=typed.get("email", ""),
        name=typed.get("name", ""),
        password=typed.get("password", ""),
        perspective=typed.get("perspective", ""),
        organisation=typed.get("organisation", ""),
        accepts=forms.is_ticked("accept"),
        rules=agreed_to(_rules_seen(), current_number()),
    )
    try:
        register(form, then=continuation())
    except Invalid as error:
        return _form(error.fields), 422
    keep_starter()
    return go(url_for(".sent"))


def _rules_seen() -> int | None:
    """The version of the house rules that the form linked to; scripts may leave it out."""
    try:
        return forms.whole_number("rules")
    except Invalid:
        return None


@bp.get("/register/sent")
def sent() -> str:
    return render_template(
        "message.html",
        title=_("Look in your mailbox"),
        text=[
            _("We have sent you a message. Open the link in it to confirm your address; then you can go on."),
            _("Nothing there after a few minutes? Look in your spam folder, or sign in to get a new one."),
        ],
        action=None,
    )


def _form(errors: dict[str, str] | None = None) -> str:
    then = continuation()
    return render_template(
        "register.html",
        values={"rules": current_number()}
        | {name: value for name in KEPT_FIELDS if (value := request.form.get(name, ""))},
        errors=errors or {},
        perspectives=perspectives(current_locale()),
        next=then.path,
        draft=then.draft_key,
    )
