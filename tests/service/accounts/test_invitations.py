"""Inviting people, and joining with an invitation or an address of a certain domain."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.accounts.administered import administered_person
from forum.accounts.chores import forget_expired
from forum.accounts.invitations import Invitation, InvitationState, invitations, invited_by, secret_in
from forum.accounts.models import User
from forum.accounts.service import Registration, change_profile, invite, register, revoke_invitation
from forum.audit import AuditEntry
from forum.lib.db import atomic
from forum.lib.errors import Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from tests.factories import as_actor
from tests.letters import path_in, sent_by
from tests.service.accounts.test_at_the_same_time import at_once

FORM = Registration("robin@elsewhere.example", "Robin Smit", "korenbloem fiets zes", "provider", accepts=True)


def people(db) -> list[str]:
    return list(db.session.scalars(sa.select(User.email).where(User.email.like("%elsewhere%"))))


@pytest.fixture
def by_invitation(configure):
    configure(registration="invite")


@pytest.fixture
def invited(article, mo):
    """An invitation of mo, for one person, whoever it is."""
    return invite(as_actor(mo), perspective="provider", organisation="Zorg voor Noord")


def test_who_is_invited_joins_a_forum_that_is_for_invited_people(by_invitation, invited, db):
    register(replace(FORM, invitation=secret_in(invited)))
    assert people(db) == [FORM.email]
    assert db.session.scalars(sa.select(User).where(User.email == FORM.email)).one().role.value == "member"


def test_an_account_tells_by_whose_invitation_it_came_as_long_as_that_is_kept(
    by_invitation, invited, mo, ada, alice, db, clock, statements
):
    register(replace(FORM, invitation=secret_in(invited)))
    robin = db.session.scalars(sa.select(User).where(User.email == FORM.email)).one()
    viewer = as_actor(ada)
    with statements() as seen:
        person = administered_person(viewer, robin.public_id, "en")
    assert len(seen) == 2
    assert (person.invited_by, person.invited_at) == (mo.name, invited.made_at)
    assert administered_person(as_actor(ada), alice.public_id, "en").invited_at is None
    clock.advance(days=30 + 90, seconds=1)
    forget_expired()
    db.session.rollback()
    assert administered_person(as_actor(ada), robin.public_id, "en").invited_at is None


def test_an_invitation_whose_maker_is_gone_still_tells_when_it_was_made(by_invitation, invited, ada, db):
    register(replace(FORM, invitation=secret_in(invited)))
    atomic(lambda: db.session.execute(sa.update(Invitation).values(made_by_id=None)))()
    robin = db.session.scalars(sa.select(User).where(User.email == FORM.email)).one()
    person = administered_person(as_actor(ada), robin.public_id, "en")
    assert (person.invited_by, person.invited_at) == ("", invited.made_at)


@pytest.mark.parametrize("secret", ["", "unknown", "\x00", "x" * 10_000])
def test_without_a_working_invitation_nobody_joins(by_invitation, article, db, secret):
    with pytest.raises((Refused, Invalid)):
        register(replace(FORM, invitation=secret))
    assert people(db) == []


def test_an_invitation_works_as_often_as_it_says(by_invitation, article, mo, db):
    secret = secret_in(invite(as_actor(mo), uses=2))
    for number in range(2):
        register(replace(FORM, email=f"robin.{number}@elsewhere.example", invitation=secret))
    with pytest.raises(Invalid) as refusal:
        register(replace(FORM, invitation=secret))
    assert list(refusal.value.fields) == ["invitation"]
    assert len(people(db)) == 2


def test_of_many_at_the_same_time_one_gets_the_last_use(app, by_invitation, invited, db):
    secret, numbers = secret_in(invited), iter(range(6))
    db.session.rollback()
    answers = at_once(
        app,
        lambda: register(replace(FORM, email=f"robin.{next(numbers)}@elsewhere.example", invitation=secret)),
    )
    assert sum(answer is None for answer in answers) == 1
    assert all(answer is None or isinstance(answer, Invalid) for answer in answers)
    assert len(people(db)) == 1
    db.session.refresh(invited)
    assert (invited.uses, invited.most_uses) == (1, 1)


def test_a_known_address_uses_nothing_up_and_hears_nothing_else(by_invitation, invited, alice, db, mailbox):
    register(replace(FORM, email=alice.email, invitation=secret_in(invited)))
    db.session.refresh(invited)
    assert invited.uses == 0
    assert len(sent_by(mailbox, alice.email)) == 1


def test_an_invitation_ends_by_itself(by_invitation, article, mo, clock):
    secret = secret_in(invite(as_actor(mo), days=3))
    clock.advance(days=2, hours=23)
    assert invited_by(secret)
    clock.advance(hours=1)
    assert invited_by(secret) is None
    with pytest.raises(Invalid):
        register(replace(FORM, invitation=secret))


def test_who_made_it_or_a_colleague_takes_it_back(by_invitation, invited, ada, mo, db):
    revoke_invitation(as_actor(ada), invited.public_id)
    revoke_invitation(as_actor(ada), invited.public_id)
    assert invited_by(secret_in(invited)) is None
    with pytest.raises(Invalid):
        register(replace(FORM, invitation=secret_in(invited)))
    entries = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert entries == ["invitation.make", "invitation.revoke"]
    with pytest.raises(NotFound):
        revoke_invitation(as_actor(mo), "unknown")


def test_inviting_is_for_who_moderates(article, alice, invited, db):
    for command in (
        lambda actor: invite(actor),
        lambda actor: invitations(actor),
        lambda actor: revoke_invitation(actor, invited.public_id),
    ):
        with pytest.raises(Refused):
            command(as_actor(alice))
        with pytest.raises(SignInNeeded):
            command(ANONYMOUS)
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 1


def test_all_that_is_wrong_with_an_invitation_is_told_at_once(article, mo):
    with pytest.raises(Invalid) as refusal:
        invite(as_actor(mo), email="robin", perspective="king", organisation="x" * 121, uses=0, days=366)
    assert set(refusal.value.fields) == {"email", "perspective", "organisation", "uses", "days"}


def test_with_an_address_it_is_mailed_there_and_works_for_that_address_only(
    by_invitation, article, mo, mailbox, db
):
    invite(as_actor(mo), email="Robin@Elsewhere.example", uses=50)
    (letter,) = sent_by(mailbox, FORM.email)
    secret = path_in(letter, "/register").partition("invitation=")[2]
    with pytest.raises(Invalid) as refusal:
        register(replace(FORM, email="dana@elsewhere.example", invitation=secret))
    assert list(refusal.value.fields) == ["email"]
    register(replace(FORM, invitation=secret))
    assert people(db) == [FORM.email]


def test_an_invitation_that_was_taken_back_is_not_mailed_any_more(article, mo, mailbox):
    made = invite(as_actor(mo), email=FORM.email)
    revoke_invitation(as_actor(mo), made.public_id)
    assert sent_by(mailbox, FORM.email) == []


def test_the_secret_of_an_invitation_is_stored_nowhere(invited, db):
    stored = [getattr(invited, column.key) for column in sa.inspect(Invitation).columns]
    assert secret_in(invited) not in str(stored)


def test_the_list_shows_how_each_invitation_stands(article, mo, ada, clock, db, statements):
    over = invite(as_actor(mo), days=1)
    clock.advance(days=1)
    revoked = invite(as_actor(mo))
    revoke_invitation(as_actor(mo), revoked.public_id)
    used, still_open = invite(as_actor(mo)), invite(as_actor(ada), email=FORM.email)
    register(replace(FORM, email="dana@elsewhere.example", invitation=secret_in(used)))
    db.session.rollback()
    viewer = as_actor(mo)
    with statements() as counted:
        rows = {row.public_id: row for row in invitations(viewer)}
    assert len(counted) == 1
    states = {one.public_id: rows[one.public_id].state for one in (over, revoked, used, still_open)}
    assert list(states.values()) == [
        InvitationState.OVER,
        InvitationState.REVOKED,
        InvitationState.USED,
        InvitationState.OPEN,
    ]
    assert [rows[one.public_id].secret != "" for one in (over, revoked, used, still_open)] == [
        False,
        False,
        False,
        True,
    ]
    assert (rows[still_open.public_id].email, rows[still_open.public_id].made_by) == (FORM.email, "Ada")


def test_what_ended_long_ago_is_forgotten_with_its_address(article, mo, clock, db):
    invite(as_actor(mo), email=FORM.email, days=30)
    clock.advance(days=119)
    forget_expired()
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 1
    clock.advance(days=2)
    forget_expired()
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 0


def test_an_address_of_the_right_domain_opens_an_account(article, db, configure):
    configure(registration="domains", registration_domains=("elsewhere.example",))
    register(FORM)
    assert people(db) == [FORM.email]


def test_any_other_address_hears_the_same_whether_it_is_known_or_not(article, alice, db, configure, mailbox):
    configure(registration="domains", registration_domains=("gemeente.example",))
    said = []
    for email in (FORM.email, alice.email):
        with pytest.raises(Invalid) as refusal:
            register(replace(FORM, email=email))
        said.append(refusal.value.fields)
    assert said[0] == said[1]
    assert list(said[0]) == ["email"]
    assert people(db) == []
    assert sent_by(mailbox, alice.email) == []


def test_an_invitation_lets_in_from_any_domain(article, invited, db, configure):
    configure(registration="domains", registration_domains=("gemeente.example",))
    register(replace(FORM, invitation=secret_in(invited)))
    assert people(db) == [FORM.email]


def test_nobody_joins_under_the_name_of_who_moderates_or_of_the_forum(article, mo, configure):
    configure(site_name="Forum Noord")
    for name in ("Mo", "mo", "\u041c\u043e", "Roos van Forum Noord"):
        with pytest.raises(Invalid) as refusal:
            register(replace(FORM, name=name))
        assert list(refusal.value.fields) == ["name"]


def test_nor_takes_that_name_later(article, mo, bob):
    with pytest.raises(Invalid):
        change_profile(as_actor(bob), name="M0", perspective="provider", organisation="")
    change_profile(as_actor(mo), name="Mo", perspective="provider", organisation="")
