"""What became of positions, told by mail. Run by the worker.

Nobody gets the same mail twice for one event: each person's mail is a message of its own in the outbox, and
sending.py sends what bears one key once.
"""

from forum.accounts.queries import recipient, recipient_of_news
from forum.accounts.staff import moderator_ids
from forum.jobs import emit, on
from forum.lib.db import atomic
from forum.notifications import links
from forum.notifications.events import DoubtToTell
from forum.notifications.sending import send
from forum.positions.events import SourceAsked, StandingChanged, StandingDoubted
from forum.positions.notices import doubt, source_question, standing_news, statement_for


@on(StandingChanged)
def mail_standing(event: StandingChanged) -> None:
    """To the author of the position; those from the article have none."""
    news = standing_news(event.transition_id)
    to = recipient_of_news(news.author_id) if news else None
    if news is None or to is None:
        return
    send(
        "standing",
        to,
        key=f"standing-{event.transition_id}",
        news=news.news.value,
        direction=news.direction,
        everybody=news.everybody,
        statement=statement_for(news.position_id, to.locale),
        link=links.position(news.public_id),
    )


@on(SourceAsked)
def mail_source(event: SourceAsked) -> None:
    asked = source_question(event.position_id, event.comment_id)
    to = recipient_of_news(asked.author_id) if asked else None
    if asked is None or to is None:
        return
    send(
        "source",
        to,
        key=f"source-{event.position_id}-{event.comment_id}",
        quote=asked.quote,
        statement=statement_for(asked.position_id, to.locale),
        link=links.position(asked.public_id, anchor=f"source-{asked.comment_public_id}"),
    )


@on(StandingDoubted)
@atomic
def tell_moderators(event: StandingDoubted) -> None:
    """One message each, so that a mail that fails for one is not sent again to the others."""
    if doubt(event.transition_id) is None:
        return
    for user_id in moderator_ids():
        emit(DoubtToTell(event.transition_id, user_id), once=f"doubt:{event.transition_id}:{user_id}")


@on(DoubtToTell)
def mail_doubt(event: DoubtToTell) -> None:
    found, to = doubt(event.transition_id), recipient(event.user_id)
    if found is None or to is None:
        return
    send(
        "doubt",
        to,
        key=f"doubt-{event.transition_id}-{event.user_id}",
        before=found.before.value,
        after=found.after.value,
        statement=statement_for(found.position_id, to.locale),
        link=links.position(found.public_id),
    )
