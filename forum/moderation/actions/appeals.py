"""On appeals: another moderator lets the decision stand, or reverses it."""

from forum.lib.i18n import lazy
from forum.moderation.appeals import answer_appeal, decision_against
from forum.moderation.declaring import FINE, WRONG, Act, declare
from forum.moderation.kinds import Ground, Kind, Outcome
from forum.moderation.performing import undo
from forum.permissions import Permission as P


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
