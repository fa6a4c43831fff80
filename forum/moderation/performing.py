"""The one way to do something as a moderator: permitted, with a reason, entered in the register, and told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.once import remember, repeated
from forum.moderation.declaring import Act, Action, Details, action_named
from forum.moderation.events import AppealDecided, DecisionMade
from forum.moderation.items import close_items, item_to_decide, open_items_of
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Decision, Item
from forum.moderation.rules import checked_ground, checked_reason
from forum.moderation.targets import Target, target
from forum.permissions import Actor, require

Fields = Mapping[str, Sequence[str]]
NOTHING: Fields = {}
_WAITING_FOR = {
    Kind.APPEAL: (Waits.APPEAL,),
    Kind.MANDATE: (Waits.MANDATE,),
    Kind.POSITION: (Waits.FLAGS, Waits.HELD, Waits.DOUBT),
}


@atomic
def perform(
    actor: Actor,
    name: str,
    ref: str,
    *,
    ground: str,
    reason: str,
    fields: Fields = NOTHING,
    item: str = "",
    reverses: str = "",
    submission_key: str = "",
) -> Decision:
    """Run the action `name` on what `ref` names (`comment:abc`).

    item: the one in the queue that the actor had before them; it is settled by this. reverses: the public id
    of the decision that this one undoes. Raises NotFound, Refused, Invalid for a ground, reason or field that
    will not do, Stale when another moderator settled the item, and Conflict when the target takes no such
    action now.
    """
    action, about = action_named(name), target(ref)
    if about.kind not in action.on:
        raise NotFound
    require(actor, action.permission, about)
    if actor.id is not None and (earlier := repeated(actor.id, submission_key)):
        return found(Decision, earlier)
    waiting = [item_to_decide(item)] if item else []
    undone = found(Decision, reverses) if reverses else None

    act = _checked(actor, action, about, ground, reason, fields)
    decision = _decide(act, action, undone)
    _settle(act, action, decision, waiting)
    if actor.id is not None:
        remember(actor.id, submission_key, decision.public_id)
    emit(AppealDecided(about.id) if about.kind is Kind.APPEAL else DecisionMade(decision.id))
    return decision


@dataclass(frozen=True, slots=True)
class Undoing:
    """How a decision is taken back: which action, on what, with which fields."""

    action: Action
    ref: str
    fields: Fields


def undoing_of(decision: Decision) -> Undoing | None:
    """None for what cannot be taken back."""
    undo = action_named(decision.action).undo
    if undo is None:
        return None
    fields = {name: values for name, values in decision.details.items() if name != "target"}
    ref = decision.details.get("target", [ref_of(decision)])[0]
    return Undoing(action_named(undo), ref, fields)


def undo(act: Act, decision: Decision) -> None:
    """Part of an action: take an earlier decision back. What cannot be taken back stays."""
    back = undoing_of(decision)
    if back is not None:
        also(act, back, instead_of=decision)


def also(act: Act, what: Undoing, *, instead_of: Decision) -> None:
    """Part of an action: decide something else along with it, on the same ground and for the same reason.

    Where that takes no such action any more, because it ended by itself or is gone, nothing happens.
    """
    try:
        about = target(what.ref)
        require(act.actor, what.action.permission, about)
        inner = Act(act.actor, about, act.ground, act.reason, what.fields)
        decision = _decide(inner, what.action, instead_of)
    except (Conflict, NotFound):
        return
    _settle(inner, what.action, decision, [])
    emit(DecisionMade(decision.id))


def ref_of(decision: Decision) -> str:
    return f"{decision.kind.value}:{decision.target_public_id}"


def _checked(actor: Actor, action: Action, about: Target, ground: str, reason: str, fields: Fields) -> Act:
    """Raises Invalid with all that is wrong at once."""
    problems: dict[str, str] = {}
    chosen, why = action.grounds[0], ""
    try:
        chosen = checked_ground(ground, action.grounds)
    except Invalid as error:
        problems |= error.fields
    try:
        why = checked_reason(reason)
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid(problems)
    return Act(actor, about, chosen, why, {name: fields[name] for name in action.asks if name in fields})


def _decide(act: Act, action: Action, undone: Decision | None) -> Decision:
    with recorded(act.actor, f"moderation.{action.name}", act.row, act.reason):
        details = action.effect(act)
    decision = _decision(act, action, details or {}, undone)
    db.session.add(decision)
    db.session.flush()
    return decision


def _decision(act: Act, action: Action, details: Details, undone: Decision | None) -> Decision:
    about = act.target
    is_suspension = about.kind is Kind.ACCOUNT and action.name == "suspend"
    return Decision(
        at=clock.now(),
        action=action.name,
        kind=about.kind,
        target_id=about.id,
        target_public_id=about.public_id,
        addressee_id=about.author_id,
        actor_id=act.actor.id,
        actor_role=act.actor.role.value if act.actor.role else "system",
        ground=act.ground,
        reason=act.reason,
        scope=about.row.suspension.value if is_suspension else None,
        until=about.row.suspended_until if is_suspension else None,
        is_automated=act.actor.is_system,
        is_restriction=action.is_restriction,
        details=details,
        reverses_id=undone.id if undone else None,
    )


def _settle(act: Act, action: Action, decision: Decision, waiting: list[Item]) -> None:
    if action.settles:
        reasons = _WAITING_FOR.get(act.target.kind, (Waits.FLAGS, Waits.HELD))
        known = {item.id for item in waiting}
        waiting += [
            one for one in open_items_of(act.target.kind, act.target.id, *reasons) if one.id not in known
        ]
    close_items(waiting, act.actor, decision)
