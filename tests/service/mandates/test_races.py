"""Two people at the same moment."""

import sqlalchemy as sa

from forum.lib.errors import Conflict
from forum.mandates.models import Mandate, Organisation
from forum.mandates.service import confirm_mandate, withdraw_mandate
from forum.moderation.kinds import Kind
from forum.moderation.models import Decision
from tests.factories import a_mandate, a_user, as_actor, decided
from tests.service.moderation.at_once import at_once


def test_of_a_moderator_and_a_colleague_at_once_one_decides(app, db, anna, mo, bens):
    results = at_once(
        app,
        [
            lambda: confirm_mandate(as_actor(anna), bens.public_id),
            lambda: decided(bens, "refuse", by=mo),
        ],
    )
    assert [type(one) for one in results].count(Conflict) == 1
    db.session.rollback()
    state = db.session.get_one(Mandate, bens.id, populate_existing=True).state
    decisions = db.session.scalars(sa.select(Decision).filter_by(kind=Kind.MANDATE, target_id=bens.id)).all()
    assert (state.value, len(decisions)) in (("confirmed", 0), ("refused", 1))


def test_two_who_confirm_at_once_confirm_it_once(app, anna, bens, article):
    carla = a_user("carla")
    a_mandate(carla)
    results = at_once(
        app, [lambda who=who: confirm_mandate(as_actor(who), bens.public_id) for who in (anna, carla)]
    )
    assert [type(one) for one in results].count(Conflict) == 1


def test_two_who_withdraw_at_once_withdraw_it_once(app, anna, annas, bens, ben):
    confirm_mandate(as_actor(anna), bens.public_id)
    results = at_once(
        app, [lambda who=who: withdraw_mandate(as_actor(who), bens.public_id) for who in (anna, ben)]
    )
    assert [type(one) for one in results].count(Conflict) == 1


def test_colleagues_who_ask_for_a_new_organisation_at_once_make_one(app, db, article):
    people = [a_user(f"person{number}") for number in range(4)]
    results = at_once(app, [lambda who=who: a_mandate(who, "New Care", is_confirmed=False) for who in people])
    assert not [one for one in results if isinstance(one, Exception)]
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1


def test_one_who_asks_twice_at_once_asks_once(app, db, alice, article):
    results = at_once(app, [lambda: a_mandate(alice, is_confirmed=False)] * 3)
    assert [type(one) for one in results].count(Conflict) == 2
