"""On what somebody wrote: a comment, a conversation, a position."""

from forum.discussion import curation as discussion
from forum.lib.errors import Conflict
from forum.lib.i18n import _, lazy
from forum.moderation.declaring import FINE, WRONG, Act, Details, declare
from forum.moderation.items import open_item, open_items_of
from forum.moderation.kinds import Ground, Kind, Waits
from forum.permissions import Permission as P
from forum.positions import curation as positions
from forum.synthesis.curation import hide_remark, restore_remark

CONTRIBUTIONS = (Kind.COMMENT, Kind.THREAD, Kind.POSITION, Kind.REMARK)

_SHOW = {
    Kind.COMMENT: discussion.show_comment,
    Kind.THREAD: discussion.show_thread,
    Kind.POSITION: positions.show_position,
    Kind.REMARK: restore_remark,
}
_HIDE = {
    Kind.COMMENT: discussion.hide_comment,
    Kind.THREAD: discussion.hide_thread,
    Kind.POSITION: positions.hide_position,
    Kind.REMARK: hide_remark,
}
_HOLD = {
    Kind.COMMENT: discussion.hold_comment,
    Kind.THREAD: discussion.hold_thread,
    Kind.POSITION: positions.hold_position,
    Kind.REMARK: hide_remark,  # a remark that waits is not there
}
_TAKEN_AWAY = {"hidden", "taken_out"}


@declare(
    "approve",
    on=CONTRIBUTIONS,
    label=lazy("Leave it"),
    done=lazy("Looked at and left as it is"),
    permission=P.DECIDE,
    grounds=FINE,
    undo="hold",
    settles=True,
)
def approve(act: Act) -> Details:
    """What is visible stays so, and what its author withdrew stays withdrawn."""
    kind, state = act.target.kind, act.row.state.value
    if state in _TAKEN_AWAY and kind is not Kind.REMARK:
        raise Conflict(_("This was taken away already. You can put it back."))
    if state == "held" or (state == "hidden" and kind is Kind.REMARK):
        _SHOW[kind](act.row)
    return {"was": [state]}


@declare(
    "hide",
    on=CONTRIBUTIONS,
    label=lazy("Take it away"),
    done=lazy("Taken away"),
    permission=P.DECIDE,
    grounds=WRONG,
    undo="restore",
    is_restriction=True,
    settles=True,
)
def hide(act: Act) -> None:
    kind = act.target.kind
    if kind is Kind.REMARK and act.row.is_hidden and open_items_of(kind, act.target.id, Waits.FLAGS):
        return  # a report took it away until now; from here on it stays away
    _HIDE[kind](act.row)


@declare(
    "restore",
    on=CONTRIBUTIONS,
    label=lazy("Put it back"),
    done=lazy("Put back"),
    permission=P.DECIDE,
    grounds=FINE,
    undo="hide",
    settles=True,
)
def restore(act: Act) -> None:
    _SHOW[act.target.kind](act.row)


@declare(
    "hold",
    on=CONTRIBUTIONS,
    label=lazy("Hold it back"),
    done=lazy("Held back until a moderator looks"),
    permission=P.DECIDE,
    grounds=(*WRONG, Ground.REVIEW),
    undo="approve",
    is_restriction=True,
)
def hold(act: Act) -> None:
    _HOLD[act.target.kind](act.row)
    if not open_items_of(act.target.kind, act.target.id, Waits.FLAGS, Waits.HELD):
        open_item(Waits.HELD, act.target.kind, act.target.id)
