"""One's own account: what others see, language, password, where one is signed in."""

from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.queries import own_account, perspective_choices
from forum.accounts.service import change_language, change_password, change_profile, end_other_sessions
from forum.lib.errors import Invalid, SignInNeeded
from forum.lib.i18n import _, current_locale
from forum.web import limits
from forum.web.continuing import begin, user_agent
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.viewer import Viewer, actor, viewer

bp = Blueprint("account", __name__)


@bp.get("/account")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/account/profile")
def profile() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("name", "perspective", "organisation")}
    try:
        change_profile(actor(), **typed)
    except Invalid as error:
        return _page("profile", typed, error.fields), 422
    return _done("profile")


@bp.post("/account/language")
def language() -> ResponseReturnValue:
    change_language(actor(), request.form.get("locale", ""))
    session.pop("locale", None)  # a choice made before signing in gives way
    return _done("language")


@bp.post("/account/password")
@limits.proving
def password() -> ResponseReturnValue:
    try:
        signed_in = change_password(
            actor(),
            current=request.form.get("current", ""),
            new=request.form.get("password", ""),
            user_agent=user_agent(),
        )
    except Invalid as error:
        return _page("password", {}, error.fields), 422
    begin(signed_in)
    return _done("password")


@bp.post("/account/sessions")
def end_sessions() -> ResponseReturnValue:
    end_other_sessions(actor(), session_id=_signed_in().account.session_id)
    return _done("sessions")


def _signed_in() -> Viewer:
    """Raises SignInNeeded."""
    person = viewer()
    if not isinstance(person, Viewer):
        raise SignInNeeded(_("Please sign in to do this."))
    return person


def _done(what: str) -> ResponseReturnValue:
    return go(url_for(".show", done=what))


def _page(which: str = "", typed: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    """`which`: the form that was refused."""
    person = _signed_in()
    account = own_account(person.actor.user_id, session_id=person.account.session_id)
    kept = {
        "name": account.name,
        "perspective": account.perspective,
        "organisation": account.organisation,
        "locale": account.locale,
    }
    return render_template(
        "account.html",
        account=account,
        values=kept | (typed or {}),
        which=which,
        errors=errors or {},
        perspectives=perspective_choices(current_locale(), own=account.perspective),
        sessions=account.sessions,
        notices=_notices(),
    )


def _notices() -> list[Notice]:
    words = {
        "profile": _("Saved."),
        "language": _("Saved."),
        "password": _("Your password has changed. You are signed out everywhere else."),
        "sessions": _("You are signed out everywhere else."),
        "sent": _("We have sent you a new link. Look in your mailbox."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
