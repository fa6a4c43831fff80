"""What one has to read beside a thing to decide about it."""

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.articles.models import Article, Question, QuestionText
from forum.discussion.models import Comment, CommentState
from forum.discussion.tree import OPENING_PATH
from forum.lib.db import db
from forum.lib.rendered import fresh
from forum.mandates.queries import mandate_with_id
from forum.moderation.history import decision_with
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Appeal
from forum.moderation.things import things
from forum.moderation.views import Answered, Appealed, Context, Doubt, LostWords, Thing
from forum.positions.models import PositionSource, PositionTransition


def context_of(thing: Thing, waits: Waits, locale: str) -> Context:
    """3 statements at most."""
    if thing.kind is Kind.COMMENT:
        return Context(answered=_answered(thing.id))
    if thing.kind is Kind.POSITION:
        doubt = _doubt(thing.id) if waits is Waits.DOUBT else None
        return Context(quotes=_quotes(thing.id), doubt=doubt)
    if thing.kind is Kind.QUESTION and waits is Waits.ANCHOR:
        return Context(lost=_lost(thing.id))
    if thing.kind is Kind.APPEAL:
        return Context(appealed=_appealed(thing.id, locale))
    if thing.kind is Kind.MANDATE:
        return Context(mandate=mandate_with_id(thing.id, locale))
    return Context()


def _answered(comment_id: int) -> Answered | None:
    """The comment that this one answers, else the opening text. That one answers nothing."""
    reply, opening = aliased(Comment), aliased(Comment)
    begins = opening.thread_id == reply.thread_id, opening.path == OPENING_PATH
    answered_id = sa.func.coalesce(reply.parent_id, sa.select(opening.id).where(*begins).scalar_subquery())
    row = db.session.execute(
        sa.select(User.name, Comment.source, Comment.html, Comment.renderer_version, Comment.number)
        .select_from(reply)
        .join(Comment, Comment.id == answered_id)
        .join(User, User.id == Comment.author_id)
        .where(reply.id == comment_id, Comment.id != reply.id, Comment.state != CommentState.WITHDRAWN)
    ).one_or_none()
    if row is None:
        return None
    html = fresh(row.source, row.html, row.renderer_version)
    return Answered(row.name, Markup(html), is_opening=row.number == 1)  # noqa: S704  (the renderer's)


def _quotes(position_id: int) -> tuple[str, ...]:
    statement = sa.select(PositionSource.quote).where(PositionSource.position_id == position_id)
    return tuple(db.session.scalars(statement.order_by(PositionSource.comment_id)))


def _doubt(position_id: int) -> Doubt | None:
    row = db.session.scalar(
        sa.select(PositionTransition)
        .where(PositionTransition.position_id == position_id, PositionTransition.is_doubted)
        .order_by(PositionTransition.id.desc())
        .limit(1)
    )
    return Doubt(row.before.value, row.after.value, row.voters, row.at) if row else None


def _lost(question_id: int) -> tuple[LostWords, ...]:
    rows = db.session.execute(
        sa.select(QuestionText.locale, QuestionText.exact, Article.slug)
        .join(Question, Question.id == QuestionText.question_id)
        .join(Article, Article.id == Question.article_id)
        .where(QuestionText.question_id == question_id, QuestionText.is_anchor_lost)
        .order_by(QuestionText.locale)
    )
    return tuple(LostWords(*row) for row in rows)


def _appealed(appeal_id: int, locale: str) -> Appealed | None:
    appeal = db.session.get_one(Appeal, appeal_id)
    decision = decision_with(id=appeal.decision_id)
    if decision is None:
        return None
    about = decision.target_id
    return Appealed(decision, things(decision.kind, [about], locale, whole=True).get(about), appeal.outcome)
