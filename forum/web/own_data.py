"""One's own data: what one can correct, a copy of all of it, and the files of copies."""

from flask import Blueprint, Response, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.copies import ask_for_data, own_copies, own_copy
from forum.lib.errors import Conflict, NotFound
from forum.own_data.copies import path_of
from forum.settings import settings
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.proving import require_fresh
from forum.web.viewer import actor

bp = Blueprint("own_data", __name__)


@bp.get("/account/data")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/account/data")
@require_fresh("own_data.show")
def ask() -> ResponseReturnValue:
    try:
        ask_for_data(actor())
    except Conflict as error:
        return _page(Notice("warning", error.message)), 409
    return go(url_for(".show"))


@bp.get("/account/data/<public_id>.zip")
@require_fresh()
def download(public_id: str) -> Response:
    """Only for its owner, and only as long as it is kept."""
    copy = own_copy(actor(), public_id)
    path = path_of(copy.public_id)
    if not path.is_file():
        raise NotFound
    name = f"{copy.asked_at:%Y-%m-%d}-samenspraak.zip"
    response = send_file(path, mimetype="application/zip", as_attachment=True, download_name=name, etag=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(*notices: Notice) -> str:
    return render_template(
        "account_data.html",
        copies=own_copies(actor()),
        kept_days=settings().keep_data_copies,
        notices=notices,
    )
