import pytest
import sqlalchemy as sa

from forum.accounts.models import Purpose, User
from forum.accounts.queries import mailed_link, viewer_of_session
from forum.accounts.service import (
    confirm_email,
    prepare_message,
    request_confirmation,
    request_reset,
    reset_password,
    sign_in,
)
from forum.accounts.tokens import Continuation, LinkExpired
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.errors import Invalid, SignInNeeded, TooSoon
from forum.permissions import ANONYMOUS
from tests.factories import a_user, as_actor
from tests.letters import secret_in, sent_by

NEW = "een heel ander woord"


@pytest.fixture
def newcomer(db):
    return a_user("newcomer", is_confirmed=False)


def confirmation(user, mailbox) -> str:
    request_confirmation(as_actor(user))
    return secret_in(sent_by(mailbox, user.email)[-1])


def reset_link(user, mailbox) -> str:
    request_reset(user.email)
    return secret_in(sent_by(mailbox, user.email)[-1])


def test_looking_at_a_link_uses_nothing_up(newcomer, mailbox, db):
    secret = confirmation(newcomer, mailbox)
    for _ in range(2):
        link = mailed_link(secret, Purpose.CONFIRM)
        assert link is not None
        assert link.email == newcomer.email
    assert db.session.get_one(User, newcomer.id).email_confirmed_at is None


def test_a_link_works_once(newcomer, mailbox):
    secret = confirmation(newcomer, mailbox)
    assert viewer_of_session(confirm_email(secret).token)
    with pytest.raises(LinkExpired):
        confirm_email(secret)


def test_confirming_uses_up_the_earlier_links_too(newcomer, mailbox):
    first, second = confirmation(newcomer, mailbox), confirmation(newcomer, mailbox)
    confirm_email(second)
    with pytest.raises(LinkExpired):
        confirm_email(first)


def test_a_confirmation_lives_for_a_day_after_it_was_sent(newcomer, mailbox, clock):
    request_confirmation(as_actor(newcomer))
    clock.advance(hours=30)  # the mail server was away
    secret = secret_in(sent_by(mailbox, newcomer.email)[-1])
    clock.advance(hours=23, minutes=59)
    assert mailed_link(secret, Purpose.CONFIRM)
    clock.advance(minutes=1)
    assert mailed_link(secret, Purpose.CONFIRM) is None
    with pytest.raises(LinkExpired):
        confirm_email(secret)


@pytest.mark.parametrize("secret", ["", "x", "\x00", "\ud800", "a" * 43, "é" * 10_000])
def test_a_forged_link_does_nothing(newcomer, secret):
    with pytest.raises(LinkExpired):
        confirm_email(secret)
    with pytest.raises(LinkExpired):
        reset_password(secret, NEW)


def test_a_link_for_one_purpose_does_not_serve_another(newcomer, mailbox):
    confirm, reset = confirmation(newcomer, mailbox), reset_link(newcomer, mailbox)
    with pytest.raises(LinkExpired):
        confirm_email(reset)
    with pytest.raises(LinkExpired):
        reset_password(confirm, NEW)


def test_a_fourth_link_in_six_hours_has_to_wait(newcomer, mailbox, clock):
    for _ in range(3):
        request_confirmation(as_actor(newcomer))
    with pytest.raises(TooSoon) as refusal:
        request_confirmation(as_actor(newcomer))
    clock.advance(seconds=refusal.value.retry_after)
    request_confirmation(as_actor(newcomer))
    assert len(sent_by(mailbox, newcomer.email)) == 4


def test_who_is_confirmed_gets_no_further_links(alice, mailbox):
    request_confirmation(as_actor(alice))
    assert sent_by(mailbox, alice.email) == []


def test_nobody_asks_for_a_link_signed_out(db):
    with pytest.raises(SignInNeeded):
        request_confirmation(ANONYMOUS)


def test_a_forgotten_password_is_replaced_by_mail(alice, mailbox):
    request_reset("Alice@Example.nl", then=Continuation("/questions", "draft-key"))
    secret = secret_in(sent_by(mailbox, alice.email)[-1])
    signed_in = reset_password(secret, NEW)
    assert signed_in.then == Continuation("/questions", "draft-key")
    assert viewer_of_session(signed_in.token)
    assert sign_in(alice.email, NEW)


def test_a_replaced_password_ends_all_sessions_and_tells_the_owner(alice, mailbox):
    reset_password(reset_link(alice, mailbox), NEW)
    earlier = sign_in(alice.email, NEW)
    reset_password(reset_link(alice, mailbox), NEW + " nog")
    assert viewer_of_session(earlier.token) is None
    assert "/account/forgot" in str(sent_by(mailbox, alice.email)[-1])


def test_who_can_read_the_mail_has_the_address(newcomer, mailbox, db):
    reset_password(reset_link(newcomer, mailbox), NEW)
    assert db.session.get_one(User, newcomer.id).email_confirmed_at is not None


def test_a_link_for_a_new_password_lives_for_half_an_hour(alice, mailbox, clock):
    secret = reset_link(alice, mailbox)
    clock.advance(minutes=30)
    with pytest.raises(LinkExpired):
        reset_password(secret, NEW)


def test_a_password_that_is_too_weak_leaves_the_link_usable(alice, mailbox):
    secret = reset_link(alice, mailbox)
    for weak in ("short", "alice@example.nl"):
        with pytest.raises(Invalid):
            reset_password(secret, weak)
    assert reset_password(secret, NEW)


def test_an_unknown_address_gets_no_mail_but_costs_the_same_work(alice, mailbox, db):
    waiting = sa.select(sa.func.count(OutboxMessage.id))
    request_reset(alice.email)
    after_known = db.session.scalar(waiting)
    request_reset("nobody@example.nl")
    assert after_known == 1
    assert db.session.scalar(waiting) == 2
    deliver_all()
    assert [message["To"] for message in mailbox.messages] == ["Alice <alice@example.nl>"]


def test_an_address_gets_five_links_a_day_at_most(alice, mailbox, clock):
    for _ in range(7):
        request_reset(alice.email)
    assert len(sent_by(mailbox, alice.email)) == 5
    clock.advance(hours=24)
    request_reset(alice.email)
    assert len(sent_by(mailbox, alice.email)) == 6


def test_what_is_no_address_is_told_so(db):
    with pytest.raises(Invalid) as refusal:
        request_reset("alice")
    assert list(refusal.value.fields) == ["email"]


def test_a_mail_that_waited_until_its_link_was_used_is_not_sent(newcomer, mailbox):
    secret = confirmation(newcomer, mailbox)
    request_confirmation(as_actor(newcomer))
    confirm_email(secret)
    assert len(sent_by(mailbox, newcomer.email)) == 1


def test_a_mail_for_an_account_that_is_gone_is_not_sent(db):
    assert prepare_message(4711) is None
