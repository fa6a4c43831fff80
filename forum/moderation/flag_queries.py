"""What became of a report, for who made it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, Thread
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.moderation.declaring import action_named
from forum.moderation.flag_rules import answered_within
from forum.moderation.grounds import GroundRule, rule_of
from forum.moderation.kinds import Ground, Kind
from forum.moderation.models import Decision, Flag
from forum.positions.models import Position
from forum.synthesis.models import Recognition

_MODELS: dict[Kind, Any] = {
    Kind.COMMENT: Comment,
    Kind.THREAD: Thread,
    Kind.POSITION: Position,
    Kind.REMARK: Recognition,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision, without who took it; also what `can('appeal.make', answer)` looks at.

    `done`: what was done, in words. `addressee_ids`: the reporter, who can object to what leaves it as it is.
    """

    public_id: str
    done: Any
    ground: Ground
    reason: str
    at: datetime
    is_restriction: bool
    is_automated: bool
    addressee_ids: frozenset[int]

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a report, for whoever has its address: nothing in it tells who reported or decided.

    `answers`: the decision on it, and those that changed it later. `days`: within how many we mean to answer.
    `is_told`: the reporter gets the answer by mail.
    """

    public_id: str
    kind: Kind
    target_public_id: str
    ground: Ground
    at: datetime
    hid: bool
    days: int
    is_told: bool
    answers: tuple[Answer, ...]

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report and the decision on it, for a mail to the reporter. `user_id` is None without an account."""

    receipt: Receipt
    user_id: int | None
    name: str | None
    email: str | None
    locale: str


def receipt(public_id: str) -> Receipt:
    """Raises NotFound. 3 statements at most."""
    flag = db.session.scalar(sa.select(Flag).where(Flag.public_id == public_id))
    if flag is None:
        raise NotFound
    return _receipt(flag)


def reported(flag_id: int) -> Reported | None:
    """4 statements at most."""
    flag = db.session.get(Flag, flag_id)
    if flag is None:
        return None
    return Reported(
        receipt=_receipt(flag),
        user_id=flag.reporter_id,
        name=flag.reporter_name,
        email=flag.reporter_email,
        locale=flag.locale,
    )


def answered_by(decision_id: int) -> list[int]:
    """The reports to which a decision is the answer, by id. 1 statement."""
    return list(
        db.session.scalars(sa.select(Flag.id).where(Flag.decision_id == decision_id).order_by(Flag.id))
    )


def _receipt(flag: Flag) -> Receipt:
    model = _MODELS[flag.kind]
    target_public_id = db.session.scalar(sa.select(model.public_id).where(model.id == flag.target_id))
    return Receipt(
        public_id=flag.public_id,
        kind=flag.kind,
        target_public_id=target_public_id or "",
        ground=flag.ground,
        at=flag.created_at,
        hid=flag.hid,
        days=answered_within(flag.ground),
        is_told=bool(flag.reporter_id or flag.reporter_email),
        answers=_answers(flag.decision_id, flag.reporter_id) if flag.decision_id else (),
    )


def _answers(decision_id: int, reporter_id: int | None) -> tuple[Answer, ...]:
    reporter = frozenset() if reporter_id is None else frozenset({reporter_id})
    rows = db.session.scalars(
        sa.select(Decision)
        .where(sa.or_(Decision.id == decision_id, Decision.reverses_id == decision_id))
        .order_by(Decision.id)
    )
    return tuple(
        Answer(
            public_id=one.public_id,
            done=action_named(one.action).done,
            ground=one.ground,
            reason=one.reason,
            at=one.at,
            is_restriction=one.is_restriction,
            is_automated=one.is_automated,
            addressee_ids=frozenset() if one.is_restriction else reporter,
        )
        for one in rows
    )
