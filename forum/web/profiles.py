"""The public page of a person: who they are, what they wrote and what they proposed. Never how they voted."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.people import people_called, person_called
from forum.discussion.contributions import contributions_of
from forum.lib.errors import NotFound
from forum.lib.i18n import current_locale
from forum.positions.proposed import proposed_by

bp = Blueprint("profiles", __name__)


@bp.get("/people/<handle>")
def show(handle: str) -> ResponseReturnValue:
    return _page(".show", handle)


@bp.get("/people/<handle>/positions")
def positions(handle: str) -> ResponseReturnValue:
    return _page(".positions", handle)


def _page(endpoint: str, handle: str) -> ResponseReturnValue:
    if handle != handle.lower():
        return redirect(url_for(endpoint, handle=handle.lower()), 301)
    try:
        person = person_called(handle, current_locale())
    except NotFound:
        return redirect(_address_now(endpoint, handle), 301)
    after = request.args.get("after")
    of_person = contributions_of if endpoint == ".show" else proposed_by
    listed = of_person(person.id, current_locale(), after=after)
    return render_template(
        "person.html",
        person=person,
        shows_positions=endpoint == ".positions",
        rows=listed.rows,
        next_url=url_for(endpoint, handle=handle, after=listed.next) if listed.next else None,
        first_url=url_for(endpoint, handle=handle) if after else None,
    )


def _address_now(endpoint: str, handle: str) -> str:
    """Of somebody who had this handle before. Raises NotFound."""
    person = people_called([handle]).get(handle)
    if person is None:
        raise NotFound
    return url_for(endpoint, handle=person.handle)
