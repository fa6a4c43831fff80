"""How a text will look, while it is being written."""

from flask import Blueprint, Response, make_response, render_template

from forum.discussion.mentioning import body_of
from forum.discussion.rules import checked_body
from forum.permissions import Permission as P
from forum.permissions import require
from forum.web import forms, limits
from forum.web.viewer import actor

bp = Blueprint("preview", __name__)


@bp.post("/preview")
@limits.previewing
def show() -> Response:
    require(actor(), P.PREVIEW)
    body = forms.text("body")
    problem = checked_body(body) if body.strip() else None
    html = "" if problem or not body.strip() else body_of(body).html
    return make_response(
        render_template("_preview.html", preview=html, problem=problem), 422 if problem else 200
    )
