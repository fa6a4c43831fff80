"""What moderators can do: one declared function for each action. `perform` in performing.py runs them."""

from zoneinfo import ZoneInfo

from forum.accounts.models import Suspension, User
from forum.accounts.suspending import close_account, lift, suspend
from forum.articles.curation import conclude, reopen
from forum.discussion import curation as discussion
from forum.discussion.models import Thread
from forum.lib.db import found
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.i18n import _, lazy
from forum.moderation.appeals import answer_appeal, decision_against
from forum.moderation.declaring import FINE, TIDY, WRONG, Act, Details, declare
from forum.moderation.items import open_item, open_items_of
from forum.moderation.kinds import Ground, Kind, Outcome, Waits
from forum.moderation.performing import undo
from forum.moderation.rules import checked_until
from forum.moderation.targets import parsed
from forum.permissions import Permission as P
from forum.positions import curation as positions
from forum.positions.merging import merge_positions
from forum.positions.models import Position
from forum.settings import settings

CONTRIBUTIONS = (Kind.COMMENT, Kind.THREAD, Kind.POSITION)

_SHOW = {
    Kind.COMMENT: discussion.show_comment,
    Kind.THREAD: discussion.show_thread,
    Kind.POSITION: positions.show_position,
}
_HIDE = {
    Kind.COMMENT: discussion.hide_comment,
    Kind.THREAD: discussion.hide_thread,
    Kind.POSITION: positions.hide_position,
}
_HOLD = {
    Kind.COMMENT: discussion.hold_comment,
    Kind.THREAD: discussion.hold_thread,
    Kind.POSITION: positions.hold_position,
}


# What somebody wrote


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
def approve(act: Act) -> None:
    """What is visible stays so, and what its author withdrew stays withdrawn."""
    if act.row.state.value in ("hidden", "taken_out"):
        raise Conflict(_("This was taken away already. You can put it back."))
    if act.row.state.value == "held":
        _SHOW[act.target.kind](act.row)


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
    _HIDE[act.target.kind](act.row)


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


# Conversations


@declare(
    "lock",
    on=(Kind.THREAD,),
    label=lazy("Close it"),
    done=lazy("Closed to new comments"),
    permission=P.DECIDE,
    grounds=(*WRONG, Ground.ORDER),
    undo="unlock",
    is_restriction=True,
    settles=True,
)
def lock(act: Act) -> None:
    discussion.lock_thread(act.row)


@declare(
    "unlock",
    on=(Kind.THREAD,),
    label=lazy("Open it again"),
    done=lazy("Opened again"),
    permission=P.DECIDE,
    grounds=FINE,
    undo="lock",
)
def unlock(act: Act) -> None:
    discussion.unlock_thread(act.row)


@declare(
    "pin",
    on=(Kind.THREAD,),
    label=lazy("Pin it on top"),
    done=lazy("Pinned on top of its question"),
    permission=P.CURATE,
    grounds=(Ground.ORDER,),
    undo="unpin",
)
def pin(act: Act) -> None:
    discussion.pin_thread(act.row)


@declare(
    "unpin",
    on=(Kind.THREAD,),
    label=lazy("Unpin it"),
    done=lazy("No longer pinned"),
    permission=P.CURATE,
    grounds=(Ground.ORDER,),
    undo="pin",
)
def unpin(act: Act) -> None:
    discussion.unpin_thread(act.row)


@declare(
    "retitle",
    on=(Kind.THREAD,),
    label=lazy("Change the title"),
    done=lazy("Got another title"),
    permission=P.CURATE,
    grounds=(*TIDY, Ground.CLIENT_DATA, Ground.TENDER),
    asks=("title",),
    undo="retitle",
)
def retitle(act: Act) -> Details:
    before = act.row.title
    discussion.retitle_thread(act.row, act.text("title"))
    return {"title": [before]}


@declare(
    "retag",
    on=(Kind.THREAD,),
    label=lazy("Change the lessons"),
    done=lazy("Tagged with other lessons"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("lessons",),
    undo="retag",
)
def retag(act: Act) -> Details:
    return {"lessons": discussion.retag_thread(act.row, act.texts("lessons"))}


@declare(
    "move",
    on=(Kind.THREAD,),
    label=lazy("Move to another question"),
    done=lazy("Moved to another question"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("question",),
    undo="move",
)
def move(act: Act) -> Details:
    return {"question": [discussion.move_thread(act.row, act.text("question"))]}


@declare(
    "split",
    on=(Kind.THREAD,),
    label=lazy("Split off comments"),
    done=lazy("Comments split off into a conversation of their own"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("comments", "title", "lessons"),
    undo="merge",
)
def split(act: Act) -> Details:
    new = discussion.split_thread(
        act.row, act.texts("comments"), title=act.text("title"), lessons=act.texts("lessons")
    )
    return {"target": [f"thread:{new.public_id}"], "into": [act.target.public_id]}


@declare(
    "merge",
    on=(Kind.THREAD,),
    label=lazy("Merge into another conversation"),
    done=lazy("Merged into another conversation"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("into",),
    settles=True,
)
def merge(act: Act) -> None:
    discussion.merge_threads(act.row, _other(act, Thread))


# Positions


@declare(
    "supersede",
    on=(Kind.POSITION,),
    label=lazy("Put a better wording in its place"),
    done=lazy("Got a better wording"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("statement",),
    settles=True,
)
def supersede(act: Act) -> None:
    positions.supersede(act.actor, act.row, statement=act.text("statement"))


@declare(
    "join",
    on=(Kind.POSITION,),
    label=lazy("Join with one that says the same"),
    done=lazy("Joined with one that says the same; votes were carried over"),
    permission=P.CURATE,
    grounds=(Ground.DUPLICATE, Ground.ORDER),
    asks=("into",),
    settles=True,
)
def join(act: Act) -> None:
    merge_positions(act.row, _other(act, Position))


@declare(
    "withdraw",
    on=(Kind.POSITION,),
    label=lazy("Withdraw it"),
    done=lazy("Withdrawn"),
    permission=P.DECIDE,
    grounds=TIDY,
    undo="restore",
    is_restriction=True,
    settles=True,
)
def withdraw(act: Act) -> None:
    positions.withdraw_by_moderator(act.row)


# Questions


@declare(
    "conclude",
    on=(Kind.QUESTION,),
    label=lazy("Conclude the question"),
    done=lazy("Concluded"),
    permission=P.CURATE,
    grounds=(Ground.ORDER,),
    asks=("outcome",),
    undo="reopen",
)
def conclude_question(act: Act) -> None:
    conclude(act.row, act.text("outcome"))


@declare(
    "reopen",
    on=(Kind.QUESTION,),
    label=lazy("Open the question again"),
    done=lazy("Opened again"),
    permission=P.CURATE,
    grounds=(Ground.ORDER,),
    undo="conclude",
)
def reopen_question(act: Act) -> Details:
    outcome = act.row.outcome
    reopen(act.row)
    return {"outcome": [outcome]}


# Accounts


@declare(
    "warn",
    on=(Kind.ACCOUNT,),
    label=lazy("Warn"),
    done=lazy("Warned"),
    permission=P.DECIDE,
    grounds=WRONG,
    is_restriction=True,
)
def warn(_act: Act) -> None:
    """The decision itself is the warning."""


@declare(
    "suspend",
    on=(Kind.ACCOUNT,),
    label=lazy("Suspend"),
    done=lazy("Suspended"),
    permission=P.DECIDE,
    grounds=WRONG,
    asks=("scope", "until"),
    undo="lift",
    is_restriction=True,
)
def suspend_account(act: Act) -> None:
    scopes = {one.value: one for one in (Suspension.WRITING, Suspension.EVERYTHING)}
    if act.text("scope") not in scopes:
        raise Invalid({"scope": _("Choose what this person cannot do.")})
    suspend(
        _person(act),
        scopes[act.text("scope")],
        checked_until(act.text("until"), ZoneInfo(settings().timezone)),
    )


@declare(
    "lift",
    on=(Kind.ACCOUNT,),
    label=lazy("End the suspension"),
    done=lazy("Suspension ended"),
    permission=P.DECIDE,
    grounds=FINE,
)
def lift_suspension(act: Act) -> None:
    lift(_person(act))


@declare(
    "close",
    on=(Kind.ACCOUNT,),
    label=lazy("Close the account"),
    done=lazy("Account closed"),
    permission=P.DECIDE,
    grounds=WRONG,
    undo="lift",
    is_restriction=True,
)
def close(act: Act) -> None:
    close_account(_person(act))


# Appeals


@declare(
    "uphold",
    on=(Kind.APPEAL,),
    label=lazy("Let the decision stand"),
    done=lazy("Looked at again after an appeal: the decision stands"),
    permission=P.APPEAL_ANSWER,
    grounds=(Ground.REVIEW, *WRONG),
    settles=True,
)
def uphold(act: Act) -> None:
    answer_appeal(act.row, Outcome.UPHELD)


@declare(
    "reverse",
    on=(Kind.APPEAL,),
    label=lazy("Reverse the decision"),
    done=lazy("Looked at again after an appeal: the decision was reversed"),
    permission=P.APPEAL_ANSWER,
    grounds=FINE,
    settles=True,
)
def reverse(act: Act) -> None:
    answer_appeal(act.row, Outcome.REVERSED)
    undo(act, decision_against(act.row))


def _person(act: Act) -> User:
    return act.row


def _other(act: Act, model: type) -> object:
    """The thing that `into` names, locked. Raises Invalid."""
    kind = act.target.kind
    name = act.text("into").strip()
    try:
        named, public_id = parsed(name) if ":" in name else (kind, name)
        if named is kind and public_id:
            return found(model, public_id, lock=True)
    except NotFound:
        pass
    raise Invalid({"into": _("Choose what it goes into.")})
