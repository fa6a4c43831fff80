import pytest

from forum.accounts.mailboxes import mail_is_stopped, note_failure
from forum.accounts.models import User
from forum.accounts.queries import viewer_of_session
from forum.accounts.service import (
    change_email,
    change_language,
    request_email_change,
    request_reset,
    reset_password,
    sign_in,
    undo_email_change,
)
from forum.accounts.tokens import LinkExpired
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, SignInNeeded, TooSoon
from forum.permissions import ANONYMOUS
from tests.factories import a_user, as_actor
from tests.letters import secret_in, sent_by, text_of
from tests.service.accounts.test_signing_in import NEW, PASSWORD, with_password

ADDRESS = "dana@new.example"


@pytest.fixture
def dana(article):
    dana = with_password(a_user("dana"))
    change_language(as_actor(dana), "en")
    return dana


@atomic
def take(user: User, email: str) -> None:
    """As if they had registered with it."""
    user.email = email


def mailed(mailbox, address, page) -> str:
    found = [one for one in sent_by(mailbox, address) if page in text_of(one)]
    return secret_in(found[-1]) if found else ""


def asked(dana, mailbox, address=ADDRESS) -> str:
    request_email_change(as_actor(dana), address)
    return mailed(mailbox, address, "/email/confirm/")


def changed(dana, mailbox, address=ADDRESS) -> str:
    """The link that undoes it."""
    earlier = dana.email
    change_email(asked(dana, mailbox, address))
    return mailed(mailbox, earlier, "/email/undo/")


def test_the_address_changes_when_the_link_at_the_new_one_is_followed(dana, mailbox, db):
    request_email_change(as_actor(dana), " DANA@New.Example ")
    secret = mailed(mailbox, ADDRESS, "/email/confirm/")
    db.session.refresh(dana)
    assert dana.email == "dana@example.nl"
    assert change_email(secret) is None
    db.session.refresh(dana)
    assert dana.email == ADDRESS
    assert sign_in(ADDRESS, PASSWORD)
    with pytest.raises(Invalid):
        sign_in("dana@example.nl", PASSWORD)


def test_the_old_address_hears_it_and_undoes_it_for_seven_days(dana, mailbox, clock, db):
    secret = changed(dana, mailbox)
    session = sign_in(ADDRESS, PASSWORD)
    clock.advance(days=6, hours=23)
    undo_email_change(secret)
    db.session.refresh(dana)
    assert dana.email == "dana@example.nl"
    assert viewer_of_session(session.token) is None
    with pytest.raises(LinkExpired):
        undo_email_change(secret)


def test_after_seven_days_it_stays(dana, mailbox, clock):
    secret = changed(dana, mailbox)
    clock.advance(days=7)
    with pytest.raises(LinkExpired):
        undo_email_change(secret)


def test_a_link_to_the_new_address_works_a_day_and_once(dana, mailbox, clock):
    secret = asked(dana, mailbox)
    clock.advance(hours=24)
    with pytest.raises(LinkExpired):
        change_email(secret)
    secret = asked(dana, mailbox)
    change_email(secret)
    with pytest.raises(LinkExpired):
        change_email(secret)


def test_of_two_that_were_asked_for_the_first_that_is_followed_counts(dana, mailbox):
    first, second = asked(dana, mailbox), asked(dana, mailbox, "other@new.example")
    change_email(second)
    with pytest.raises(LinkExpired):
        change_email(first)


def test_who_took_the_account_over_cannot_end_the_first_owners_link(dana, mailbox, db):
    hers = changed(dana, mailbox, "thief@new.example")
    db.session.refresh(dana)
    thiefs = changed(dana, mailbox, "thief@second.example")
    undo_email_change(thiefs)
    undo_email_change(hers)
    db.session.refresh(dana)
    assert dana.email == "dana@example.nl"


def test_the_first_owners_link_ends_those_of_who_took_the_account_over(dana, mailbox, db):
    hers = changed(dana, mailbox, "thief@new.example")
    db.session.refresh(dana)
    thiefs = changed(dana, mailbox, "thief@second.example")
    undo_email_change(hers)
    with pytest.raises(LinkExpired):
        undo_email_change(thiefs)


def test_links_for_a_new_password_end_with_the_address(dana, mailbox):
    request_reset(dana.email)
    reset = mailed(mailbox, dana.email, "/account/reset/")
    change_email(asked(dana, mailbox))
    with pytest.raises(LinkExpired):
        reset_password(reset, NEW)


def test_all_sessions_end_but_where_the_owner_follows_the_link_a_new_one_begins(dana, alice, mailbox):
    elsewhere = sign_in(dana.email, PASSWORD)
    renewed = change_email(asked(dana, mailbox), session_user_id=dana.id)
    assert renewed is not None
    assert viewer_of_session(elsewhere.token) is None
    assert viewer_of_session(renewed.token) is not None
    assert change_email(asked(dana, mailbox, "other@new.example"), session_user_id=alice.id) is None
    assert viewer_of_session(renewed.token) is None


def test_an_address_that_is_somebodys_looks_the_same_and_its_owner_hears_of_it(dana, alice, mailbox):
    request_email_change(as_actor(dana), alice.email)
    (told,) = sent_by(mailbox, alice.email)
    assert "/email/" not in text_of(told)


def test_an_address_that_became_somebodys_meanwhile_stays_theirs(dana, mailbox, db):
    secret = asked(dana, mailbox)
    take(a_user("other"), ADDRESS)
    with pytest.raises(Conflict):
        change_email(secret)
    db.session.refresh(dana)
    assert dana.email == "dana@example.nl"


def test_the_old_address_cannot_be_had_back_from_somebody_else(dana, mailbox, db):
    secret = changed(dana, mailbox)
    take(a_user("other"), "dana@example.nl")
    with pytest.raises(Conflict):
        undo_email_change(secret)


@pytest.mark.parametrize(
    "email", ["", "x", "dana@example.nl", "DANA@EXAMPLE.NL", "a@b\r\nBcc: c@d.nl", "x" * 999]
)
def test_what_is_no_other_address_is_refused(dana, email):
    with pytest.raises(Invalid) as refusal:
        request_email_change(as_actor(dana), email)
    assert set(refusal.value.fields) == {"email"}


def test_three_in_six_hours_are_enough(dana, mailbox):
    for number in range(3):
        request_email_change(as_actor(dana), f"dana{number}@new.example")
    with pytest.raises(TooSoon):
        request_email_change(as_actor(dana), ADDRESS)


def test_mail_that_came_back_from_the_old_address_is_forgotten(dana, mailbox, db):
    note_failure(dana.id, "5.1.1", "no such user")
    assert mail_is_stopped(dana.id)
    change_email(asked(dana, mailbox))
    assert not mail_is_stopped(dana.id)


def test_nobody_changes_an_address_signed_out(db):
    with pytest.raises(SignInNeeded):
        request_email_change(ANONYMOUS, ADDRESS)


@pytest.mark.parametrize("secret", ["", "x", "\x00", "é", "x" * 10_000])
def test_a_link_that_we_did_not_make_is_worthless(dana, secret):
    for follow in (change_email, undo_email_change):
        with pytest.raises(LinkExpired):
            follow(secret)


def test_a_link_is_for_its_own_purpose(dana, mailbox, db):
    secret = asked(dana, mailbox)
    with pytest.raises(LinkExpired):
        undo_email_change(secret)
    assert db.session.get_one(User, dana.id).email == "dana@example.nl"
