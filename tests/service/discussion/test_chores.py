import sqlalchemy as sa

from forum.discussion.chores import rerender_comments
from forum.discussion.models import Comment
from forum.lib.db import atomic, db
from forum.lib.rendered import RENDERER_VERSION
from tests.factories import a_comment


def make_old(comment):
    old = sa.update(Comment).where(Comment.id == comment.id).values(renderer_version=0, html="old")
    atomic(lambda: db.session.execute(old))()


def test_what_an_older_renderer_made_is_stored_anew(thread, alice):
    comment = a_comment(alice, thread, "*clear*")
    make_old(comment)
    assert rerender_comments() == 1
    db.session.expire_all()
    assert (comment.html.strip(), comment.renderer_version) == ("<p><em>clear</em></p>", RENDERER_VERSION)
    assert comment.version == 1
    assert rerender_comments() == 0
