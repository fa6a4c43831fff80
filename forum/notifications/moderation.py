"""Decisions and appeals, told by mail to who they are about (DSA, articles 17 and 20). Run by the worker.

Who is suspended or closed out hears them too. Who reported something hears of it in flags.py.
"""

from datetime import timedelta

from forum.accounts.queries import Recipient, recipient
from forum.jobs import on
from forum.lib import clock
from forum.moderation.decision_views import DecisionView
from forum.moderation.decisions import decision_with_id
from forum.moderation.events import AppealDecided, AppealMade, DecisionMade, QueueNeglected
from forum.moderation.kinds import Kind
from forum.moderation.letters import appeal_letter, appellant_of, told_of
from forum.moderation.waiting import overdue
from forum.notifications import links
from forum.notifications.sending import send

GIVES_BACK = frozenset({"approve", "restore", "unlock", "lift"})

_PLACES = {
    Kind.COMMENT: links.COMMENT,
    Kind.THREAD: links.THREAD,
    Kind.POSITION: links.POSITION,
    Kind.QUESTION: links.QUESTION,
}


@on(DecisionMade)
def mail_decision(event: DecisionMade) -> None:
    """The statement of reasons for a restriction, a few friendly lines for what puts in order."""
    to = _recipient(told_of(event.decision_id))
    if to is None:
        return
    decision = decision_with_id(event.decision_id, to.locale)
    is_appealable = decision.is_restriction and not decision.is_undone
    send(
        "decision",
        to,
        key=f"decision-{event.decision_id}",
        decision=decision,
        tone=_tone(decision),
        link=links.to(links.DECISION, decision.public_id),
        thing=_place_of(decision),
        objection=links.to(links.OBJECTION, decision.public_id) if is_appealable else None,
    )


@on(AppealMade)
def mail_appeal_received(event: AppealMade) -> None:
    to = _recipient(appellant_of(event.appeal_id))
    if to is None:
        return
    letter = appeal_letter(event.appeal_id, to.locale)
    send(
        "appeal-received",
        to,
        key=f"appeal-{event.appeal_id}",
        title=letter.title,
        text=letter.text,
        link=links.to(links.DECISION, letter.decision.public_id),
    )


@on(AppealDecided)
def mail_appeal_answer(event: AppealDecided) -> None:
    to = _recipient(appellant_of(event.appeal_id))
    letter = appeal_letter(event.appeal_id, to.locale) if to else None
    if to is None or letter is None or letter.outcome is None:
        return
    send(
        "appeal-answer",
        to,
        key=f"appeal-answer-{event.appeal_id}",
        outcome=letter.outcome.value,
        title=letter.title,
        reason=letter.reason,
        follow_up=letter.follow_up,
        link=links.to(links.DECISION, letter.decision.public_id),
    )


@on(QueueNeglected)
def mail_reminder(event: QueueNeglected) -> None:
    """With the numbers of this moment: who came by in the meantime leaves less to tell, or nothing."""
    to, waiting = _recipient(event.user_id), overdue()
    if to is None or waiting is None:
        return
    age = clock.now() - waiting.since
    send(
        "queue-reminder",
        to,
        key=f"queue-reminder-{event.user_id}-{event.at}",
        count=waiting.count,
        days=age // timedelta(days=1),
        hours=age // timedelta(hours=1),
        link=links.absolute(links.QUEUE),
    )


def _recipient(user_id: int | None) -> Recipient | None:
    return recipient(user_id) if user_id is not None else None


def _tone(decision: DecisionView) -> str:
    if decision.is_restriction:
        return "restriction"
    return "given back" if decision.action in GIVES_BACK else "order"


def _place_of(decision: DecisionView) -> str | None:
    """Where it stands, when it stands anywhere."""
    page = _PLACES.get(decision.kind)
    if page is None or decision.thing is None or decision.action in ("hide", "hold", "withdraw"):
        return None
    return links.to(page, decision.target_public_id)
