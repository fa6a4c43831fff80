"""Where one is signed in, and ending it there."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.own_sessions import open_sessions
from forum.accounts.service import end_other_sessions, end_session
from forum.lib.i18n import _
from forum.web import forms
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.proving import require_fresh
from forum.web.viewer import actor, signed_in

bp = Blueprint("account_sessions", __name__)


@bp.get("/account/sessions")
def show() -> str:
    person = signed_in()
    sessions = open_sessions(person.actor.user_id, session_id=person.account.session_id)
    return render_template("account_sessions.html", sessions=sessions, notices=_notices())


@bp.post("/account/sessions/end")
def end() -> ResponseReturnValue:
    end_session(signed_in().actor, forms.whole_number("session"))
    return go(url_for(".show", done="one"))


@bp.post("/account/sessions")
@require_fresh("account_sessions.show")
def end_others() -> ResponseReturnValue:
    end_other_sessions(actor(), session_id=signed_in().account.session_id)
    return go(url_for(".show", done="all"))


def _notices() -> list[Notice]:
    words = {
        "one": _("You are signed out there."),
        "all": _("You are signed out everywhere else."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
