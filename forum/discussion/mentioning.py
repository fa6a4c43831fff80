"""Who is mentioned in a text, by their handle after an @, the present one or one that they had.

Handles become links when a text is rendered, so the names are looked up before; who then was mentioned is
read from the links that the renderer made: what stands in code or in a link of its own is none.
"""

import re

import sqlalchemy as sa

from forum.accounts.people import people_called
from forum.discussion.models import Comment, Mention
from forum.lib.db import db, insert_if_absent
from forum.lib.rendered import MAX_SOURCE, Rendered, rendered

MOST = 10
"""People in one text who are linked and told; more is no mention but a loud-hailer."""

MOST_LOOKED_UP = 50

_HANDLE = re.compile(r"@([A-Za-z0-9-]{3,30})(?![\w-])")
_LINK = re.compile(r'<a href="/people/([a-z0-9-]{3,30})"[^<>]*>@')


def body_of(text: str) -> Rendered:
    """A comment's text as stored, with its mentions as links. Call it before a write transaction begins, as
    `rendered`. 2 statements at most, none without an @ in it.
    """
    return rendered(text, people=_people_in(text))


def note_mentions(comment: Comment, html: str) -> None:
    """Part of a command: who is mentioned now, instead of who was before. 4 statements at most, and one for
    each person; none for a new text without one.
    """
    handles = list(dict.fromkeys(_LINK.findall(html)))[:MOST]
    if not handles and comment.version == 1:
        return
    now = {person.id for person in people_called(handles).values()} - {comment.author_id}
    before = set(db.session.scalars(sa.select(Mention.user_id).where(Mention.comment_id == comment.id)))
    if gone := before - now:
        db.session.execute(
            sa.delete(Mention).where(Mention.comment_id == comment.id, Mention.user_id.in_(gone))
        )
    for user_id in sorted(now - before):
        insert_if_absent(Mention, comment_id=comment.id, user_id=user_id)


def mentioned_in(comment_id: int) -> list[int]:
    """The accounts, in a lasting order. 1 statement."""
    mentions = sa.select(Mention.user_id).where(Mention.comment_id == comment_id)
    return list(db.session.scalars(mentions.order_by(Mention.user_id)))


def _people_in(text: str) -> dict[str, str]:
    """Handle → name of the first MOST people in the text who exist."""
    if "@" not in text or len(text) > MAX_SOURCE:
        return {}
    found = dict.fromkeys(handle.lower() for handle in _HANDLE.findall(text))
    handles = list(found)[:MOST_LOOKED_UP]
    people = people_called(handles)
    known = [handle for handle in handles if handle in people]
    return {handle: people[handle].name for handle in known[:MOST]}
