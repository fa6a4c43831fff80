"""Keeping a text that is not sent yet, at the press of a button or by itself."""

from flask import Blueprint, Response

from forum.discussion.drafts import is_place, save_draft
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.web import forms, limits
from forum.web.htmx import changed
from forum.web.parking import kept_fields
from forum.web.security import is_own_path
from forum.web.viewer import actor

bp = Blueprint("drafts", __name__)


@bp.post("/drafts")
@limits.drafting
def save() -> Response:
    place = forms.text("draft")
    if not is_place(place):
        raise Invalid({"draft": _("Reload the page and try again.")})
    draft = save_draft(actor(), place, kept_fields())
    address = forms.text("next")
    return changed("_draft_saved.html", address if is_own_path(address) else "/", saved_at=draft.saved_at)
