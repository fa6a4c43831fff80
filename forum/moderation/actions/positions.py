"""On positions, beside taking one away: a better wording, joining two, withdrawing one."""

from forum.lib.i18n import lazy
from forum.moderation.declaring import TIDY, Act, declare
from forum.moderation.kinds import Ground, Kind
from forum.moderation.targets import the_other
from forum.permissions import Permission as P
from forum.positions import curation as positions
from forum.positions.merging import merge_positions
from forum.positions.models import Position


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
    merge_positions(act.row, the_other(Position, act.target, act.text("into")))


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
