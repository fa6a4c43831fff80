"""Following something, from where it stands and from the list of all that one follows."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.following.followed import Followed
from forum.following.models import Cadence, FollowKind
from forum.following.queries import follow_page, follow_view
from forum.following.rules import cadence_named
from forum.following.service import drop_feed_key, follow_by_itself, hear_mentions, make_feed_key, unfollow
from forum.following.service import follow as follow_it
from forum.following.views import FollowView
from forum.lib import clock
from forum.lib.i18n import _, current_locale
from forum.web import forms, limits
from forum.web.htmx import changed, show, wants_partial
from forum.web.notices import Notice
from forum.web.personal_feed import own_feed
from forum.web.security import is_own_path
from forum.web.viewer import actor

bp = Blueprint("following", __name__)

STOP = "stop"
"""In the place of a cadence."""


def follow_control(thing: Followed | None) -> dict[str, Any]:
    """What _follow.html needs on the page of this thing, if it is one to follow. 1 statement at most."""
    return {
        "follow": follow_view(actor(), thing) if thing else None,
        "follow_back": request.full_path.rstrip("?"),
        "is_row": False,
        "is_chosen": False,
    }


@bp.post("/follow")
@limits.choosing
def follow() -> ResponseReturnValue:
    """`target` such as `thread:<id>`, and how one wants to hear of it: a `cadence`, or `stop`."""
    ref, back = forms.text("target"), forms.text("next")
    if forms.text("cadence") == STOP:
        thing, cadence = unfollow(actor(), ref), Cadence.OFF
    else:
        cadence = cadence_named(forms.text("cadence"))
        thing = follow_it(actor(), ref, cadence)
    path = back if is_own_path(back) else address_of(thing)
    return changed(
        "_follow.html",
        # To the place on the page where the choice was made.
        otherwise=f"{path.partition('#')[0]}#follow-{FollowView(ref, None).key}",
        follow=FollowView(thing.ref, cadence),
        follow_back=path,
        is_row=forms.is_ticked("row"),
        is_chosen=True,
    )


@bp.get("/account/following")
def index() -> ResponseReturnValue:
    return render_template("account_following.html", **_page(), notices=_notices())


@bp.post("/account/following/automatic")
@limits.choosing
def automatic() -> ResponseReturnValue:
    is_automatic = forms.is_ticked("automatic")
    follow_by_itself(actor(), is_automatic)
    return changed(
        "_follow_by_itself.html",
        otherwise=url_for(".index", done="automatic", _anchor="follow-by-itself"),
        is_automatic=is_automatic,
        is_chosen=True,
    )


@bp.post("/account/following/feed")
@limits.choosing
def make_feed() -> ResponseReturnValue:
    """The address is shown in this answer and never again: we keep no more than a hash of it."""
    personal = own_feed(make_feed_key(actor()))
    context = {"feed_made_at": clock.now(), "is_chosen": True} if wants_partial() else _page()
    return show("account_following.html", "_personal_feed.html", **(context | {"personal": personal}))


@bp.post("/account/following/feed/remove")
@limits.choosing
def remove_feed() -> ResponseReturnValue:
    drop_feed_key(actor())
    return changed(
        "_personal_feed.html",
        otherwise=url_for(".index", done="feed", _anchor="own-feed"),
        feed_made_at=None,
        personal=None,
        is_chosen=True,
    )


@bp.post("/account/following/mentions")
@limits.choosing
def mentions() -> ResponseReturnValue:
    hears = forms.is_ticked("mentions")
    hear_mentions(actor(), hears)
    return changed(
        "_follow_mentions.html",
        otherwise=url_for(".index", done="mentions", _anchor="follow-mentions"),
        hears_mentions=hears,
        is_chosen=True,
    )


def _page() -> dict[str, Any]:
    after = request.args.get("after")
    following = follow_page(actor(), current_locale(), after=after)
    return {
        "following": following,
        "next_url": url_for(".index", after=following.next) if following.next else None,
        "first_url": url_for(".index") if after else None,
        "follow_back": url_for(".index", after=after),
        "is_row": True,
        "is_chosen": False,
        "feed_made_at": following.feed_made_at,
        "personal": None,
    }


def address_of(thing: Followed) -> str:
    match thing.kind:
        case FollowKind.QUESTION:
            return url_for("questions.show", slug=thing.name)
        case FollowKind.LESSON:
            return url_for("lessons.show", slugs=thing.name)
        case FollowKind.THREAD:
            return url_for("threads.show", public_id=thing.name)
        case FollowKind.POSITION:
            return url_for("positions.show", public_id=thing.name)


def _notices() -> list[Notice]:
    saved = _("Saved.")
    words = {"automatic": saved, "mentions": saved, "feed": _("The address of your feed stopped working.")}
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
