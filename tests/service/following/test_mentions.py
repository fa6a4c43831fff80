"""Somebody's handle in a comment: a link, and a notification for who can read it."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.service import change_profile
from forum.discussion.curation import hide_comment
from forum.discussion.mentioning import MOST, body_of, mentioned_in
from forum.discussion.models import Comment
from forum.discussion.service import edit_comment, post_comment, start_thread
from forum.following.models import Cadence, Notification, What
from forum.following.service import follow, hear_mentions
from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.lib.db import db as database
from tests.factories import a_user, as_actor, curated


@pytest.fixture
def carol(db) -> User:
    return a_user("carol")


def say(author: User, thread, text: str, parent: Comment | None = None) -> Comment:
    place = parent.public_id if parent else None
    return post_comment(as_actor(author), thread.public_id, body=body_of(text), parent=place)


def change(author: User, comment: Comment, text: str) -> None:
    edit_comment(as_actor(author), comment.public_id, body=body_of(text), version=comment.version)


def heard(db, user: User) -> list[tuple[What, str]]:
    deliver_all()
    rows = sa.select(Notification.what, Notification.key).filter_by(user_id=user.id).order_by(Notification.id)
    return [(row.what, row.key) for row in db.session.execute(rows)]


def test_who_is_mentioned_hears_it_at_once_without_following(db, alice, carol, thread, clock):
    comment = say(alice, thread, "What does @Carol think?")
    assert "@Carol</a>" in comment.html
    assert heard(db, carol) == [(What.MENTION, f"comment:{comment.id}")]
    row = db.session.scalars(sa.select(Notification).filter_by(user_id=carol.id)).one()
    assert (row.cadence, row.mail_due_at) == (Cadence.AT_ONCE, clock.moment)


def test_who_is_also_answered_and_follows_hears_it_once(db, alice, bob, thread, comment):
    deliver_all()
    reply = say(alice, thread, "Yes @bob, you.", parent=comment)
    assert heard(db, bob) == [(What.MENTION, f"comment:{reply.id}")]


def test_a_handle_that_somebody_had_still_finds_them(db, alice, carol, thread):
    change_profile(as_actor(carol), name="Carol", perspective="provider", organisation="", handle="carol-b")
    comment = say(alice, thread, "See @carol and @carol-b.")
    assert '<a href="/people/carol"' in comment.html
    assert mentioned_in(comment.id) == [carol.id]
    assert heard(db, carol) == [(What.MENTION, f"comment:{comment.id}")]


def test_a_mention_in_an_opening_text_is_one_event_with_its_thread(db, article, alice, carol):
    follow(as_actor(carol), "question:who-is-we", Cadence.DAILY)
    body = body_of("For @carol.")
    thread = start_thread(as_actor(alice), "who-is-we", title="A question", lessons=["we"], body=body)
    assert heard(db, carol) == [(What.MENTION, f"thread:{thread.id}")]


def test_one_does_not_mention_oneself(db, alice, thread):
    comment = say(alice, thread, "I, @alice, think so.")
    assert mentioned_in(comment.id) == []
    assert What.MENTION not in dict(heard(db, alice))


def test_an_edit_tells_only_who_is_new(db, alice, carol, thread):
    dave = a_user("dave")
    comment = say(alice, thread, "See @carol.")
    assert len(heard(db, carol)) == 1
    change(alice, comment, "See @carol and @dave.")
    assert len(heard(db, carol)) == 1
    assert heard(db, dave) == [(What.MENTION, f"comment:{comment.id}")]
    assert mentioned_in(comment.id) == [carol.id, dave.id]


def test_an_edit_can_take_a_mention_out(alice, carol, thread):
    comment = say(alice, thread, "See @carol.")
    change(alice, comment, "See nobody.")
    assert mentioned_in(comment.id) == []


def test_who_does_not_want_it_hears_nothing(db, alice, carol, thread):
    hear_mentions(as_actor(carol), False)
    say(alice, thread, "See @carol.")
    assert heard(db, carol) == []
    hear_mentions(as_actor(carol), True)
    say(alice, thread, "See @carol again.")
    assert len(heard(db, carol)) == 1


def test_what_is_taken_away_first_tells_nobody(db, alice, carol, thread):
    comment = say(alice, thread, "See @carol.")
    curated(hide_comment, comment)
    assert heard(db, carol) == []


def test_pseudonyms_closed_accounts_and_nobody_are_text(db, alice, carol, thread):
    ghost = a_user("ghost")
    make_pseudonym(ghost.id)
    comment = say(alice, thread, "@ghost @nobody-at-all `@carol` carol@carol.nl")
    assert '<a href="/people' not in comment.html
    assert mentioned_in(comment.id) == []


@atomic
def make_pseudonym(user_id: int) -> None:
    database.session.execute(sa.update(User).where(User.id == user_id).values(is_pseudonym=True))


def test_a_loud_hailer_reaches_ten(db, alice, thread):
    crowd = [a_user(f"crowd{number}") for number in range(MOST + 4)]
    comment = say(alice, thread, " ".join(f"@{user.handle}" for user in crowd))
    assert mentioned_in(comment.id) == [user.id for user in crowd[:MOST]]


def test_a_comment_that_mentions_nobody_costs_no_statement_more(db, alice, thread, statements):
    body = body_of("Nobody here.")
    with statements() as counted:
        post_comment(as_actor(alice), thread.public_id, body=body)
    assert not any("mentions" in statement or "handle IN" in statement for statement in counted)
