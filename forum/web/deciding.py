"""What a moderator sees after a decision: what was done, and the way back from it."""

from dataclasses import dataclass

from flask import request, url_for

from forum.lib.i18n import _
from forum.moderation.declaring import Action
from forum.moderation.history import decision_to_undo
from forum.moderation.kinds import Ground, Kind
from forum.moderation.views import DecisionLine, Thing
from forum.permissions import Permission as P
from forum.permissions import can
from forum.web import forms
from forum.web.cards import with_query
from forum.web.security import is_own_path
from forum.web.viewer import actor

# Grounds that say nothing about who wrote it: with one of these an undo takes one press.
NEUTRAL = (Ground.REVIEW, Ground.ORDER)


@dataclass(frozen=True, slots=True)
class Undo:
    """`ground` None: it has to be chosen, in the form at `address`."""

    action: Action
    ref: str
    ground: Ground | None
    reason: str
    address: str
    submission_key: str


@dataclass(frozen=True, slots=True)
class Decided:
    """`several`: how many were decided at once, when it was more than one; then nothing is undone here."""

    decision: DecisionLine | None
    undo: Undo | None
    back: str
    several: int = 0


def just_decided() -> Decided | None:
    """What `decided=` in this page's address names, for moderators only. 1 statement, 0 without one."""
    named = request.args.get("decided", "") if request else ""
    if not named or not can(actor(), P.QUEUE_WORK):
        return None
    back = with_query(request.full_path.rstrip("?"), decided="")
    if named.isascii() and named.isdecimal():
        return Decided(None, None, back, several=int(named[:4]))
    return decided(named, back)


def decided(public_id: str, back: str) -> Decided | None:
    """`back`: path of the page where one is after an undo. 1 statement."""
    found = decision_to_undo(public_id)
    if found is None:
        return None
    line, undoing = found
    if undoing is None:
        return Decided(line, None, back)
    ground = next((one for one in NEUTRAL if one in undoing.action.grounds), None)
    address = url_for(
        "actions.form", action=undoing.action.name, target=undoing.ref, reverses=line.public_id, next=back
    )
    reason = _("This was a mistake of ours, so we put it right.")
    key = forms.new_submission_key()
    return Decided(line, Undo(undoing.action, undoing.ref, ground, reason, address, key), back)


def back_from(value: str, otherwise: str) -> str:
    """Where the moderator came from, as the form says: a path of ours, without what it said of a decision."""
    return with_query(value, decided="") if is_own_path(value) else otherwise


def address_of(thing: Thing) -> str:
    """The page where it stands."""
    if thing.kind is Kind.COMMENT:
        return url_for("comments.show", public_id=thing.public_id)
    if thing.kind is Kind.THREAD:
        return url_for("threads.show", public_id=thing.public_id)
    if thing.kind is Kind.POSITION:
        return url_for("positions.show", public_id=thing.public_id)
    if thing.kind is Kind.MANDATE:
        return url_for("mandates.show", public_id=thing.public_id)
    if thing.kind is Kind.ACCOUNT:
        return url_for("people.show", public_id=thing.public_id)
    if thing.kind is Kind.ORGANISATION:
        return url_for("admin_organisations.organisation", slug=thing.public_id)
    if thing.question is not None:
        return url_for("questions.show", slug=thing.question.slug)
    return url_for("queue.index")
