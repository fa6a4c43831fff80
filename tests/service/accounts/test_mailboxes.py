"""Mails that come back, and how many of somebody's mails we answer."""

import sqlalchemy as sa

from forum.accounts.mailboxes import (
    ANSWERS_A_DAY,
    MailTrouble,
    is_stopped,
    mail_is_stopped,
    may_answer,
    note_failure,
)
from forum.accounts.models import User
from forum.accounts.service import confirm_email, request_confirmation, request_reset, reset_password
from forum.lib.db import db
from tests.factories import as_actor
from tests.letters import secret_in, sent_by


def test_a_mailbox_that_was_never_in_trouble_gets_mail(alice):
    assert not mail_is_stopped(alice.id)


def test_an_address_that_does_not_exist_gets_no_second_mail(alice, bob):
    note_failure(alice.id, "5.1.1", "no such user")
    assert mail_is_stopped(alice.id)
    assert not mail_is_stopped(bob.id)
    reached = sa.select(User.id).where(~is_stopped(User.id)).order_by(User.id)
    assert list(db.session.scalars(reached)) == [bob.id]


def test_other_failures_stop_mail_on_the_third_day(alice, clock):
    for _day in range(2):
        note_failure(alice.id, "5.2.2", "mailbox full")
        clock.advance(days=2)
    assert not mail_is_stopped(alice.id)
    note_failure(alice.id, "5.2.2", "mailbox full")
    assert mail_is_stopped(alice.id)


def test_several_mails_that_come_back_on_one_day_are_one_failure(alice, clock):
    for _mail in range(5):
        note_failure(alice.id, "5.2.2", "mailbox full")
        clock.advance(minutes=5)
    assert not mail_is_stopped(alice.id)


def test_failures_of_long_ago_do_not_count(alice, clock):
    for _time in range(4):
        note_failure(alice.id, "5.7.1", "looks like spam")
        clock.advance(days=8)
    assert not mail_is_stopped(alice.id)


def test_a_long_reason_is_cut(alice):
    note_failure(alice.id, "5.1.1", "x" * 5000)
    assert len(db.session.scalars(sa.select(MailTrouble.reason)).one()) == 200


def test_confirming_the_address_again_lifts_it(alice, mailbox):
    note_failure(alice.id, "5.1.1", "no such user")
    request_confirmation(as_actor(alice))
    (message,) = sent_by(mailbox, alice.email)
    confirm_email(secret_in(message))
    assert not mail_is_stopped(alice.id)


def test_a_confirmed_address_without_trouble_gets_no_link(alice, mailbox):
    request_confirmation(as_actor(alice))
    assert sent_by(mailbox, alice.email) == []


def test_choosing_a_new_password_lifts_it_too(alice, mailbox):
    note_failure(alice.id, "5.1.1", "no such user")
    request_reset(alice.email)
    (message,) = sent_by(mailbox, alice.email)
    reset_password(secret_in(message), "een lange zin met vier woorden")
    assert not mail_is_stopped(alice.id)


def test_one_account_gets_so_many_answers_a_day(alice, bob, clock):
    assert [may_answer(alice.id) for _mail in range(ANSWERS_A_DAY + 2)] == [True] * ANSWERS_A_DAY + [
        False
    ] * 2
    assert may_answer(bob.id)
    clock.advance(days=1)
    assert may_answer(alice.id)
