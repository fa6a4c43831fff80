"""Commands on threads and comments. Bodies come in rendered, so that no transaction waits for that."""

import sqlalchemy as sa

from forum.articles.models import Question
from forum.audit import recorded
from forum.discussion.counting import recount
from forum.discussion.drafts import comment_place, discard, edit_place, thread_place
from forum.discussion.events import (
    CommentEdited,
    CommentHeld,
    CommentPosted,
    CommentWithdrawn,
    ThreadHeld,
    ThreadStarted,
)
from forum.discussion.holding import is_to_be_held, waits_from_the_start
from forum.discussion.loading import comment_named, thread_named
from forum.discussion.mentioning import note_mentions
from forum.discussion.models import Comment, CommentRevision, CommentState, Thread, ThreadState
from forum.discussion.rules import check_comment, check_question, check_thread
from forum.discussion.tagging import known_lessons, put_tags
from forum.discussion.tree import path_below
from forum.discussion.voice import PERSONALLY, Spoken, Voice, place_at, place_in, spoken
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Invalid, NotFound, Stale
from forum.lib.i18n import _
from forum.lib.once import remember, repeated
from forum.lib.rendered import Rendered
from forum.lib.text import clean_line
from forum.mandates.using import check_still_holds
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
    voice: Voice = PERSONALLY,
    submission_key: str = "",
) -> Thread:
    """Raises Invalid when the title, the lessons or the body will not do, or nobody may speak so here."""
    question = _question(question_slug)
    check_question(is_concluded=question.concluded_at is not None)
    require(actor, P.THREAD_START, question)
    known = known_lessons(question.article_id)
    check_thread(title, body.source, lessons, known)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Thread, earlier)
    lesson_ids = [known[slug] for slug in lessons]
    said = spoken(actor, voice, lambda: place_at(question.id, lesson_ids))

    now = clock.now()
    is_held = is_to_be_held(actor)
    thread = Thread(
        question_id=question.id,
        author_id=actor.user_id,
        title=clean_line(title),
        state=ThreadState.HELD if is_held else ThreadState.VISIBLE,
        created_at=now,
        last_activity_at=now,
        last_number=0,
        comment_count=0,
    )
    db.session.add(thread)
    db.session.flush()
    put_tags(thread, lesson_ids)
    note_mentions(_add_comment(actor, thread, body, said, parent=None), body.html)
    remember(actor.user_id, submission_key, thread.public_id)
    discard(actor.user_id, thread_place(question_slug))
    emit(ThreadHeld(thread.id) if is_held else ThreadStarted(thread.id))
    return thread


@atomic
def post_comment(
    actor: Actor,
    thread_public_id: str,
    *,
    body: Rendered,
    parent: str | None = None,
    voice: Voice = PERSONALLY,
    submission_key: str = "",
) -> Comment:
    """Raises Invalid for an empty or too long body, a parent from another thread, or a voice that does not
    fit here.

    A comment on a thread that was merged answers what its opening text became.
    """
    thread, became = _where_it_goes(thread_public_id)
    parent = parent or became
    check_question(is_concluded=thread.is_concluded)
    require(actor, P.COMMENT_POST, thread)
    check_comment(body.source)
    answered = _parent_in(thread, parent)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Comment, earlier)
    said = spoken(actor, voice, lambda: place_in(thread))

    is_held = is_to_be_held(actor)
    state = CommentState.HELD if is_held else CommentState.VISIBLE
    comment = _add_comment(actor, thread, body, said, parent=answered, state=state)
    note_mentions(comment, body.html)
    if not is_held:
        thread.comment_count += 1
        thread.last_activity_at = comment.created_at
    remember(actor.user_id, submission_key, comment.public_id)
    discard(actor.user_id, comment_place(thread.public_id, parent))
    emit(CommentHeld(comment.id) if is_held else CommentPosted(comment.id))
    return comment


@atomic
def edit_comment(actor: Actor, public_id: str, *, body: Rendered, version: int) -> Comment:
    """Keep what it said in the history and put the new text in its place.

    What others could not read yet leaves no history. In whose name it was said stays as it is. Raises Invalid
    at `capacity` when that is an organisation for whom its author speaks no more, and Stale when the comment
    is no longer at `version`; `current` is the comment as it stands.
    """
    comment = comment_named(public_id, lock=True)
    check_question(is_concluded=comment.thread.is_concluded)
    require(actor, P.COMMENT_EDIT, comment)
    check_comment(body.source)
    if comment.version != version:
        raise Stale(comment, _("This text changed after you opened it. Compare the two and save again."))
    if body.source == comment.source:
        return comment
    if comment.mandate_id is not None:
        check_still_holds(comment.mandate_id)

    if not waits_from_the_start(comment):
        db.session.add(
            CommentRevision(
                comment_id=comment.id,
                version=comment.version,
                source=comment.source,
                written_at=comment.edited_at or comment.created_at,
            )
        )
        comment.edited_at = clock.now()
    comment.source, comment.html, comment.renderer_version = body.source, body.html, body.version
    comment.version += 1
    note_mentions(comment, body.html)
    discard(actor.user_id, edit_place(public_id))
    emit(CommentEdited(comment.id))
    return comment


@atomic
def withdraw_comment(actor: Actor, public_id: str) -> Comment:
    """The text is no longer shown; the replies to it stay."""
    comment = comment_named(public_id, lock=True)
    require(actor, P.COMMENT_WITHDRAW, comment)
    with recorded(actor, "comment.withdraw", comment):
        comment.state = CommentState.WITHDRAWN
    recount(comment.thread)
    emit(CommentWithdrawn(comment.id))
    return comment


@atomic
def sign_comment(actor: Actor, public_id: str) -> Comment:
    """Show one's name with a text that left it out, for good: others read it from then on. Also where nothing
    new is said any more. Without effect on a text that shows it."""
    comment = comment_named(public_id, lock=True)
    require(actor, P.COMMENT_SIGN, comment)
    if comment.is_name_withheld:
        with recorded(actor, "comment.sign", comment):
            comment.is_name_withheld = False
    return comment


def _question(slug: str) -> Question:
    question = (
        db.session.scalar(sa.select(Question).where(Question.slug == slug)) if "\x00" not in slug else None
    )
    if question is None:
        raise NotFound
    return question


def _where_it_goes(public_id: str) -> tuple[Thread, str | None]:
    """The thread, locked; of one that went on in another, that other and the comment it became there."""
    thread = thread_named(public_id, lock=True)
    if thread.merged_comment_id is None:
        return thread, None
    became = db.session.execute(
        sa.select(Comment.public_id, Thread.public_id.label("thread"))
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.id == thread.merged_comment_id)
    ).one()
    return thread_named(became.thread, lock=True), became.public_id


def _parent_in(thread: Thread, public_id: str | None) -> Comment | None:
    if not public_id:
        return None
    parent = found(Comment, public_id)
    if parent.thread_id != thread.id:
        raise Invalid({"parent": _("What you reply to is not part of this conversation.")})
    if parent.state is CommentState.HELD:
        raise Invalid({"parent": _("What you reply to waits for a moderator. Write a comment of its own.")})
    return parent


def _add_comment(
    actor: Actor,
    thread: Thread,
    body: Rendered,
    said: Spoken,
    *,
    parent: Comment | None,
    state: CommentState = CommentState.VISIBLE,
) -> Comment:
    thread.last_number += 1
    comment = Comment(
        thread=thread,
        thread_id=thread.id,
        # A reply to the opening text is a reply to the thread.
        parent_id=parent.id if parent else None,
        author_id=actor.user_id,
        capacity=said.capacity,
        mandate_id=said.mandate_id,
        is_name_withheld=said.is_name_withheld,
        number=thread.last_number,
        path=path_below("" if parent is None or parent.is_opening else parent.path, thread.last_number),
        source=body.source,
        html=body.html,
        renderer_version=body.version,
        state=state,
        version=1,
        created_at=clock.now(),
    )
    db.session.add(comment)
    db.session.flush()
    return comment
