"""What administrators do for the accounts of others."""

import pytest
import sqlalchemy as sa

from forum.accounts.administered import Standing, Wanted, administered_person, people_page
from forum.accounts.models import Suspension, User
from forum.accounts.queries import viewer_of_session
from forum.accounts.service import (
    change_role,
    confirm_by_hand,
    promote,
    reset_password,
    send_reset_link,
    sign_out_everywhere,
    vouch,
)
from forum.accounts.sessions import open_session
from forum.audit import AuditEntry, recorded
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM, Role
from tests.factories import a_user, as_actor
from tests.letters import secret_in, sent_by
from tests.service.accounts.test_at_the_same_time import at_once


def names(viewer, **wanted):
    return [line.name for line in people_page(as_actor(viewer), "en", Wanted(**wanted)).rows]


def acts(db):
    return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


@atomic
def change(user, **values):
    with recorded(SYSTEM, "test", user):
        for name, value in values.items():
            setattr(user, name, value)


def test_people_are_found_by_how_a_name_address_handle_or_organisation_begins(ada, alice, bob):
    change(alice, name="Éva de Jansen", organisation="Gemeente Ons Dorp")
    for search in ("éva", "ÉVA", "jans", "de  jan", "alice@", "ALICE", "@ali", "gemeente", "dorp"):
        assert names(ada, search=search) == ["Éva de Jansen"], search
    for search in ("ansen", "emeente", "%", "_", "x" * 300):
        assert names(ada, search=search) == [], search
    assert names(ada, search="  ") == ["Bob", "Éva de Jansen", "Ada"]


def test_people_are_found_by_role_perspective_and_what_is_the_matter(article, ada, mo, clock):
    provider = a_user("provider", perspective="provider")
    newcomer = a_user("newcomer", is_confirmed=False)
    silent, free = a_user("silent"), a_user("free")
    change(silent, suspension=Suspension.WRITING)
    change(free, suspension=Suspension.WRITING, suspended_until=clock())
    change(provider, is_vouched_for=True)
    assert names(ada, role=Role.MODERATOR) == ["Mo"]
    assert names(ada, perspective="provider") == ["Provider"]
    assert names(ada, standing=Standing.UNCONFIRMED) == [newcomer.name]
    assert names(ada, standing=Standing.SUSPENDED) == [silent.name]
    assert names(ada, standing=Standing.VOUCHED) == ["Provider"]
    assert names(ada, standing=Standing.UNREACHABLE) == []
    assert names(ada, standing=Standing.ONE_PROOF) == ["Mo", "Ada"]
    assert names(ada, search="pro", role=Role.ADMIN) == []


def test_everybody_is_found_once_from_page_to_page_and_no_pseudonym(ada, monkeypatch):
    many = [a_user(f"person {n}") for n in range(120)]
    change(many[7], is_pseudonym=True)
    seen, after = [], None
    while True:
        page = people_page(as_actor(ada), "en", Wanted(), after=after)
        seen += [line.name for line in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [one.name for one in reversed(many) if one is not many[7]] + ["Ada"]


def test_only_administrators_see_and_change_accounts(alice, mo):
    for actor in (as_actor(alice), as_actor(mo)):
        for attempt in (
            lambda actor=actor: people_page(actor, "en", Wanted()),
            lambda actor=actor: administered_person(actor, alice.public_id, "en"),
            lambda actor=actor: change_role(actor, alice.public_id, role="admin", reason="Because."),
            lambda actor=actor: confirm_by_hand(actor, alice.public_id),
            lambda actor=actor: send_reset_link(actor, alice.public_id),
            lambda actor=actor: sign_out_everywhere(actor, alice.public_id),
            lambda actor=actor: vouch(actor, alice.public_id, for_them=True),
        ):
            with pytest.raises(Refused):
                attempt()
    with pytest.raises(SignInNeeded):
        people_page(ANONYMOUS, "en", Wanted())


def test_an_account_tells_where_somebody_is_signed_in_and_nothing_of_what_they_voted(ada, alice, clock):
    atomic(open_session)(alice.id, "")
    clock.advance(days=1)
    atomic(open_session)(alice.id, "")
    clock.advance(days=13, minutes=1)
    person = administered_person(as_actor(ada), alice.public_id, "en")
    assert (person.sessions, person.is_me, person.is_last) == (1, False, False)
    assert administered_person(as_actor(ada), ada.public_id, "en").is_last
    assert not [name for name in dir(person) + dir(person.line) if "vote" in name]


def test_a_role_needs_a_reason_and_stands_in_the_register(ada, alice, db):
    with pytest.raises(Invalid) as refusal:
        change_role(as_actor(ada), alice.public_id, role="king", reason=" ")
    assert set(refusal.value.fields) == {"role", "reason"}
    with pytest.raises(Invalid) as refusal:
        change_role(as_actor(ada), alice.public_id, role="member", reason="x" * 501)
    assert set(refusal.value.fields) == {"role", "reason"}
    token = atomic(open_session)(alice.id, "")
    change_role(as_actor(ada), alice.public_id, role="moderator", reason="She  helps us.")
    assert db.session.get_one(User, alice.id).role is Role.MODERATOR
    assert viewer_of_session(token) is None
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.actor_id, entry.reason) == ("user.promote", ada.id, "She helps us.")


def test_the_last_administrator_stays(ada, alice, mo, db):
    with pytest.raises(Conflict):
        change_role(as_actor(ada), ada.public_id, role="member", reason="I am tired.")
    with pytest.raises(Conflict):
        promote(SYSTEM, ada.email, Role.MODERATOR, reason="")
    suspended = a_user("suspended", role="admin")
    change(suspended, suspension=Suspension.EVERYTHING)
    with pytest.raises(Conflict):
        change_role(as_actor(ada), ada.public_id, role="member", reason="I am tired.")
    promote(as_actor(ada), alice.email, Role.ADMIN, reason="")
    change_role(as_actor(ada), ada.public_id, role="member", reason="I am tired.")
    assert db.session.get_one(User, ada.id).role is Role.MEMBER


def test_two_administrators_who_demote_each_other_at_once_leave_one(app, ada, db):
    other = a_user("other", role="admin")
    pairs = [(as_actor(ada), other.public_id), (as_actor(other), ada.public_id)] * 3
    db.session.rollback()

    def demote():
        actor, public_id = pairs.pop()
        change_role(actor, public_id, role="member", reason="They should not.")

    answers = at_once(app, demote)
    assert answers.count(None) == 1
    assert all(isinstance(one, Conflict | Refused | Invalid) for one in answers if one is not None)
    db.session.rollback()
    left = sa.select(sa.func.count(User.id)).where(User.role == Role.ADMIN)
    assert db.session.scalar(left) == 1


def test_who_lost_their_role_a_moment_ago_gives_none(ada, alice):
    other = a_user("other", role="admin")
    stale = as_actor(other)
    promote(as_actor(ada), other.email, Role.MEMBER, reason="")
    with pytest.raises(Refused):
        promote(stale, alice.email, Role.ADMIN, reason="")


def test_an_address_is_confirmed_by_hand_once(ada, db, clock):
    newcomer = a_user("newcomer", is_confirmed=False)
    confirm_by_hand(as_actor(ada), newcomer.public_id)
    moment = clock()
    clock.advance(days=1)
    confirm_by_hand(as_actor(ada), newcomer.public_id)
    assert db.session.get_one(User, newcomer.id).email_confirmed_at == moment
    assert acts(db) == ["user.confirm"]


def test_a_link_for_a_new_password_goes_to_its_owner_only(ada, alice, mailbox, db):
    send_reset_link(as_actor(ada), alice.public_id)
    [mail] = sent_by(mailbox, alice.email)
    reset_password(secret_in(mail), "korenbloem fiets zes")
    assert sent_by(mailbox, ada.email) == []
    assert acts(db) == ["user.send_reset"]


def test_sessions_of_others_are_ended(ada, alice, db):
    tokens = [atomic(open_session)(alice.id, "") for _ in range(2)]
    sign_out_everywhere(as_actor(ada), alice.public_id)
    assert [viewer_of_session(token) for token in tokens] == [None, None]
    with pytest.raises(Conflict):
        sign_out_everywhere(as_actor(ada), ada.public_id)
    assert acts(db) == ["user.sign_out"]


def test_vouching_can_be_taken_back(ada, alice, db):
    for is_known in (True, True, False):
        vouch(as_actor(ada), alice.public_id, for_them=is_known)
        assert db.session.get_one(User, alice.id).is_vouched_for is is_known
    assert acts(db) == ["user.vouch", "user.unvouch"]


def test_a_pseudonym_has_no_account_to_help_with(ada, alice):
    change(alice, is_pseudonym=True)
    for act in (confirm_by_hand, send_reset_link, sign_out_everywhere):
        with pytest.raises(NotFound):
            act(as_actor(ada), alice.public_id)
    with pytest.raises(NotFound):
        administered_person(as_actor(ada), alice.public_id, "en")
