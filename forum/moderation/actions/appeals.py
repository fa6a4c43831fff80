"""On appeals: another moderator lets the decision stand, or reverses it."""

from dataclasses import replace

from forum.lib.i18n import lazy
from forum.moderation.appeals import answer_appeal, decision_against, ground_reported
from forum.moderation.declaring import FINE, WRONG, Act, action_named, declare
from forum.moderation.kinds import Ground, Kind, Outcome
from forum.moderation.performing import Undoing, also, ref_of, undo
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
    """What was restricted is given back. Who objects to what was *not* restricted had reported it: on the
    ground of that report it is held back until somebody decides again."""
    answer_appeal(act.row, Outcome.REVERSED)
    against = decision_against(act.row)
    if against.is_restriction:
        undo(act, against)
    elif against.kind in action_named("hold").on:
        again = replace(act, ground=ground_reported(act.row))
        also(again, Undoing(action_named("hold"), ref_of(against), {}), instead_of=against)
