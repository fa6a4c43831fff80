"""Organisations for whom people speak: who they are, who may speak for them, what they said and proposed."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.said import said_for
from forum.lib.i18n import current_locale
from forum.mandates.organisations import history_of, organisation_list, organisation_page, speakers_of
from forum.positions.proposed import proposed_for
from forum.web.viewer import actor

bp = Blueprint("organisations", __name__)


@bp.get("/organisations")
def index() -> str:
    search = " ".join(request.args.get("q", "").split())[:200]
    after = request.args.get("after")
    page = organisation_list(current_locale(), search=search, after=after)
    return render_template(
        "organisations.html",
        organisations=page.rows,
        search=search,
        next_url=url_for(".index", q=search or None, after=page.next) if page.next else None,
        first_url=url_for(".index", q=search or None) if after else None,
        canonical=url_for(".index", q=search or None),
    )


@bp.get("/organisations/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Three lists with a cursor each: what was said in its name, what was proposed, and the mandates that
    hold no longer. How it voted is as secret as every vote: decision 26."""
    locale = current_locale()
    organisation = organisation_page(slug, locale)
    if organisation.slug != slug:  # it was merged into this one
        return redirect(url_for(".show", slug=organisation.slug), 301)
    earlier = request.args.get("earlier")
    after, before = request.args.get("after"), request.args.get("positions")
    said = said_for(organisation.id, locale, after=after)
    proposed = proposed_for(organisation.id, locale, after=before)
    history = history_of(organisation.id, actor(), locale, after=earlier)
    return render_template(
        "organisation.html",
        organisation=organisation,
        speakers=speakers_of(organisation.id, actor(), locale),
        said=said.rows,
        is_first=not after,
        next_url=url_for(".show", slug=slug, after=said.next, _anchor="said") if said.next else None,
        positions=proposed.rows,
        is_first_of_positions=not before,
        next_positions_url=url_for(".show", slug=slug, positions=proposed.next, _anchor="positions")
        if proposed.next
        else None,
        history=history.rows,
        is_first_of_history=not earlier,
        next_history_url=url_for(".show", slug=slug, earlier=history.next, _anchor="history")
        if history.next
        else None,
        first_url=url_for(".show", slug=slug),
        canonical=url_for(".show", slug=slug),
    )
