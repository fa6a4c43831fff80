"""All mandates for who looks after them: what waits, what holds, what ends soon, and what is over."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.lib.i18n import current_locale, lazy
from forum.mandates.models import ScopeKind
from forum.mandates.overview import LONGEST_SEARCH, Standing, Wanted, mandate_list
from forum.web.htmx import show
from forum.web.position_list import Option
from forum.web.viewer import actor

bp = Blueprint("admin_mandates", __name__)

STANDINGS = {
    Standing.WAITING: lazy("Waits for an answer"),
    Standing.HOLDS: lazy("Holds now"),
    Standing.SOON: lazy("Ends within a month"),
    Standing.LATER: lazy("Begins later"),
    Standing.ENDED: lazy("Ended by itself"),
    Standing.STOPPED: lazy("Refused or withdrawn"),
}
SCOPES = {
    ScopeKind.FORUM: lazy("In the whole forum"),
    ScopeKind.LESSON: lazy("At a lesson"),
    ScopeKind.QUESTION: lazy("At a question"),
    ScopeKind.THREAD: lazy("In one conversation"),
}


@bp.get("/admin/mandates")
def index() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "") for name in ("q", "standing", "scope")}
    wanted = Wanted(
        standing=next((one for one in Standing if one.value == asked["standing"]), None),
        search=" ".join(asked["q"][:LONGEST_SEARCH].split()),
        scope=next((one for one in ScopeKind if one.value == asked["scope"]), None),
    )
    after = request.args.get("after")
    page = mandate_list(actor(), current_locale(), wanted, after=after)
    filters: dict[str, Any] = {name: value or None for name, value in (asked | {"q": wanted.search}).items()}
    return show(
        "admin_mandates.html",
        "_admin_mandates.html",
        mandates=page.rows,
        values=filters,
        is_filtered=any(filters.values()),
        standings=[Option(one.value, str(label)) for one, label in STANDINGS.items()],
        scopes=[Option(one.value, str(label)) for one, label in SCOPES.items()],
        next_url=url_for(".index", **filters, after=page.next) if page.next else None,
        first_url=url_for(".index", **filters) if after else None,
    )
