"""Splitting and merging threads: comments change their thread, and keep their ids, texts and addresses.

Parts of a command, as in curation.py. Each takes a fixed number of statements, however many comments.
"""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Any

import sqlalchemy as sa

from forum.discussion.counting import recount
from forum.discussion.drafts import comment_place, follow_comments
from forum.discussion.models import Comment, CommentState, Thread, ThreadState, ThreadVisit
from forum.discussion.rules import check_mergeable, check_split
from forum.discussion.tagging import known_lessons, put_tags, tags_of
from forum.discussion.tree import Answered, in_order_of_time, places, with_replies
from forum.lib.db import copy_if_absent, db
from forum.lib.errors import Conflict
from forum.lib.i18n import _
from forum.lib.text import clean_line

Rows = Sequence[Any]
"""Comments in the order of their numbers, with the columns that `_comments_of` reads."""


def split_thread(
    thread: Thread, comment_ids: Collection[str], *, title: str, lessons: Collection[str]
) -> Thread:
    """Take these comments (public ids) with all replies below them to a new thread of the same question.

    The earliest becomes its opening text. Raises Invalid at `comments`, `title` and `lessons`.
    """
    if not thread.is_visible:
        raise Conflict(_("Only a conversation that everybody can read can be split."))
    rows = _comments_of(thread)
    known = known_lessons(thread.question.article_id)
    readable = {row.public_id: row.state is CommentState.VISIBLE for row in rows}
    check_split(title, lessons, known_lessons=known, chosen=comment_ids, readable=readable)

    chosen = {row.id for row in rows if row.public_id in comment_ids}
    taken = with_replies(chosen, {row.id: row.parent_id for row in rows})
    moving = [row for row in rows if row.id in taken]
    opening = moving[0]
    new = Thread(
        question_id=thread.question_id,
        author_id=opening.author_id,
        title=clean_line(title),
        created_at=opening.created_at,
        last_activity_at=opening.created_at,
    )
    db.session.add(new)
    db.session.flush()
    put_tags(new, [known[slug] for slug in lessons])
    # What a comment answers stays behind when it is not chosen: then it answers the new thread.
    _plant(new, moving, {row.id: row.parent_id if row.parent_id in taken else None for row in moving})
    recount(thread)
    recount(new)

    along = {row.public_id: row.public_id for row in moving} | {opening.public_id: None}
    follow_comments(
        thread.public_id,
        lambda parent: comment_place(new.public_id, along[parent]) if parent in along else None,
    )
    _carry_visits(thread, new)
    return new


def merge_threads(thread: Thread, into: Thread) -> None:
    """Let a thread go on in another: its opening text becomes a comment there, with its comments below it.

    All stand in the order of time at their level. From then on `thread` is only an address that leads there.
    """
    into = db.session.get_one(Thread, into.id, with_for_update=True, populate_existing=True)
    check_mergeable(
        is_same=thread.id == into.id,
        are_visible=thread.is_visible and into.is_visible,
        are_concluded=thread.is_concluded or into.is_concluded,
    )
    rows, (first, *others) = _comments_of(thread), _comments_of(into)
    opening = rows[0]
    answered = {row.id: row.parent_id for row in others}
    answered |= {row.id: row.parent_id or opening.id for row in rows} | {opening.id: None}
    together = [first, *in_order_of_time(others, rows)]
    _plant(into, together, {row.id: answered.get(row.id) for row in together})

    put_tags(into, _united_tags(thread, into))
    thread.state, thread.is_pinned = ThreadState.MERGED, False
    thread.merged_into_id, thread.merged_comment_id = into.id, opening.id
    recount(thread)
    recount(into)
    follow_comments(
        thread.public_id, lambda parent: comment_place(into.public_id, parent or opening.public_id)
    )
    _carry_visits(thread, into)


def _comments_of(thread: Thread) -> Rows:
    return db.session.execute(
        sa.select(
            Comment.id,
            Comment.public_id,
            Comment.thread_id,
            Comment.parent_id,
            Comment.author_id,
            Comment.number,
            Comment.path,
            Comment.state,
            Comment.created_at,
        )
        .where(Comment.thread_id == thread.id)
        .order_by(Comment.number)
    ).all()


def _plant(thread: Thread, rows: Rows, answered: Answered) -> None:
    """Put these comments, that make up a whole thread, in their places in it. 2 statements."""
    planted = places(answered)
    values = [
        {"id": row.id, "thread_id": thread.id, "parent_id": answered[row.id]}
        | {"number": planted[row.id].number, "path": planted[row.id].path}
        for row in rows
    ]
    # What stands before the first change stays untouched: mostly the whole of a long thread.
    stays = sum(1 for _same in takewhile(_is_there, zip(rows, values, strict=True)))
    standing = [row.number for row in rows[stays:] if row.thread_id == thread.id]
    if standing:
        # Two that change places would for a moment have one path, which the database refuses.
        db.session.execute(
            sa.update(Comment)
            .where(Comment.thread_id == thread.id, Comment.number >= standing[0])
            .values(path="~" + sa.cast(Comment.id, sa.String))
            .execution_options(synchronize_session=False)
        )
    if values[stays:]:
        db.session.execute(sa.update(Comment), values[stays:])
    _forget_places({row.id for row in rows[stays:]})


def _is_there(pair: tuple[Any, dict[str, Any]]) -> bool:
    row, values = pair
    return all(getattr(row, name) == value for name, value in values.items())


def _forget_places(comment_ids: set[int]) -> None:
    """Comments that the session has loaded are read again when somebody looks at them."""
    for loaded in list(db.session.identity_map.values()):
        if isinstance(loaded, Comment) and loaded.id in comment_ids:
            db.session.expire(loaded)


def _united_tags(thread: Thread, into: Thread) -> list[int]:
    """The lessons of both, as far as they belong to the article of the question in which it goes on."""
    known = known_lessons(into.question.article_id).values()
    return [id for id in {**tags_of(into), **tags_of(thread)}.values() if id in known]


def _carry_visits(before: Thread, after: Thread) -> None:
    """Who read the comments there has read them here."""
    copy_if_absent(
        ThreadVisit,
        sa.select(
            ThreadVisit.user_id,
            sa.literal(after.id).label("thread_id"),
            ThreadVisit.new_since,
            ThreadVisit.seen_at,
        ).where(ThreadVisit.thread_id == before.id),
    )
