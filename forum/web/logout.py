"""Signing out: by a button in the menu, or on a page of its own for who follows a link."""

from flask import Blueprint, render_template, session
from flask.typing import ResponseReturnValue

from forum.web.continuing import end, go_on
from forum.web.viewer import viewer

bp = Blueprint("logout", __name__)


@bp.get("/logout")
def show() -> ResponseReturnValue:
    return render_template("logout.html") if viewer().is_signed_in else go_on("/")


@bp.post("/logout")
def submit() -> ResponseReturnValue:
    language = session.get("locale")
    end()
    if language:
        session["locale"] = language
    return go_on("/")
