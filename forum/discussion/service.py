"""Commands on threads and comments. Bodies come in rendered, so that no transaction waits for that."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from forum.articles.models import Lesson, Question
from forum.audit import recorded
from forum.discussion.drafts import comment_place, discard, edit_place, thread_place
from forum.discussion.events import CommentEdited, CommentPosted, CommentWithdrawn, ThreadStarted
from forum.discussion.models import Comment, CommentRevision, CommentState, Thread, ThreadLesson
from forum.discussion.rules import check_comment, check_thread
from forum.discussion.tree import path_below
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Invalid, NotFound, Stale
from forum.lib.i18n import _
from forum.lib.once import remember, repeated
from forum.lib.rendered import Rendered
from forum.lib.text import clean_line
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@atomic
def start_thread(
    actor: Actor,
    question_slug: str,
    *,
    title: str,
    lessons: list[str],
    body: Rendered,
    submission_key: str = "",
) -> Thread:
    """Raises Invalid when the title, the lessons or the body will not do."""
    question = _question(question_slug)
    require(actor, P.THREAD_START, question)
    known = _lessons(question.article_id)
    check_thread(title, body.source, lessons, known)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Thread, earlier)

    now = clock.now()
    thread = Thread(
        question_id=question.id,
        author_id=actor.user_id,
        title=clean_line(title),
        created_at=now,
        last_activity_at=now,
        last_number=0,
        comment_count=0,
    )
    db.session.add(thread)
    db.session.flush()
    db.session.add_all(ThreadLesson(thread_id=thread.id, lesson_id=known[slug]) for slug in set(lessons))
    _add_comment(actor, thread, body, parent=None)
    remember(actor.user_id, submission_key, thread.public_id)
    discard(actor.user_id, thread_place(question_slug))
    emit(ThreadStarted(thread.id))
    return thread


@atomic
def post_comment(
    actor: Actor,
    thread_public_id: str,
    *,
    body: Rendered,
    parent: str | None = None,
    submission_key: str = "",
) -> Comment:
    """Raises Invalid for an empty or too long body, or a parent from another thread."""
    thread = found(Thread, thread_public_id, lock=True)
    require(actor, P.COMMENT_POST, thread)
    check_comment(body.source)
    answered = _parent_in(thread, parent)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Comment, earlier)

    comment = _add_comment(actor, thread, body, parent=answered)
    thread.comment_count += 1
    thread.last_activity_at = comment.created_at
    remember(actor.user_id, submission_key, comment.public_id)
    discard(actor.user_id, comment_place(thread_public_id, parent))
    emit(CommentPosted(comment.id))
    return comment


@atomic
def edit_comment(actor: Actor, public_id: str, *, body: Rendered, version: int) -> Comment:
    """Keep what it said in the history and put the new text in its place.

    Raises Stale when the comment is no longer at `version`; `current` is the comment as it stands.
    """
    comment = _comment(public_id, lock=True)
    require(actor, P.COMMENT_EDIT, comment)
    check_comment(body.source)
    if comment.version != version:
        raise Stale(comment, _("This text changed after you opened it. Compare the two and save again."))
    if body.source == comment.source:
        return comment

    db.session.add(
        CommentRevision(
            comment_id=comment.id,
            version=comment.version,
            source=comment.source,
            written_at=comment.edited_at or comment.created_at,
        )
    )
    comment.source, comment.html, comment.renderer_version = body.source, body.html, body.version
    comment.version += 1
    comment.edited_at = clock.now()
    discard(actor.user_id, edit_place(public_id))
    emit(CommentEdited(comment.id))
    return comment


@atomic
def withdraw_comment(actor: Actor, public_id: str) -> Comment:
    """The text is no longer shown; the replies to it stay."""
    comment = _comment(public_id, lock=True)
    require(actor, P.COMMENT_WITHDRAW, comment)
    with recorded(actor, "comment.withdraw", comment):
        comment.state = CommentState.WITHDRAWN
    if not comment.is_opening:
        comment.thread.comment_count -= 1
    emit(CommentWithdrawn(comment.id))
    return comment


def _question(slug: str) -> Question:
    question = (
        db.session.scalar(sa.select(Question).where(Question.slug == slug)) if "\x00" not in slug else None
    )
    if question is None:
        raise NotFound
    return question


def _lessons(article_id: int) -> dict[str, int]:
    rows = db.session.execute(sa.select(Lesson.slug, Lesson.id).where(Lesson.article_id == article_id))
    return {slug: id for slug, id in rows}  # noqa: C416


def _comment(public_id: str, *, lock: bool = False) -> Comment:
    """With its thread, which its visibility depends on."""
    statement = (
        sa.select(Comment)
        .join(Comment.thread)
        .options(contains_eager(Comment.thread))
        .where(Comment.public_id == public_id)
    )
    if lock:
        statement = statement.with_for_update()
    comment = db.session.scalar(statement) if "\x00" not in public_id else None
    if comment is None:
        raise NotFound
    return comment


def _parent_in(thread: Thread, public_id: str | None) -> Comment | None:
    if not public_id:
        return None
    parent = found(Comment, public_id)
    if parent.thread_id != thread.id:
        raise Invalid({"parent": _("What you reply to is not part of this conversation.")})
    return parent


def _add_comment(actor: Actor, thread: Thread, body: Rendered, *, parent: Comment | None) -> Comment:
    thread.last_number += 1
    comment = Comment(
        thread=thread,
        thread_id=thread.id,
        # A reply to the opening text is a reply to the thread.
        parent_id=parent.id if parent else None,
        author_id=actor.user_id,
        number=thread.last_number,
        path=path_below("" if parent is None or parent.is_opening else parent.path, thread.last_number),
        source=body.source,
        html=body.html,
        renderer_version=body.version,
        version=1,
        created_at=clock.now(),
    )
    db.session.add(comment)
    db.session.flush()
    return comment
