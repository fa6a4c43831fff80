"""Registering. Whether the address was known is told in its mailbox, never here."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.invitations import invited_by, is_over
from forum.accounts.joining import Joining, check_may_join
from forum.accounts.perspectives import perspectives
from forum.accounts.service import Registration, register
from forum.house_rules.queries import current_number
from forum.house_rules.rules import agreed_to
from forum.house_rules.service import keep_starter
from forum.lib.errors import Invalid, Refused
from forum.lib.i18n import _, current_locale
from forum.settings import settings
from forum.web import forms, limits
from forum.web.continuing import continuation, go_on
from forum.web.htmx import go
from forum.web.joining import joining_providers
from forum.web.security import keep_address_private
from forum.web.viewer import viewer

bp = Blueprint("register", __name__)

LONGEST_SECRET = 100
KEPT_FIELDS = ("email", "name", "perspective", "organisation", "accept", "rules")


@bp.get("/register")
def show() -> ResponseReturnValue:
    if viewer().is_signed_in:
        return go_on(continuation().path)
    invited = invited_by(request.args.get("invitation", ""))
    try:
        check_may_join(Joining(settings().registration), is_invited=invited is not None)
    except Refused as refusal:
        return _form(why_no_form=refusal.message) if joining_providers() else _closed(refusal.message)
    if invited is None:
        return _form()
    kept = ("email", "perspective", "organisation")
    return _form(given={name: getattr(invited, name) for name in kept}, invitation=invited.secret)


def _closed(message: str) -> str:
    """Why not, and what to do: somebody may have come with an invitation that does not work any more."""
    is_by_invitation = settings().registration == "invite"
    return render_template(
        "message.html",
        title=_("Joining is by invitation") if is_by_invitation else _("Joining is closed"),
        text=is_over().message if is_by_invitation and "invitation" in request.args else message,
        action={"href": url_for("login.show"), "label": _("Sign in")},
    )


@bp.after_request
def _keep_invitation_private(response: Response) -> Response:
    return keep_address_private(response) if "invitation" in request.args else response


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
        invitation=typed.get("invitation", "")[:LONGEST_SECRET],
    )
    try:
        register(form, then=continuation())
    except Invalid as error:
        return _form(error.fields, invitation=form.invitation), 422
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


def _form(
    errors: dict[str, str] | None = None,
    *,
    given: dict[str, str] | None = None,
    invitation: str = "",
    why_no_form: str = "",
) -> str:
    """`given`: what an invitation filled in; `why_no_form`: there is only another way to join."""
    then = continuation()
    return render_template(
        "register.html",
        values={"rules": current_number()}
        | (given or {})
        | {name: value for name in KEPT_FIELDS if (value := request.form.get(name, ""))},
        invitation=invitation,
        providers=joining_providers(is_invited=bool(invitation)),
        why_no_form=why_no_form,
        domains=settings().registration_domains if settings().registration == "domains" else (),
        errors=errors or {},
        perspectives=perspectives(current_locale()),
        next=then.path,
        draft=then.draft_key,
    )
