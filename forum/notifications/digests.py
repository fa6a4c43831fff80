"""One mail a day or a week about everything that somebody follows. Run by the worker.

What was read, hidden or withdrawn meanwhile is left out; when nothing is left, there is no mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.following.models import Notification, What
from forum.jobs import on
from forum.lib.rendered import plain
from forum.lib.text import excerpt
from forum.notifications import links
from forum.notifications.events import DigestToMail
from forum.notifications.messages import Subscribed
from forum.notifications.models import Wanted
from forum.notifications.queries import follower, wishes_of
from forum.notifications.sending import send
from forum.notifications.told import comments_told, standings_told, syntheses_told, texts_of
from forum.notifications.unsubscribing import DIGESTS, Subscription
from forum.notifications.views import QuestionRef, ToldComment, ToldStanding
from forum.positions.notices import News

THREADS_SHOWN = 12
COMMENTS_SHOWN = 3  # of one thread
STANDINGS_SHOWN = 10
SYNTHESES_SHOWN = 10
LINES = 280  # characters of each comment: three lines or four


@dataclass(frozen=True, slots=True)
class Conversation:
    """`more`: comments that are not shown here. `first_link`: to the first of all of them."""

    title: str
    link: str
    first_link: str
    is_new: bool
    comments: tuple[ToldComment, ...]
    more: int


@dataclass(frozen=True, slots=True)
class QuestionNews:
    question: QuestionRef
    conversations: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is, shown or not."""

    comments: int
    threads: int
    shared: int
    syntheses: int
    others: int


@on(DigestToMail)
def mail_digest(event: DigestToMail) -> None:
    """8 statements at most, beside those of sending it."""
    to = follower(event.user_id)
    if to is None or wishes_of([event.user_id])[event.user_id].wanted is not Wanted.ALL:
        return
    which = sa.and_(
        Notification.user_id == event.user_id, Notification.mailed_at == datetime.fromisoformat(event.at)
    )
    standings = standings_told(which, to.locale)
    syntheses = syntheses_told(which, to.locale)
    comments = comments_told(which, to.locale)
    if not (standings or syntheses or comments):
        return
    by_question, threads_left_out = conversations(comments)
    shown = [one for group in by_question for talk in group.conversations for one in talk.comments]
    texts = texts_of(shown) if shown else {}
    shared = [one for one in standings if one.news is News.SHARED]
    others = [one for one in standings if one.news is not News.SHARED]
    send(
        "digest",
        to,
        key=f"digest-{datetime.fromisoformat(event.at):%Y%m%dT%H%M%S}.{event.user_id}",
        subscribed=Subscribed(Subscription(event.user_id, DIGESTS), "digests"),
        counts=counted(comments, shared, others, len(syntheses)),
        shared=shared[:STANDINGS_SHOWN],
        others=others[: STANDINGS_SHOWN - len(shared[:STANDINGS_SHOWN])],
        syntheses=syntheses[:SYNTHESES_SHOWN],
        by_question=by_question,
        threads_left_out=threads_left_out,
        notifications=links.absolute(links.NOTIFICATIONS),
        lines={id: excerpt(plain(text.html), most=LINES) for id, text in texts.items()},
    )


def counted(
    comments: Sequence[ToldComment],
    shared: Sequence[ToldStanding],
    others: Sequence[ToldStanding],
    syntheses: int,
) -> Counts:
    threads = sum(one.what is What.THREAD for one in comments)
    return Counts(len(comments) - threads, threads, len(shared), syntheses, len(others))


def conversations(comments: Sequence[ToldComment]) -> tuple[list[QuestionNews], int]:
    """By question and thread, both in the order in which they first come up; and how many threads that is
    too many."""
    by_thread: dict[int, list[ToldComment]] = {}
    for comment in comments:
        by_thread.setdefault(comment.thread_id, []).append(comment)
    threads = list(by_thread.values())
    by_question: dict[QuestionRef, list[Conversation]] = {}
    for thread in threads[:THREADS_SHOWN]:
        by_question.setdefault(thread[0].question, []).append(_conversation(thread))
    groups = [QuestionNews(question, tuple(talks)) for question, talks in by_question.items()]
    return groups, max(0, len(threads) - THREADS_SHOWN)


def _conversation(comments: list[ToldComment]) -> Conversation:
    """Of many, what answers this person comes first: that is for them."""
    first = comments[0]
    by_weight = sorted(comments, key=lambda one: one.what in (What.COMMENT,))
    shown = {one.id for one in by_weight[:COMMENTS_SHOWN]}
    return Conversation(
        title=first.title,
        link=first.thread_link,
        first_link=first.link,
        is_new=any(one.is_opening for one in comments),
        comments=tuple(one for one in comments if one.id in shown),
        more=len(comments) - len(shown),
    )
