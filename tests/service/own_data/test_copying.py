"""A copy of one's own data: all of one's own, nothing of others, no secrets."""

import re

import pytest
import sqlalchemy as sa

from forum.accounts.copies import ask_for_data, own_copies, own_copy
from forum.accounts.models import User, UserSession
from forum.discussion.models import Comment
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, NotFound, TooSoon
from forum.moderation.models import Note
from forum.own_data.chores import forget_copies
from forum.own_data.copies import path_of
from forum.own_data.declared import DECLARED
from forum.own_data.gathering import BATCH, records
from tests import factories, lives
from tests.factories import as_actor


def test_a_copy_shows_something_of_everything_that_is_declared(life, copy_of):
    """Else a declaration that reads the wrong rows would go unseen. Some of it never is in one life."""
    told, _page = copy_of(life.user)
    shown = {one.name for one in DECLARED if one.shows}
    rare = {"data_copies", "erasure", "submissions", "house_rules", "closed", "imported"}
    assert shown - set(told["data"]) <= rare


def test_every_row_that_leads_to_the_person_is_in_the_copy(life, copy_of):
    """Counted by the database itself, without the declarations' joins."""
    told, _page = copy_of(life.user)
    for one in DECLARED:
        if one.shows and not one.is_part:
            rows = sa.select(sa.func.count()).select_from(one.table).where(one.of == life.user.id, *one.where)
            assert len(told["data"].get(one.name, ())) >= (db.session.scalar(rows) or 0), one.name


def test_a_copy_holds_ones_own_words_and_votes(life, copy_of):
    told, page = copy_of(life.user)
    assert told["format"] == "samenspraak-own-data"
    assert told["version"] == 1
    data = told["data"]
    assert data["account"][0]["email"] == lives.EMAIL
    assert data["account"][0]["about"] == lives.ABOUT
    assert "It begins with listening." in [one["text"] for one in data["comments"]]
    assert data["earlier_versions"][0]["text"].startswith("It begins with listening to each other.")
    assert {(one["choice"], one["reason"]) for one in data["votes"]} == {
        (-1, "Nobody knows beforehand."),
        (1, None),
    }
    for words in (lives.EMAIL, "Nobody knows beforehand.", "It was about the question after all."):
        assert words in page


def test_a_copy_holds_nothing_that_others_wrote_or_are_called(life, copy_of, mo, bob):
    told, page = copy_of(life.user)
    for text in (str(told), page):
        for foreign in (bob.email, mo.email, bob.name, "Good point", "Off to the market", "was asked twice"):
            assert foreign not in text, foreign


def test_a_copy_holds_no_secret(life, copy_of):
    told, page = copy_of(life.user)
    secrets = [db.session.scalar(sa.select(User.password_hash).where(User.id == life.user.id))]
    secrets += db.session.scalars(
        sa.select(UserSession.token_hash).where(UserSession.user_id == life.user.id)
    )
    assert secrets
    assert "0" * 64 not in str(told)
    assert [one for one in secrets if str(one) in str(told) or str(one) in page] == []


def test_the_page_stands_by_itself_in_ones_own_language(life, copy_of, db):
    _speaks(life.user, "nl")
    _told, page = copy_of(life.user)
    assert '<html lang="nl">' in page
    assert not re.search(r"<script|<link|<img|src=|url\(|@import", page)


def test_what_somebody_typed_cannot_become_part_of_the_page(life, copy_of):
    factories.a_comment(life.user, life.thread, "</dd><script>alert(1)</script>")
    _told, page = copy_of(life.user)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


@atomic
def _speaks(user, locale):
    db.session.get_one(User, user.id).locale = locale


def test_what_is_much_is_read_in_batches(thread, bob, statements, copy_of):
    """However many there are: one statement, and never more rows at a time than a batch."""
    with statements() as few:
        list(records(_declared("comments"), bob.id))
    _many_comments(thread, bob, 3 * BATCH)
    with statements() as many:
        told, _page = copy_of(bob)
    assert len(few) == 1
    assert len(told["data"]["comments"]) == 3 * BATCH + 1
    assert len(many) <= 3 * len(DECLARED) + 5


def _declared(name):
    return next(one for one in DECLARED if one.name == name)


@atomic
def _many_comments(thread, author, number):
    now = thread.created_at
    db.session.execute(
        sa.insert(Comment),
        [
            {
                "public_id": f"many{one:06}",
                "thread_id": thread.id,
                "author_id": author.id,
                "number": one + 2,
                "path": f"zz{one:06}",
                "source": "Much.",
                "html": "<p>Much.</p>",
                "renderer_version": 1,
                "created_at": now,
            }
            for one in range(number)
        ],
    )


def test_who_asks_gets_a_file_and_a_mail(life, mailbox):
    actor = as_actor(life.user)
    ask_for_data(actor)
    assert own_copies(actor)[0].is_underway
    deliver_all()
    copy = own_copies(actor)[0]
    path = path_of(copy.public_id)
    assert path.stat().st_size == copy.size > 1000
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    mail = mailbox.to(lives.EMAIL)[-1].as_string()
    assert "http://localhost/account/data\n" in mail.replace("\r", "")
    assert ".zip" not in mail


def test_one_is_made_at_a_time(alice):
    ask_for_data(as_actor(alice))
    with pytest.raises(Conflict):
        ask_for_data(as_actor(alice))


def test_three_can_be_asked_in_a_day(alice, clock):
    for _ in range(3):
        ask_for_data(as_actor(alice))
        deliver_all()
        clock.advance(hours=1)
    with pytest.raises(TooSoon) as refused:
        ask_for_data(as_actor(alice))
    assert refused.value.retry_after == 21 * 3600
    clock.advance(hours=21)
    ask_for_data(as_actor(alice))


def test_a_copy_that_never_came_can_be_asked_again(alice, clock):
    ask_for_data(as_actor(alice))
    clock.advance(hours=49)
    ask_for_data(as_actor(alice))


def test_a_closed_account_still_takes_its_data_along(alice, do):
    do("close", f"account:{alice.public_id}")
    db.session.refresh(alice)
    ask_for_data(as_actor(alice))
    deliver_all()
    assert own_copies(as_actor(alice))[0].ready_at


def test_nobody_else_gets_it(alice, bob):
    ask_for_data(as_actor(alice))
    deliver_all()
    copy = own_copies(as_actor(alice))[0]
    assert own_copy(as_actor(alice), copy.public_id) == copy
    with pytest.raises(NotFound):
        own_copy(as_actor(bob), copy.public_id)


def test_a_copy_is_removed_after_a_week(alice, clock):
    ask_for_data(as_actor(alice))
    deliver_all()
    copy = own_copies(as_actor(alice))[0]
    clock.advance(days=6, hours=23)
    forget_copies()
    assert path_of(copy.public_id).exists()
    assert own_copies(as_actor(alice)) == [copy]
    clock.advance(hours=2)
    forget_copies()
    assert not path_of(copy.public_id).exists()
    assert own_copies(as_actor(alice)) == []


def test_writing_it_twice_changes_nothing(alice, mailbox):
    ask_for_data(as_actor(alice))
    deliver_all()
    sent = len(mailbox.messages)
    _deliver_again()
    assert len(own_copies(as_actor(alice))) == 1
    assert len(mailbox.messages) == sent


@atomic
def _deliver_again():
    """As after a worker that died between the work and the note of it."""
    db.session.execute(sa.update(OutboxMessage).values(done_at=None, leased_until=None))


def test_notes_about_somebody_are_said_to_exist_and_no_more(life, copy_of):
    told, _page = copy_of(life.user)
    note = db.session.scalars(sa.select(Note).where(Note.about_id == life.user.id)).one()
    assert list(told["data"]["notes_about_you"][0]) == ["created_at"]
    assert note.text not in str(told)
