"""Reading decisions: by who they are about, by who reported something, and one by one by moderators (DSA,
articles 17 and 20).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, page
from forum.moderation.decision_views import (
    Answer,
    AppealView,
    DecisionPage,
    DecisionView,
    Objection,
    OwnDecision,
    OwnReport,
)
from forum.moderation.declaring import action_named
from forum.moderation.fitting import fitting
from forum.moderation.kinds import Kind
from forum.moderation.models import Appeal, Decision, Flag
from forum.moderation.performing import Undoing, undoing_of
from forum.moderation.reversals import taken_back_by
from forum.moderation.things import things
from forum.moderation.views import Thing
from forum.permissions import Actor, can
from forum.permissions import Permission as P

ON_PAGE = 20


def decision_page(public_id: str, viewer: Actor, locale: str) -> DecisionPage:
    """The decision, for who it is about, for who reported it and for moderators. The page of an answer to an
    appeal is that of the decision that it answers. 3 statements.

    Raises SignInNeeded, and NotFound for everybody else.
    """
    values = {"public_id": public_id.replace("\x00", ""), "viewer_id": viewer.user_id}
    row = db.session.execute(_by_name(), values).one_or_none()
    is_moderator = can(viewer, P.QUEUE_WORK)
    if row is None or not (is_moderator or row.is_reported or row.Decision.addressee_id == viewer.id):
        raise NotFound
    kind, target_id = row.Decision.kind, row.Decision.target_id
    decision = _view(row, things(kind, [target_id], locale, whole=True).get(target_id))
    appeals = tuple(_appeals_against(row.Decision, viewer, all_of_them=is_moderator))
    is_author = decision.addressee_id == viewer.id
    return DecisionPage(
        decision=decision,
        is_author=is_author,
        is_reporter=bool(row.is_reported),
        is_moderator=is_moderator,
        can_appeal=_is_appealable(decision)
        and (is_author if decision.is_restriction else bool(row.is_reported))
        and not any(each.is_own for each in appeals),
        appeals=appeals,
        decided_by=row.decided_by if is_moderator else None,
        undo=_undo(row.Decision, decision, viewer) if is_moderator else None,
    )


def decision_with_id(id: int, locale: str) -> DecisionView:
    """2 statements."""
    row = db.session.execute(_decisions().where(Decision.id == id), {"viewer_id": 0}).one()
    target_id = row.Decision.target_id
    return _view(row, things(row.Decision.kind, [target_id], locale).get(target_id))


def own_decisions(viewer: Actor, locale: str, *, after: str | None = None) -> Page[OwnDecision]:
    """What was decided on this person's contributions and account, the newest first.

    2 statements, and one for each kind of thing. Raises SignInNeeded.
    """
    values = {"viewer_id": viewer.user_id, "most": ON_PAGE + 1, "before": _id_in(after)}
    rows = page(db.session.execute(_of_addressee(), values).all(), ON_PAGE, lambda last: [last.Decision.id])
    found = _things_of((row.Decision for row in rows.rows), locale)
    decisions = [_view(row, found.get((row.Decision.kind, row.Decision.target_id))) for row in rows.rows]
    objections = _objections([each.id for each in decisions], viewer)
    return Page(
        [
            OwnDecision(
                decision=each,
                objection=objections.get(each.id),
                can_appeal=each.is_restriction and _is_appealable(each) and each.id not in objections,
            )
            for each in decisions
        ],
        rows.next,
    )


def own_reports(viewer: Actor, *, after: str | None = None) -> Page[OwnReport]:
    """What this person reported, the newest first. 1 statement. Raises SignInNeeded."""
    values = {"viewer_id": viewer.user_id, "most": ON_PAGE + 1, "before": _id_in(after)}
    rows = page(db.session.execute(_reports(), values).all(), ON_PAGE, lambda last: [last.Flag.id])
    return Page([_report(row) for row in rows.rows], rows.next)


def _id_in(cursor: str | None) -> int | None:
    return decode(cursor, int)[0] if cursor else None


def _is_appealable(decision: DecisionView) -> bool:
    return not decision.is_undone and clock.now() < decision.appealable_until


def _undo(row: Decision, decision: DecisionView, viewer: Actor) -> Undoing | None:
    """How this viewer can take it back, as things stand now."""
    back = undoing_of(row)
    if back is None or decision.is_undone or decision.thing is None:
        return None
    if back.ref == decision.thing.ref and back.action not in fitting(decision.thing.now):
        return None
    return back if can(viewer, back.action.permission, decision.thing) else None


def _view(row: Any, thing: Thing | None) -> DecisionView:
    one: Decision = row.Decision
    return DecisionView(
        id=one.id,
        public_id=one.public_id,
        at=one.at,
        action=one.action,
        kind=one.kind,
        target_id=one.target_id,
        target_public_id=one.target_public_id,
        addressee_id=one.addressee_id,
        ground=one.ground,
        reason=one.reason,
        scope=one.scope,
        until=one.until,
        is_automated=one.is_automated,
        is_restriction=one.is_restriction,
        was_reported=bool(row.was_reported) or one.is_automated,
        is_undone=bool(row.is_undone),
        thing=thing,
    )


def _things_of(decisions: Iterable[Decision], locale: str) -> dict[tuple[Kind, int], Thing]:
    ids: dict[Kind, set[int]] = {}
    for each in decisions:
        ids.setdefault(each.kind, set()).add(each.target_id)
    return {
        (kind, target_id): thing
        for kind, wanted in ids.items()
        for target_id, thing in things(kind, wanted, locale).items()
    }


@cache
def _decisions() -> sa.Select[*tuple[Any, ...]]:
    answered = sa.exists().where(Flag.decision_id == Decision.id)
    return sa.select(
        Decision,
        taken_back_by().is_not(None).label("is_undone"),
        answered.label("was_reported"),
        answered.where(Flag.reporter_id == sa.bindparam("viewer_id")).label("is_reported"),
        User.name.label("decided_by"),
    ).outerjoin(User, User.id == Decision.actor_id)


@cache
def _by_name() -> sa.Select[*tuple[Any, ...]]:
    name, answer = sa.bindparam("public_id"), aliased(Decision)
    answered = (
        sa.select(Appeal.decision_id)
        .join(answer, sa.and_(answer.kind == Kind.APPEAL, answer.target_id == Appeal.id))
        .where(answer.public_id == name)
    )
    return _decisions().where(
        Decision.kind != Kind.APPEAL,
        sa.or_(Decision.public_id == name, Decision.id == answered.scalar_subquery()),
    )


@cache
def _of_addressee() -> sa.Select[*tuple[Any, ...]]:
    before = sa.bindparam("before", type_=sa.Integer)
    return (
        _decisions()
        .where(Decision.addressee_id == sa.bindparam("viewer_id"), Decision.kind != Kind.APPEAL)
        .where(sa.or_(before.is_(None), Decision.id < before))
        .order_by(Decision.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


@cache
def _reports() -> sa.Select[*tuple[Any, ...]]:
    before, own = sa.bindparam("before", type_=sa.Integer), Appeal.appellant_id == Flag.reporter_id
    return (
        sa.select(Flag, Decision, Appeal)
        .outerjoin(Decision, Decision.id == Flag.decision_id)
        .outerjoin(Appeal, sa.and_(Appeal.decision_id == Decision.id, own))
        .where(Flag.reporter_id == sa.bindparam("viewer_id"))
        .where(sa.or_(before.is_(None), Flag.id < before))
        .order_by(Flag.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _report(row: Any) -> OwnReport:
    flag, decision, appeal = row
    return OwnReport(
        id=flag.id,
        public_id=flag.public_id,
        kind=flag.kind,
        ground=flag.ground,
        explanation=flag.explanation,
        at=flag.created_at,
        decision_public_id=decision.public_id if decision else None,
        done=action_named(decision.action).done if decision else None,
        decided_at=decision.at if decision else None,
        objection=Objection(appeal.outcome) if appeal else None,
    )


def _objections(decision_ids: list[int], viewer: Actor) -> dict[int, Objection]:
    rows = db.session.execute(
        sa.select(Appeal.decision_id, Appeal.outcome).where(
            Appeal.decision_id.in_(decision_ids), Appeal.appellant_id == viewer.id
        )
    )
    return {decision_id: Objection(outcome) for decision_id, outcome in rows}


@dataclass(frozen=True, slots=True)
class _Answerable:
    """An appeal, as `can('appeal.answer', …)` looks at it."""

    author_id: int
    decider_id: int | None
    concerned_id: int | None


def _appeals_against(decision: Decision, viewer: Actor, *, all_of_them: bool) -> Iterator[AppealView]:
    answer, answerer = aliased(Decision), aliased(User)
    statement = (
        sa.select(Appeal, answer, User.name, answerer.name)
        .join(User, User.id == Appeal.appellant_id)
        .outerjoin(answer, sa.and_(answer.kind == Kind.APPEAL, answer.target_id == Appeal.id))
        .outerjoin(answerer, answerer.id == answer.actor_id)
        .where(Appeal.decision_id == decision.id)
        .order_by(Appeal.id)
    )
    if not all_of_them:
        statement = statement.where(Appeal.appellant_id == viewer.id)
    for appeal, answered, appellant, by in db.session.execute(statement):
        ended = None
        if answered is not None and appeal.outcome is not None:
            ended = Answer(appeal.outcome, answered.reason, answered.at, by if all_of_them else None)
        target = _Answerable(appeal.appellant_id, decision.actor_id, decision.addressee_id)
        yield AppealView(
            public_id=appeal.public_id,
            text=appeal.text,
            at=appeal.created_at,
            by=None if appeal.appellant_id == viewer.id else appellant,
            answer=ended,
            can_answer=ended is None and can(viewer, P.APPEAL_ANSWER, target),
        )
