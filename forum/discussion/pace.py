"""How fast somebody writes, counted from what they wrote: for doors that share no counter with the pages."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.pace import limits_of
from forum.discussion.models import Comment
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import TooSoon
from forum.lib.i18n import _
from forum.permissions import Actor
from forum.settings import settings


def check_pace(actor: Actor) -> None:
    """Raises TooSoon. 1 statement for each span in FORUM_POST_LIMIT."""
    for item in limits_of(actor, settings().post_limit):
        span = timedelta(seconds=item.get_expiry())
        written = sa.select(sa.func.count()).where(
            Comment.author_id == actor.user_id, Comment.created_at > clock.now() - span
        )
        if (db.session.scalar(written) or 0) >= item.amount:
            raise TooSoon(
                _("You wrote very much in a short time. Please wait a while, and send it again."),
                retry_after=int(span.total_seconds()),
            )
