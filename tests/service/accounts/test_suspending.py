"""Suspending and closing accounts: what those cannot do from the next request on."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.accounts.models import Purpose, Suspension, User
from forum.accounts.queries import recipient, recipient_of_news, viewer_of_session
from forum.accounts.service import change_profile, create_user, request_reset, sign_in
from forum.accounts.sessions import open_session
from forum.accounts.staff import moderator_ids
from forum.accounts.suspending import account_named, close_account, lift, suspend
from forum.audit import AuditEntry, Unrecorded
from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused
from forum.permissions import SYSTEM
from forum.positions.models import Choice
from tests.factories import a_position, a_thread, a_user, a_vote, as_actor, curated

WRITING, EVERYTHING, CLOSED = Suspension.WRITING, Suspension.EVERYTHING, Suspension.CLOSED


@pytest.fixture
def in_a_week(clock):
    return clock() + timedelta(days=7)


@pytest.fixture
def seen(alice):
    """alice, as each of her requests finds her."""
    token = atomic(open_session)(alice.id, "tests")
    return lambda: viewer_of_session(token)


@pytest.mark.parametrize(
    ("scope", "is_suspended", "is_silenced"), [(WRITING, False, True), (EVERYTHING, True, False)]
)
def test_the_next_request_of_somebody_suspended_knows(
    alice, seen, in_a_week, scope, is_suspended, is_silenced
):
    assert not seen().actor.is_suspended
    curated(suspend, alice, scope, in_a_week)
    assert (seen().actor.is_suspended, seen().actor.is_silenced) == (is_suspended, is_silenced)
    assert (seen().suspension, seen().suspended_until) == (scope, in_a_week)


def test_a_suspension_ends_by_itself(alice, seen, in_a_week, clock):
    curated(suspend, alice, EVERYTHING, in_a_week)
    clock.advance(days=6, hours=23)
    assert seen().actor.is_suspended
    clock.advance(hours=1)
    assert not seen().actor.is_suspended
    assert (seen().suspension, seen().suspended_until) == (None, None)


def test_a_suspension_without_an_end_lasts_until_it_is_lifted(alice, seen, clock):
    curated(suspend, alice, WRITING, None)
    clock.advance(days=13)
    assert seen().actor.is_silenced
    curated(lift, alice)
    assert not seen().actor.is_silenced


def test_looking_who_it_is_still_costs_one_statement(alice, seen, statements):
    curated(suspend, alice, WRITING, None)
    with statements() as counted:
        seen()
    assert len(counted) == 1


def test_a_closed_account_reads_on_in_its_sessions(alice, seen):
    curated(close_account, alice)
    assert seen().actor.is_suspended
    assert seen().suspension is CLOSED


def test_a_closed_account_signs_in_to_see_its_decisions(db):
    create_user(SYSTEM, email="dana@example.nl", name="Dana", password="korenbloem fiets zes")
    curated(close_account, db.session.scalars(sa.select(User)).one())
    signed_in = sign_in("dana@example.nl", "korenbloem fiets zes")
    viewer = viewer_of_session(signed_in.token)
    assert viewer is not None
    assert viewer.suspension is CLOSED


def test_who_is_silenced_votes_and_writes_nothing(alice, position, thread):
    curated(suspend, alice, WRITING, None)
    assert a_vote(alice, position).choice == Choice.AGREE
    with pytest.raises(Refused, match="cannot write"):
        a_position(alice)
    with pytest.raises(Refused, match="cannot write"):
        a_thread(alice)


@pytest.mark.parametrize(("effect", "how"), [(close_account, ()), (suspend, (EVERYTHING, None))])
def test_who_is_suspended_only_reads(alice, position, effect, how):
    curated(effect, alice, *how)
    for act in (lambda: a_vote(alice, position), lambda: a_position(alice), lambda: a_thread(alice)):
        with pytest.raises(Refused, match="suspended"):
            act()
    with pytest.raises(Refused, match="suspended"):
        change_profile(as_actor(alice), name="Somebody else", perspective="", organisation="")


def test_another_suspension_takes_the_place_of_one_that_holds(alice, in_a_week, db):
    curated(suspend, alice, WRITING, in_a_week)
    curated(suspend, alice, EVERYTHING, in_a_week)
    curated(suspend, alice, EVERYTHING, None)
    assert (alice.suspension, alice.suspended_until) == (EVERYTHING, None)


def test_the_same_suspension_twice_is_refused(alice, in_a_week):
    curated(suspend, alice, WRITING, in_a_week)
    with pytest.raises(Conflict):
        curated(suspend, alice, WRITING, in_a_week)


def test_after_its_end_the_same_suspension_can_be_given_again(alice, in_a_week, clock):
    curated(suspend, alice, WRITING, in_a_week)
    clock.advance(days=8)
    curated(suspend, alice, WRITING, in_a_week + timedelta(days=14))
    assert alice.suspended_until == in_a_week + timedelta(days=14)


def test_an_end_in_the_past_is_refused(alice, clock):
    with pytest.raises(Invalid) as refused:
        curated(suspend, alice, WRITING, clock() - timedelta(minutes=1))
    assert set(refused.value.fields) == {"until"}
    assert alice.suspension is None


def test_closing_is_no_suspension(alice):
    with pytest.raises(Invalid) as refused:
        curated(suspend, alice, CLOSED, None)
    assert set(refused.value.fields) == {"scope"}


def test_a_closed_account_is_neither_suspended_nor_closed_again(alice, in_a_week):
    curated(close_account, alice)
    with pytest.raises(Conflict):
        curated(close_account, alice)
    with pytest.raises(Conflict):
        curated(suspend, alice, WRITING, in_a_week)


def test_closing_ends_a_suspension_with_an_end(alice, in_a_week, clock, seen):
    curated(suspend, alice, WRITING, in_a_week)
    curated(close_account, alice)
    clock.advance(days=8)
    assert seen().suspension is CLOSED


def test_a_closed_account_can_be_opened_again(alice, seen):
    curated(close_account, alice)
    curated(lift, alice)
    assert seen().suspension is None


def test_there_is_nothing_to_lift_of_who_is_not_suspended_any_more(alice, in_a_week, clock):
    with pytest.raises(Conflict):
        curated(lift, alice)
    curated(suspend, alice, WRITING, in_a_week)
    clock.advance(days=7)
    with pytest.raises(Conflict):
        curated(lift, alice)


def test_no_account_is_suspended_behind_the_registers_back(alice):
    with pytest.raises(Unrecorded):
        atomic(suspend)(alice, WRITING, None)
    with pytest.raises(Unrecorded):
        atomic(close_account)(alice)


def test_the_register_tells_what_was_and_what_became(alice, in_a_week, db):
    curated(suspend, alice, WRITING, in_a_week)
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert entry.before == {"suspension": None, "suspended_until": None}
    assert entry.after == {"suspension": "writing", "suspended_until": in_a_week.isoformat()}


def test_an_account_is_found_by_its_public_id_and_a_pseudonym_is_nobody(alice, db):
    assert atomic(account_named)(alice.public_id, lock=True) is db.session.get(User, alice.id)

    @atomic
    def pretend():
        db.session.get_one(User, alice.id).is_pseudonym = True

    pretend()
    for public_id in (alice.public_id, "unknown", "a\x00b", ""):
        with pytest.raises(NotFound):
            account_named(public_id)


def test_a_suspended_moderator_is_not_among_the_moderators(mo, ada, in_a_week, clock):
    curated(suspend, mo, WRITING, in_a_week)
    assert moderator_ids() == [ada.id]
    clock.advance(days=7)
    assert set(moderator_ids()) == {mo.id, ada.id}


def test_to_a_closed_account_we_write_what_concerns_it_and_no_news(alice, bob):
    curated(close_account, alice)
    curated(suspend, bob, EVERYTHING, None)
    assert recipient(alice.id) is not None
    assert recipient_of_news(alice.id) is None
    assert recipient_of_news(bob.id) == recipient(bob.id) is not None


def test_who_closed_account_forgot_the_password_gets_in_to_read_why(alice, mailbox):
    curated(close_account, alice)
    request_reset(alice.email)
    deliver_all()
    assert len(mailbox.to(alice.email)) == 1
    assert Purpose.RESET.value in mailbox.messages[0].as_string()


def test_others_are_left_alone(alice, bob):
    curated(suspend, alice, EVERYTHING, None)
    assert not as_actor(bob).is_suspended
    assert a_user("carol").suspension is None
