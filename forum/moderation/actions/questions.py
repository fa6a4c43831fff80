"""On questions: concluding them with what came of it."""

from forum.articles.curation import conclude, reopen
from forum.lib.i18n import lazy
from forum.moderation.declaring import Act, Details, declare
from forum.moderation.kinds import Ground, Kind
from forum.permissions import Permission as P


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
