"""Taking somebody out of what others wrote: the handles by which they were mentioned, those that they had
before too, and the name that was shown with them. Nobody is left to whom they lead.
"""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import sqlalchemy as sa

from forum.accounts.handles import hash_of
from forum.accounts.models import UsedHandle, User
from forum.discussion.mentioning import body_of
from forum.discussion.models import Comment, CommentRevision, Mention
from forum.lib.batches import BATCH
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

_HANDLE = re.compile(r"(?<![\w@./:+-])@([A-Za-z0-9-]{3,30})(?![\w@-])")
_LINK = re.compile(r'<a href="/people/([a-z0-9-]{3,30})"[^<>]*>@([^<]*)</a>')


def take_out_mentions(user_id: int) -> None:
    """In texts that are shown, with their HTML made anew, and in earlier versions. Again finds nothing."""
    theirs = set(db.session.scalars(sa.select(UsedHandle.handle_hash).where(UsedHandle.user_id == user_id)))
    if handle := db.session.scalar(sa.select(User.handle).where(User.id == user_id)):
        theirs.add(hash_of(handle))
    mentioned = db.session.scalars(sa.select(Mention.comment_id).where(Mention.user_id == user_id)).all()
    for comment_id in sorted({*mentioned, *_with(Comment.id, Comment.source, theirs)}):
        _in_comment(comment_id, theirs)
    for comment_id, handles in _with(CommentRevision.comment_id, CommentRevision.source, theirs).items():
        _in_column(CommentRevision.source, CommentRevision.comment_id == comment_id, handles)
    for recognition_id, handles in _with(Recognition.id, Recognition.remark, theirs).items():
        _in_column(Recognition.remark, Recognition.id == recognition_id, handles)
    for synthesis_id, handles in _with(SynthesisText.synthesis_id, SynthesisText.source, theirs).items():
        _in_synthesis(synthesis_id, handles)
    _forget_mentions(user_id)


def without(text: str, names: Iterable[str]) -> str:
    """The text with a neutral word where one of these stood after an @."""
    with force_locale(settings().default_locale):
        nobody = slugify(_("Former participant"))
    for name in names:
        text = _pattern(name).sub(f"@{nobody}", text)
    return text


def _pattern(name: str) -> re.Pattern[str]:
    """As the renderer knows a mention: an address of somebody's mail is none."""
    return re.compile(rf"(?<![\w@./:+-])@{re.escape(name)}(?![\w@-])", re.IGNORECASE)


def _with(id: Any, text: Any, theirs: set[str]) -> dict[int, set[str]]:
    """Ids of rows in whose text one of their handles stands, with those; found stretch by stretch."""
    found: dict[int, set[str]] = {}
    last = db.session.scalar(sa.select(sa.func.max(id))) or 0
    for start in range(0, last + 1, STRETCH):
        rows = sa.select(id, text).where(id > start, id <= start + STRETCH, text.contains("@"))
        for row_id, words in db.session.execute(rows.execution_options(yield_per=BATCH)):
            if handles := _handles_in(words, theirs):
                found.setdefault(row_id, set()).update(handles)
    return found


def _handles_in(text: str, theirs: set[str]) -> set[str]:
    return {one.lower() for one in _HANDLE.findall(text) if hash_of(one.lower()) in theirs}


def _in_comment(comment_id: int, theirs: set[str]) -> None:
    """Rendering comes before the transaction; who edits meanwhile is not overwritten: then once more."""
    for _attempt in range(ATTEMPTS):
        comment = db.session.get_one(Comment, comment_id, populate_existing=True)
        handles = _handles_in(comment.source, theirs)
        names = {unescape(name) for one, name in _LINK.findall(comment.html) if hash_of(one) in theirs}
        body = body_of(without(comment.source, handles))
        if _store(comment_id, comment.version, body, handles | names):
            return
    raise RuntimeError("a comment keeps changing; the chore tries again")


@atomic
def _store(comment_id: int, seen_version: int, body: Rendered, names: set[str]) -> bool:
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
def _in_column(column: Any, where: sa.ColumnElement[bool], names: set[str]) -> None:
    for row in db.session.scalars(sa.select(column.class_).where(where).with_for_update()):
        setattr(row, column.key, without(getattr(row, column.key), names))


def _in_synthesis(synthesis_id: int, handles: set[str]) -> None:
    """A version of a synthesis never changes, so nobody is in between. It has no links to people."""
    slots = sa.select(SynthesisText).where(SynthesisText.synthesis_id == synthesis_id)
    for text in db.session.scalars(slots).all():
        _store_slot(text, rendered(without(text.source, handles)))


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
