"""What is worth writing to people about decisions and appeals, read when the mail is written."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.lib.db import db
from forum.moderation.decision_views import DecisionView
from forum.moderation.decisions import decision_with_id
from forum.moderation.declaring import action_named
from forum.moderation.kinds import Kind, Outcome
from forum.moderation.models import Appeal, Decision
from forum.moderation.wording import headline


@dataclass(frozen=True, slots=True)
class AppealLetter:
    """`decision`: what somebody objects to; `title`: what it is called to them. `outcome` is None before the
    answer. `follow_up`: what was decided because of it, as it is called to them; None for nothing.
    """

    decision: DecisionView
    title: Any
    text: str
    outcome: Outcome | None
    reason: str
    follow_up: Any


def told_of(decision_id: int) -> int | None:
    """The account that hears of a decision. None when there is nobody, when they decided it themselves, when
    nothing changed for them, and when the answer to their appeal tells them. 1 statement."""
    appeal = aliased(Appeal)
    by_their_appeal = sa.exists().where(
        appeal.decision_id == Decision.reverses_id,
        appeal.appellant_id == Decision.addressee_id,
        appeal.outcome == Outcome.REVERSED,
    )
    row = db.session.execute(
        sa.select(Decision).where(Decision.id == decision_id, Decision.kind != Kind.APPEAL, ~by_their_appeal)
    ).scalar_one_or_none()
    if row is None or row.addressee_id == row.actor_id:
        return None
    # Nobody needs to hear that somebody reported them in vain.
    was_seen_all_along = row.action == "approve" and row.details.get("was") != ["held"]
    return None if was_seen_all_along else row.addressee_id


def appellant_of(appeal_id: int) -> int | None:
    """1 statement."""
    return db.session.scalar(sa.select(Appeal.appellant_id).where(Appeal.id == appeal_id))


def appeal_letter(appeal_id: int, locale: str) -> AppealLetter:
    """5 statements at most."""
    appeal = db.session.get_one(Appeal, appeal_id)
    decision = decision_with_id(appeal.decision_id, locale)
    answer = _answer_to(appeal)
    follow_up = _follow_up(answer, decision.id) if answer else None
    is_theirs = decision.addressee_id == appeal.appellant_id
    return AppealLetter(
        decision=decision,
        title=decision.headline if is_theirs else decision.done,
        text=appeal.text,
        outcome=appeal.outcome,
        reason=answer.reason if answer else "",
        follow_up=_called(follow_up, to_author=is_theirs) if follow_up else None,
    )


def _answer_to(appeal: Appeal) -> Decision | None:
    return db.session.scalar(
        sa.select(Decision)
        .where(Decision.kind == Kind.APPEAL, Decision.target_id == appeal.id)
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _follow_up(answer: Decision, decision_id: int) -> Decision | None:
    return db.session.scalar(
        sa.select(Decision)
        .where(
            Decision.reverses_id == decision_id,
            Decision.actor_id == answer.actor_id,
            Decision.id < answer.id,
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _called(decision: Decision, *, to_author: bool) -> Any:
    return headline(decision.action, decision.kind) if to_author else action_named(decision.action).done
