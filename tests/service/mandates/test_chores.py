"""What happens to mandates by the clock."""

import sqlalchemy as sa

from forum.mandates.chores import forget_evidence, remind
from forum.mandates.models import Mandate
from forum.mandates.service import withdraw_mandate
from tests.factories import a_mandate, as_actor, decided


def test_its_holder_is_reminded_a_month_and_a_week_before_the_end_once_each(annas, clock):
    told = []
    for day in range(101):
        if remind():
            told.append(100 - day)
        remind()
        clock.advance(days=1)
    assert told == [30, 7]


def test_who_was_not_reminded_in_time_gets_one_and_not_two(annas, clock):
    clock.advance(days=95)
    assert [remind(), remind()] == [1, 0]


def test_who_asked_again_is_not_reminded(anna, annas, clock):
    clock.advance(days=80)
    a_mandate(anna, is_confirmed=False)
    assert remind() == 0


def test_who_asked_again_for_elsewhere_is(anna, annas, clock):
    clock.advance(days=80)
    a_mandate(anna, is_confirmed=False, scope="lesson:we")
    assert remind() == 1


def test_a_short_mandate_is_not_followed_at_once_by_a_reminder(alice, article, clock):
    a_mandate(alice, ends_on=(clock().date().replace(day=28)).isoformat())
    assert remind() == 0


def test_what_was_withdrawn_is_not_reminded_of(anna, annas, clock):
    withdraw_mandate(as_actor(anna), annas.public_id)
    clock.advance(days=80)
    assert remind() == 0


def evidence(db) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Mandate.evidence).order_by(Mandate.id)))


def test_half_a_year_after_the_end_what_showed_it_is_forgotten(db, annas, clock):
    clock.advance(days=100 + 183)
    forget_evidence()
    assert evidence(db) == ["The council decided so."]
    clock.advance(days=1)
    forget_evidence()
    assert evidence(db) == [""]
    assert db.session.get_one(Mandate, annas.id, populate_existing=True).contact == ""


def test_half_a_year_after_a_refusal_too_and_what_waits_is_kept(db, alice, bob, article, clock):
    decided(a_mandate(alice, is_confirmed=False), "refuse")
    a_mandate(bob, is_confirmed=False, ends_on="2028-01-01")
    clock.advance(days=184)
    forget_evidence()
    assert evidence(db) == ["", "The council decided so."]
