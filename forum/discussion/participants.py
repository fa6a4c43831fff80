"""Who takes part in a conversation, for who wants to mention one of them. There is no list of everybody."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.people import HAS_PAGE
from forum.discussion.models import Comment, CommentState
from forum.lib.db import db
from forum.permissions import Actor

MOST_OFFERED = 8
LONGEST_BEGIN = 30


@dataclass(frozen=True, slots=True)
class Participant:
    name: str
    handle: str


def participants(thread_id: int, viewer: Actor, *, begin: str) -> list[Participant]:
    """Whose handle, name or a word in it begins so, in order of their names, without the viewer. 1 statement.

    thread_id: of a thread that the viewer may read. Only what everybody reads with a name shows that somebody
    takes part.
    """
    begin = " ".join(begin.split())[:LONGEST_BEGIN]
    if not begin:
        return []
    takes_part = sa.select(Comment.author_id).where(
        Comment.thread_id == thread_id,
        Comment.state == CommentState.VISIBLE,
        Comment.is_name_withheld.is_(False),
    )
    people = (
        sa.select(User.name, User.handle)
        .where(User.id.in_(takes_part), User.id != viewer.id, User.handle.is_not(None), *HAS_PAGE)
        .where(
            sa.or_(
                User.handle.istartswith(begin, autoescape=True),
                User.name.istartswith(begin, autoescape=True),
                User.name.icontains(f" {begin}", autoescape=True),
            )
        )
        .order_by(User.name, User.id)
        .limit(MOST_OFFERED)
    )
    return [Participant(*row) for row in db.session.execute(people)]
