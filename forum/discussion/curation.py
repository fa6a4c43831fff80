"""What moderators do to threads and comments. Splitting and merging is in replanting.py.

Parts of a command: whoever calls has checked who acts, locked the row, and wraps the call in `recorded`. Each
raises Conflict, with the reason, when the thing takes no such change (any more).
"""

from collections.abc import Collection

import sqlalchemy as sa

from forum.articles.models import Question
from forum.discussion.counting import recount
from forum.discussion.events import CommentPosted, ThreadStarted
from forum.discussion.holding import was_shown
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.rules import check_lessons, check_pinnable, check_title
from forum.discussion.tagging import fit_tags, known_lessons, put_tags, tags_of
from forum.discussion.tree import OPENING_PATH
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.lib.text import clean_line


def show_comment(comment: Comment) -> None:
    """What nobody could read before is posted now: it counts as new, and is told to who follows."""
    _check_stands(comment)
    if comment.state is CommentState.VISIBLE:
        raise Conflict(_("Everybody can read this comment already."))
    if not was_shown(comment):
        comment.created_at = clock.now()
        emit(CommentPosted(comment.id))
    _put_state(comment, CommentState.VISIBLE)


def hide_comment(comment: Comment) -> None:
    """Its text is gone for everybody but moderators and its author; its place and the replies stay."""
    _check_stands(comment)
    if comment.state is CommentState.HIDDEN:
        raise Conflict(_("This comment was taken away already."))
    _put_state(comment, CommentState.HIDDEN)


def hold_comment(comment: Comment) -> None:
    """Its author and moderators see it, until a moderator has decided."""
    _check_stands(comment)
    if comment.state is CommentState.HELD:
        raise Conflict(_("This comment waits for a moderator already."))
    _put_state(comment, CommentState.HELD)


def _check_stands(comment: Comment) -> None:
    if comment.state is CommentState.WITHDRAWN:
        raise Conflict(_("Its author withdrew this comment."))


def _put_state(comment: Comment, state: CommentState) -> None:
    comment.state = state
    recount(db.session.get_one(Thread, comment.thread_id, with_for_update=True, populate_existing=True))


def show_thread(thread: Thread) -> None:
    """As `show_comment`."""
    _check_not_merged(thread)
    if thread.is_visible:
        raise Conflict(_("Everybody can read this conversation already."))
    if not was_shown(thread):
        _begin(thread)
        emit(ThreadStarted(thread.id))
    thread.state = ThreadState.VISIBLE


def _begin(thread: Thread) -> None:
    opening = db.session.scalars(
        sa.select(Comment).where(Comment.thread_id == thread.id, Comment.path == OPENING_PATH)
    ).one()
    _check_stands(opening)
    thread.created_at = opening.created_at = clock.now()
    recount(thread)


def hide_thread(thread: Thread) -> None:
    """Only moderators find it. It is no longer pinned, so that it keeps no place from others."""
    _check_not_merged(thread)
    if thread.state is ThreadState.HIDDEN:
        raise Conflict(_("This conversation was taken away already."))
    thread.state, thread.is_pinned = ThreadState.HIDDEN, False


def hold_thread(thread: Thread) -> None:
    _check_not_merged(thread)
    if thread.state is ThreadState.HELD:
        raise Conflict(_("This conversation waits for a moderator already."))
    thread.state = ThreadState.HELD


def lock_thread(thread: Thread) -> None:
    """It can be read, and takes no new comments."""
    _check_not_merged(thread)
    if thread.is_locked:
        raise Conflict(_("This conversation is closed already."))
    thread.is_locked = True


def unlock_thread(thread: Thread) -> None:
    _check_not_merged(thread)
    if not thread.is_locked:
        raise Conflict(_("This conversation is open already."))
    thread.is_locked = False


def pin_thread(thread: Thread) -> None:
    """It stands above the others of its question."""
    _check_not_merged(thread)
    # Who pins another thread of this question at the same time waits here.
    in_question = Question.id == thread.question_id
    db.session.execute(sa.select(Question.id).where(in_question).with_for_update(key_share=True))
    pinned = db.session.scalar(
        sa.select(sa.func.count()).where(Thread.question_id == thread.question_id, Thread.is_pinned)
    )
    check_pinnable(is_visible=thread.is_visible, is_pinned=thread.is_pinned, pinned=pinned or 0)
    thread.is_pinned = True


def unpin_thread(thread: Thread) -> None:
    if not thread.is_pinned:
        raise Conflict(_("This conversation is not pinned."))
    thread.is_pinned = False


def retitle_thread(thread: Thread, title: str) -> str:
    """Returns the title before. Raises Invalid at `title`."""
    _check_not_merged(thread)
    check_title(title)
    before, title = thread.title, clean_line(title)
    if title == before:
        raise Conflict(_("The conversation has this title already."))
    thread.title = title
    return before


def retag_thread(thread: Thread, lesson_slugs: Collection[str]) -> list[str]:
    """Returns the slugs of the lessons before. Raises Invalid at `lessons`."""
    _check_not_merged(thread)
    known = known_lessons(thread.question.article_id)
    check_lessons(lesson_slugs, known)
    before = list(tags_of(thread))
    if set(before) == set(lesson_slugs):
        raise Conflict(_("The conversation has these lessons already."))
    put_tags(thread, [known[slug] for slug in lesson_slugs])
    return before


def move_thread(thread: Thread, question_slug: str) -> str:
    """To another question. Its lessons go along as far as they belong to that question's article.

    Returns the slug of the question before. Raises Invalid at `question` for an unknown one.
    """
    _check_not_merged(thread)
    slug = question_slug.replace("\x00", "")
    question = db.session.scalar(sa.select(Question).where(Question.slug == slug).with_for_update(read=True))
    if question is None:
        raise Invalid({"question": _("Choose a question from the list.")})
    before = thread.question
    if question.id == before.id:
        raise Conflict(_("The conversation belongs to this question already."))
    if not question.is_open:
        raise Conflict(_("That question is closed and takes no conversations."))
    fit_tags(thread, question)
    # Among the threads of another question it was not chosen to stand first.
    thread.question_id, thread.question, thread.is_pinned = question.id, question, False
    return before.slug


def _check_not_merged(thread: Thread) -> None:
    if thread.state is ThreadState.MERGED:
        raise Conflict(_("This conversation went on in another one. Go there to change it."))
