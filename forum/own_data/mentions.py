"""Taking somebody out of what others wrote: the handle by which they were mentioned, and the name that it
was shown with. Nobody is left to whom it leads.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.discussion.mentioning import body_of
from forum.discussion.models import Comment, CommentRevision, Mention
from forum.lib.db import atomic, db
from forum.lib.i18n import _, force_locale
from forum.lib.rendered import Rendered, rendered
from forum.lib.text import slugify
from forum.positions.models import PositionSource
from forum.settings import settings
from forum.synthesis.models import Recognition, SynthesisText

STRETCH = 20_000
"""Ids that one statement looks through: a text has no index, and no statement may take ten seconds."""

ATTEMPTS = 5

_LINK = re.compile(r'<a href="/people/([a-z0-9-]{3,30})"[^<>]*>@([^<]*)</a>')


def take_out_mentions(user_id: int) -> None:
    """In texts that are shown, with their HTML made anew, and in earlier versions. Again finds nothing."""
    handle = db.session.scalar(sa.select(User.handle).where(User.id == user_id))
    if handle:
        mentioned = sa.select(Mention.comment_id).where(Mention.user_id == user_id)
        ids = {*db.session.scalars(mentioned), *_with(Comment.id, Comment.source, handle)}
        for comment_id in sorted(ids):
            _in_comment(comment_id, handle)
        for comment_id in _with(CommentRevision.comment_id, CommentRevision.source, handle):
            _in_column(CommentRevision.source, CommentRevision.comment_id == comment_id, [handle])
        for recognition_id in _with(Recognition.id, Recognition.remark, handle):
            _in_column(Recognition.remark, Recognition.id == recognition_id, [handle])
        for synthesis_id in _with(SynthesisText.synthesis_id, SynthesisText.source, handle):
            _in_synthesis(synthesis_id, handle)
    _forget_mentions(user_id)


def without(text: str, names: list[str]) -> str:
    """The text with a neutral word where one of these stood after an @."""
    with force_locale(settings().default_locale):
        nobody = slugify(_("Former participant"))
    for name in names:
        text = _pattern(name).sub(f"@{nobody}", text)
    return text


def _pattern(name: str) -> re.Pattern[str]:
    """As the renderer knows a mention: an address of somebody's mail is none."""
    return re.compile(rf"(?<![\w@./:+-])@{re.escape(name)}(?![\w@-])", re.IGNORECASE)


def _with(id: Any, text: Any, handle: str) -> Iterator[int]:
    """Ids of rows in whose text the handle stands, found stretch by stretch."""
    last = db.session.scalar(sa.select(sa.func.max(id))) or 0
    for start in range(0, last + 1, STRETCH):
        rows = sa.select(id, text).where(id > start, id <= start + STRETCH, text.icontains(f"@{handle}"))
        for found, words in db.session.execute(rows).all():
            if _pattern(handle).search(words):
                yield found


def _in_comment(comment_id: int, handle: str) -> None:
    """Rendering comes before the transaction; who edits meanwhile is not overwritten: then once more."""
    for _attempt in range(ATTEMPTS):
        comment = db.session.get_one(Comment, comment_id, populate_existing=True)
        handles, names = _shown_in(comment.html, handle)
        body = body_of(without(comment.source, handles))
        if _store(comment_id, comment.version, body, [*handles, *names]):
            return
    raise RuntimeError("a comment keeps changing; the chore tries again")


def _shown_in(html: str, handle: str) -> tuple[list[str], list[str]]:
    """The handles in it that are this person's, and the names with which they are shown. A handle that leads
    to nobody was theirs before they changed it."""
    links = _LINK.findall(html)
    known = set(
        db.session.scalars(sa.select(User.handle).where(User.handle.in_([one for one, _name in links])))
    )
    theirs = {handle} | {one for one, _name in links if one not in known}
    return sorted(theirs), sorted({unescape(name) for one, name in links if one in theirs})


@atomic
def _store(comment_id: int, seen_version: int, body: Rendered, names: list[str]) -> bool:
    stored = db.session.execute(
        sa.update(Comment)
        .where(Comment.id == comment_id, Comment.version == seen_version)
        .values(source=body.source, html=body.html, renderer_version=body.version)
    )
    if stored.rowcount:  # type: ignore[attr-defined]
        _in_column(PositionSource.quote, PositionSource.comment_id == comment_id, names)
        return True
    return False


@atomic
def _in_column(column: Any, where: sa.ColumnElement[bool], names: list[str]) -> None:
    for row in db.session.scalars(sa.select(column.class_).where(where).with_for_update()):
        setattr(row, column.key, without(getattr(row, column.key), names))


def _in_synthesis(synthesis_id: int, handle: str) -> None:
    """A version of a synthesis never changes, so nobody is in between. It has no links to people."""
    slots = sa.select(SynthesisText).where(SynthesisText.synthesis_id == synthesis_id)
    for text in db.session.scalars(slots).all():
        _store_slot(text, rendered(without(text.source, [handle])))


@atomic
def _store_slot(text: SynthesisText, body: Rendered) -> None:
    db.session.execute(
        sa.update(SynthesisText)
        .where(SynthesisText.synthesis_id == text.synthesis_id, SynthesisText.slot == text.slot)
        .values(source=body.source, html=body.html, renderer_version=body.version)
    )


@atomic
def _forget_mentions(user_id: int) -> None:
    db.session.execute(sa.delete(Mention).where(Mention.user_id == user_id))
