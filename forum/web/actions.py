"""Every action of a moderator: its form, and doing it. Both follow from the declaration."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import action_place, discard
from forum.lib.errors import Conflict, Invalid, NotFound, Stale
from forum.lib.i18n import current_locale
from forum.moderation.declaring import Action, action_named
from forum.moderation.history import decision_row
from forum.moderation.kinds import Ground
from forum.moderation.models import Decision
from forum.moderation.performing import Fields, undoing_of
from forum.moderation.service import perform
from forum.moderation.targets import parsed
from forum.moderation.things import thing_named
from forum.moderation.views import Thing
from forum.permissions import Permission as P
from forum.permissions import require
from forum.web import forms
from forum.web.action_forms import PAGE, PLACES, SLOT, ActionForm, Values, form_of, sent_fields
from forum.web.cards import with_query
from forum.web.deciding import address_of, back_from
from forum.web.htmx import conflicting, go, refused, show, wants_partial
from forum.web.queue import after_decision, approve_ticked, settled_by_another
from forum.web.viewer import actor

bp = Blueprint("actions", __name__)


@bp.get("/moderation/<action>")
def form(action: str) -> ResponseReturnValue:
    require(actor(), P.QUEUE_WORK)
    named, thing = action_named(action), _thing(request.args.get("target", ""))
    _check(named, thing)
    if named.has_own_page:
        return go(address_of(thing))
    shown = form_of(
        named,
        thing,
        ground=_ground(request.args.get("ground", "")),
        back=back_from(request.args.get("next", ""), address_of(thing)),
        item=request.args.get("item", ""),
        reverses=request.args.get("reverses", ""),
        place=SLOT if wants_partial() else PAGE,
    )
    return show("moderation_action.html", "_action_form.html", form=shown)


@bp.post("/moderation/<action>")
def run(action: str) -> ResponseReturnValue:
    require(actor(), P.QUEUE_WORK)
    named, refs = action_named(action), forms.texts("target")
    if named.has_own_page:
        raise NotFound
    if named.name == "approve" and not forms.text("item") and ("several" in request.form or len(refs) > 1):
        return approve_ticked(refs)
    ref = refs[0] if refs else ""
    item = forms.text("item")
    try:
        ref, fields = _undone(named, ref) if forms.text("reverses") else (ref, sent_fields(named))
        decision = perform(
            actor(),
            named.name,
            ref,
            ground=forms.text("ground"),
            reason=forms.text("reason"),
            fields=fields,
            item=item,
            reverses=forms.text("reverses"),
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        return refused("_action_form.html", "moderation_action.html", error, form=_again(named, ref))
    except Stale:
        return settled_by_another(item, kept=forms.text("reason"))
    except Conflict as error:
        again = _again(named, ref, message=error.message)
        return conflicting("_action_form.html", "moderation_action.html", form=again)
    return _done(decision, named, ref, item)


def _done(decision: Decision, action: Action, ref: str, item: str) -> ResponseReturnValue:
    if forms.text("draft") == action_place(action.name, ref):
        discard(actor().user_id, forms.text("draft"))
    if item:
        return after_decision(item, decision.public_id)
    back = back_from(forms.text("next"), "") or address_of(_thing(ref))
    return go(with_query(back, decided=decision.public_id))


def _undone(action: Action, ref: str) -> tuple[str, Fields]:
    """What an undo is about and its fields, as the decision it takes back tells them. Raises NotFound."""
    undoing = undoing_of(decision_row(forms.text("reverses")))
    if undoing is None or undoing.action is not action:
        raise NotFound
    return undoing.ref, undoing.fields or sent_fields(action)


def _again(action: Action, ref: str, *, message: str = "") -> ActionForm:
    typed: Values = {name: forms.texts(name) for name in request.form}
    thing = _thing(ref)
    return form_of(
        action,
        thing,
        back=back_from(forms.text("next"), address_of(thing)),
        item=forms.text("item"),
        reverses=forms.text("reverses"),
        typed=typed,
        message=message,
        place=forms.text("place") if forms.text("place") in PLACES else PAGE,
    )


def _thing(ref: str) -> Thing:
    """Raises NotFound."""
    thing = thing_named(*parsed(ref), current_locale())
    if thing is None:
        raise NotFound
    return thing


def _check(action: Action, thing: Thing) -> None:
    """Raises NotFound for what takes no such action, and Refused for what this moderator may not do."""
    if thing.kind not in action.on:
        raise NotFound
    require(actor(), action.permission, thing)


def _ground(value: str) -> Ground | None:
    return Ground(value) if value in {one.value for one in Ground} else None
