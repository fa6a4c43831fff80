"""The moderators' queue: what waits, and one thing after the other to decide about."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.lib.errors import Conflict, Invalid, Stale
from forum.lib.i18n import current_locale
from forum.moderation.queries import item_page, next_item, open_count, queue_page
from forum.moderation.service import claim_item, release_item, settle_task
from forum.moderation.several import approve_several
from forum.web import forms
from forum.web.cards import with_query
from forum.web.deciding import Decided, decided
from forum.web.htmx import changed, conflicting, refused, show, wants_partial
from forum.web.queue_panes import ListPane, Pane, left_of, list_pane, pane_of
from forum.web.viewer import actor

bp = Blueprint("queue", __name__)


@bp.get("/moderation")
def index() -> ResponseReturnValue:
    return show("moderation.html", "_queue.html", queue=_list(), pane=pane_of(None))


@bp.get("/moderation/items/<public_id>")
def item(public_id: str) -> ResponseReturnValue:
    pane = _pane(public_id)
    return show("moderation.html", "_queue_item.html", queue=_list(current=public_id), pane=pane)


@bp.post("/moderation/items/<public_id>/claim")
def claim(public_id: str) -> ResponseReturnValue:
    try:
        claim_item(actor(), public_id)
    except Stale:
        return settled_by_another(public_id)
    except Conflict as error:
        return _answer_conflict(public_id, message=error.message)
    return _stay(public_id)


@bp.post("/moderation/items/<public_id>/release")
def release(public_id: str) -> ResponseReturnValue:
    try:
        release_item(actor(), public_id)
    except Stale:
        return settled_by_another(public_id)
    return _stay(public_id)


@bp.post("/moderation/items/<public_id>/settle")
def settle(public_id: str) -> ResponseReturnValue:
    try:
        settle_task(actor(), public_id)
    except Stale:
        return settled_by_another(public_id)
    except Conflict as error:
        return _answer_conflict(public_id, message=error.message)
    return after_decision(public_id, "")


def after_decision(public_id: str, decision: str) -> ResponseReturnValue:
    """On to what waits next, with the list in step, and the way back from what was decided."""
    following = next_item(public_id, actor())
    address = url_for("queue.item", public_id=following) if following else url_for("queue.index")
    otherwise = with_query(address, decided=decision)
    return _moved(following, address, otherwise, decided(decision, address) if decision else None)


def settled_by_another(public_id: str, *, kept: str = "") -> ResponseReturnValue:
    """409 with how it was settled, and what this moderator had written."""
    return _answer_conflict(public_id, kept=kept)


def approve_ticked(refs: list[str]) -> ResponseReturnValue:
    """Several held posts at once. What could not be done is named, and stays or is gone from the list."""
    try:
        several = approve_several(
            actor(),
            refs,
            ground=forms.text("ground"),
            reason=forms.text("reason"),
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        queue = _list(ticked=refs, reason=forms.text("reason"))
        return refused("_queue.html", "moderation.html", error, queue=queue, pane=pane_of(None))
    address = url_for("queue.index")
    if not several.left:
        told = Decided(None, None, address, several=len(several.done))
        otherwise = with_query(address, decided=str(len(several.done)))
        return _moved(None, address, otherwise, told)
    left = left_of(several.left, current_locale())
    queue = _list(done=len(several.done), left=left, reason=forms.text("reason"))
    return show("moderation.html", "_queue.html", queue=queue, pane=pane_of(None))


def _stay(public_id: str) -> ResponseReturnValue:
    here = url_for("queue.item", public_id=public_id)
    return _moved(public_id, here, here, None)


def _moved(public_id: str | None, address: str, otherwise: str, told: Decided | None) -> ResponseReturnValue:
    """htmx gets the pane, and beside it the list, the count and what was decided."""
    if not wants_partial():
        return changed("_queue_moved.html", otherwise)
    return changed(
        "_queue_moved.html",
        otherwise,
        target="#queue-item",
        push=address,
        queue=_list(current=public_id or ""),
        pane=_pane(public_id) if public_id else pane_of(None),
        decided=told,
        count=open_count(),
    )


def _answer_conflict(public_id: str, *, message: str = "", kept: str = "") -> ResponseReturnValue:
    return conflicting(
        "_queue_item.html",
        "moderation.html",
        target="#queue-item",
        pane=_pane(public_id, message=message, kept=kept),
        queue=_list(current=public_id),
    )


def _pane(public_id: str, *, message: str = "", kept: str = "") -> Pane:
    return pane_of(item_page(public_id, actor(), current_locale()), message=message, kept=kept)


def _list(current: str = "", **told) -> ListPane:
    after = request.args.get("after") or None
    return list_pane(queue_page(actor(), current_locale(), after=after), after, current=current, **told)
