"""Who moderates or administers has to have a second factor, after some days of grace."""

import pytest
import sqlalchemy as sa

from forum.accounts.chores import note_duties
from forum.accounts.models import User
from forum.accounts.service import create_user, promote, remove_app
from forum.lib.db import atomic, db
from forum.permissions import SYSTEM, Role
from tests.browsing import Person
from tests.factories import as_actor
from tests.second_factors import with_app


@pytest.fixture
def signed_in(app, mo):
    def visit(user=mo) -> Person:
        return Person(app, user)

    return visit


def since() -> dict:
    """Name to since when the duty holds."""
    return {row.name: row.duty_since for row in db.session.execute(sa.select(User.name, User.duty_since))}


def duty(page) -> str:
    return page.words(".duty")


def test_in_the_days_of_grace_one_moderates_and_reads_until_when(mo, article, signed_in, clock):
    note_duties()
    page = signed_in().get("/questions")
    assert "before December 7, 2026" in duty(page)
    assert page.select_one(".duty a[href='/account/security']")
    clock.advance(days=13, hours=23)
    assert signed_in().get("/moderation").status_code == 200


def test_after_it_one_acts_as_a_member_until_it_is_set_up(mo, comment, signed_in, clock):
    note_duties()
    clock.advance(days=14)
    person = signed_in()
    page = person.get("/questions")
    assert "as a member" in duty(page)
    assert page.select_one("a[href='/moderation']") is None
    assert person.get("/moderation").status_code == 403
    fields = {"target": f"comment:{comment.public_id}", "ground": "off_topic", "reason": "It is off topic."}
    assert person.post("/moderation/hide", fields).status_code == 403
    with_app(mo)
    again = signed_in()
    assert duty(again.get("/questions")) == ""
    assert again.get("/moderation").status_code == 200


def test_what_they_wrote_before_stays_and_they_still_take_part(mo, article, signed_in, clock):
    note_duties()
    clock.advance(days=14)
    fields = {"title": "A question of mine", "body": "What do you think?", "lessons": "we"}
    assert signed_in().post("/questions/who-is-we/threads", fields).status_code == 303


def test_an_administrator_no_longer_administers(ada, article, signed_in, clock):
    note_duties()
    assert signed_in(ada).get("/rules/edit").status_code == 200
    clock.advance(days=14)
    assert signed_in(ada).get("/rules/edit").status_code == 403


def test_who_removes_the_second_factor_after_the_grace_is_a_member_at_once(mo, article, signed_in, clock):
    note_duties()
    with_app(mo)
    clock.advance(days=20)
    assert signed_in().get("/moderation").status_code == 200
    remove_app(as_actor(mo))
    assert signed_in().get("/moderation").status_code == 403


def test_members_read_nothing_of_it(as_alice, article, clock):
    note_duties()
    clock.advance(days=20)
    assert duty(as_alice.get("/questions")) == ""


def test_the_days_count_from_when_the_duty_began(app, alice, clock, signed_in):
    note_duties()
    clock.advance(days=30)
    promote(SYSTEM, alice.email, Role.MODERATOR, reason="She helps us.")
    clock.advance(days=13)
    note_duties()
    assert signed_in(alice).get("/moderation").status_code == 200
    clock.advance(days=1)
    assert signed_in(alice).get("/moderation").status_code == 403
    promote(SYSTEM, alice.email, Role.MEMBER, reason="She stops.")
    assert duty(signed_in(alice).get("/questions")) == ""
    promote(SYSTEM, alice.email, Role.MODERATOR, reason="She helps us again.")
    assert signed_in(alice).get("/moderation").status_code == 200


def test_an_account_that_is_opened_for_staff_begins_at_once(app, clock):
    create_user(SYSTEM, email="otto@example.nl", name="Otto", role=Role.ADMIN)
    create_user(SYSTEM, email="vera@example.nl", name="Vera")
    assert since() == {"Otto": clock(), "Vera": None}


def test_noting_duties_twice_changes_nothing(mo, alice, clock):
    note_duties()
    begun = clock()
    clock.advance(days=3)
    note_duties()
    db.session.rollback()
    assert since() == {"Mo": begun, "Alice": None}


def test_a_duty_that_was_never_noted_leaves_the_whole_grace(mo, article, signed_in, clock):
    clock.advance(days=100)
    assert signed_in().get("/moderation").status_code == 200


def test_who_is_no_longer_staff_has_no_duty(mo, clock):
    note_duties()

    @atomic
    def demote():
        from forum.audit import recorded

        with recorded(SYSTEM, "test.demote", mo):
            mo.role = Role.MEMBER

    demote()
    note_duties()
    db.session.rollback()
    assert db.session.scalar(sa.select(User.duty_since).where(User.id == mo.id)) is None
