"""What somebody hears of at once: each a mail of its own, with the whole text. Run by the worker.

What was read, hidden or withdrawn meanwhile is not told any more, nor what they no longer follow.
"""

from forum.accounts.queries import Recipient
from forum.following.models import FollowKind, Notification, What
from forum.jobs import on
from forum.lib.db import db
from forum.notifications.events import NewsToMail
from forum.notifications.messages import Subscribed
from forum.notifications.models import Wanted
from forum.notifications.queries import follower, wishes_of
from forum.notifications.return_addresses import reply_address
from forum.notifications.sending import send
from forum.notifications.things import Name, first_followed, lessons_of
from forum.notifications.told import comments_told, parts_of, standings_told, syntheses_told, texts_of
from forum.notifications.unsubscribing import MENTIONS, Subscription
from forum.notifications.views import Thing, ToldComment


@on(NewsToMail)
def mail_news(event: NewsToMail) -> None:
    """About 12 statements, whatever it is about."""
    notification = db.session.get(Notification, event.notification_id)
    to = follower(notification.user_id) if notification else None
    if notification is None or to is None or to.user_id is None:
        return
    if wishes_of([to.user_id])[to.user_id].wanted is Wanted.NONE:
        return
    which = Notification.id == notification.id
    if notification.what is What.STANDING:
        _mail_standing(which, to, to.user_id)
    elif notification.what is What.SYNTHESIS:
        _mail_synthesis(which, to, to.user_id)
    else:
        _mail_comment(which, to, to.user_id)


def _mail_comment(which, to: Recipient, user_id: int) -> None:
    found = comments_told(which, to.locale)
    if not found:
        return
    comment = found[0]
    lessons = lessons_of(comment.thread_id, to.locale)
    subscribed = _subscribed(user_id, _places_of(comment, [lesson.id for lesson in lessons]), to.locale)
    if subscribed is None and comment.what is What.MENTION:
        subscribed = Subscribed(Subscription(user_id, MENTIONS), "mentions")
    if subscribed is None:
        return
    opening = _key_of_comment(comment.opening_public_id, user_id)
    parent = comment.parent_public_id or comment.opening_public_id
    send(
        "comment",
        to,
        key=_key_of_comment(comment.public_id, user_id),
        subscribed=subscribed,
        answers=() if comment.is_opening else (opening, _key_of_comment(parent, user_id)),
        reply_to=reply_address(user_id, comment.public_id),
        comment=comment,
        text=texts_of([comment])[comment.id],
        lessons=lessons,
    )


def _places_of(comment: ToldComment, lesson_ids: list[int]) -> list[Name]:
    if comment.what is not What.THREAD:
        return [(FollowKind.THREAD, comment.thread_id)]
    lessons = [(FollowKind.LESSON, lesson_id) for lesson_id in lesson_ids]
    return [(FollowKind.QUESTION, comment.question.id), *lessons]


def _key_of_comment(public_id: str, user_id: int) -> str:
    """Of each receiver's own, so that the mails of one person name each other and nobody else's."""
    return f"comment-{public_id}.{user_id}"


def _mail_standing(which, to: Recipient, user_id: int) -> None:
    found = standings_told(which, to.locale)
    if not found:
        return
    change = found[0]
    places = [(FollowKind.POSITION, change.position_id), (FollowKind.QUESTION, change.question.id)]
    subscribed = _subscribed(user_id, places, to.locale)
    if subscribed is not None:
        send(
            "position",
            to,
            key=f"standing-{change.id}.{user_id}",
            subscribed=subscribed,
            # No mail has this key: what is told of one position later stands with it all the same.
            answers=(f"position-{change.public_id}.{user_id}",),
            change=change,
        )


def _mail_synthesis(which, to: Recipient, user_id: int) -> None:
    found = syntheses_told(which, to.locale)
    subscribed = (
        _subscribed(user_id, [(FollowKind.QUESTION, found[0].question.id)], to.locale) if found else None
    )
    if subscribed is not None:
        send(
            "synthesis",
            to,
            key=f"synthesis-{found[0].id}.{user_id}",
            subscribed=subscribed,
            answers=(f"syntheses-{found[0].question.slug}.{user_id}",),
            synthesis=found[0],
            parts=parts_of(found[0], to.locale),
        )


def _subscribed(user_id: int, places: list[Name], locale: str) -> Subscribed | None:
    """None when they follow none of these any more."""
    thing = first_followed(user_id, places, locale)
    return of_thing(user_id, thing) if thing else None


def of_thing(user_id: int, thing: Thing) -> Subscribed:
    subscription = Subscription(user_id, thing.kind.value, thing.id)
    return Subscribed(subscription, f"{thing.kind.value}-{thing.key}", thing)
