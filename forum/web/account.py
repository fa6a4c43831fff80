"""One's own account: what others see, and the language."""

from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.queries import own_account, perspective_choices
from forum.accounts.rules import LONGEST_ABOUT
from forum.accounts.service import change_language, change_profile
from forum.lib.errors import Invalid
from forum.lib.i18n import _, current_locale
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.viewer import actor, signed_in

bp = Blueprint("account", __name__)


@bp.get("/account")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/account/profile")
def profile() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("name", "perspective", "organisation")}
    if "handle" in request.form:
        typed["handle"] = request.form["handle"]
    if "about" in request.form:  # a form from before this field leaves it as it is
        typed["about"] = request.form["about"]
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


def _done(what: str) -> ResponseReturnValue:
    return go(url_for(".show", done=what))


def _page(which: str = "", typed: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    """`which`: the form that was refused."""
    person = signed_in()
    account = own_account(person.actor.user_id)
    kept = {
        "name": account.name,
        "handle": account.handle,
        "perspective": account.perspective,
        "organisation": account.organisation,
        "about": account.about,
        "locale": account.locale,
    }
    return render_template(
        "account.html",
        account=account,
        values=kept | (typed or {}),
        which=which,
        errors=errors or {},
        longest_about=LONGEST_ABOUT,
        perspectives=perspective_choices(current_locale(), own=account.perspective),
        notices=_notices(),
    )


def _notices() -> list[Notice]:
    words = {
        "profile": _("Saved."),
        "language": _("Saved."),
        "stays": _("Your account stays. Good that you are here."),
        "sent": _("We have sent you a new link. Look in your mailbox."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
