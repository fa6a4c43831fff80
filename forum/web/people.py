"""Somebody's account as moderators see it: what was decided about them, and what moderators noted."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import discard, draft_at, note_place
from forum.lib.errors import Invalid
from forum.lib.i18n import current_locale
from forum.moderation.fitting import fitting
from forum.moderation.history import account_page
from forum.moderation.notes import add_note
from forum.moderation.views import AccountPage
from forum.permissions import can
from forum.web import forms
from forum.web.htmx import changed, refused
from forum.web.htmx import show as show_either
from forum.web.queue_panes import More
from forum.web.viewer import actor

bp = Blueprint("people", __name__)


@bp.get("/moderation/accounts/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    account = _account(public_id)
    kept = (draft_at(actor(), note_place(public_id)) or {}).get("text", "")
    return show_either("moderation_account.html", "_notes.html", **_context(account, kept))


@bp.post("/moderation/accounts/<public_id>/notes")
def note(public_id: str) -> ResponseReturnValue:
    try:
        add_note(actor(), public_id, forms.text("text"))
    except Invalid as error:
        context = _context(_account(public_id), forms.text("text"))
        return refused("_notes.html", "moderation_account.html", error, **context)
    if forms.text("draft") == note_place(public_id):
        discard(actor().user_id, note_place(public_id))
    here = url_for(".show", public_id=public_id, _anchor="notes")
    return changed("_notes.html", here, **_context(_account(public_id), ""))


def _account(public_id: str) -> AccountPage:
    return account_page(public_id, actor(), current_locale(), after=request.args.get("after"))


def _context(account: AccountPage, text: str) -> dict[str, Any]:
    here = url_for(".show", public_id=account.record.person.public_id)
    return {
        "account": account,
        "actions": _actions(account, here),
        "values": {"text": text},
        "draft": note_place(account.record.person.public_id) if text else "",
        "next_url": f"{here}?after={account.next}" if account.next else None,
        "first_url": here if request.args.get("after") else None,
    }


def _actions(account: AccountPage, here: str) -> tuple[More, ...]:
    if account.record.person.is_pseudonym:
        return ()
    ref = f"account:{account.record.person.public_id}"
    return tuple(
        More(str(one.label), url_for("actions.form", action=one.name, target=ref, next=here))
        for one in fitting(account.now)
        if can(actor(), one.permission, account)
    )
