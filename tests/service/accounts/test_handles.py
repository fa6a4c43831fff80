"""Everybody who opens an account has a handle, and nobody has somebody else's."""

import threading

import pytest
import sqlalchemy as sa

from forum.accounts.handles import give_handle
from forum.accounts.models import User
from forum.accounts.service import Registration, change_profile, create_user, register
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.permissions import SYSTEM, Role
from tests.factories import a_user, as_actor

PASSWORD = "een lange zin met vier woorden"


def handle_of(email: str) -> str | None:
    return db.session.scalar(sa.select(User.handle).where(User.email == email))


def join(email: str, name: str) -> None:
    register(Registration(email=email, name=name, password=PASSWORD, accepts=True))


def test_who_registers_gets_a_handle_of_their_name(app):
    join("anna@example.nl", "Anna de Vries")
    assert handle_of("anna@example.nl") == "anna-de-vries"


def test_the_second_of_a_name_gets_a_number(app):
    join("one@example.nl", "Anna de Vries")
    join("two@example.nl", "Anna de Vries")
    create_user(SYSTEM, email="three@example.nl", name="Anna de Vriés")
    assert handle_of("two@example.nl") == "anna-de-vries-2"
    assert handle_of("three@example.nl") == "anna-de-vries-3"


def test_a_longer_name_is_in_nobodys_way(app):
    join("one@example.nl", "Anna de Vries")
    join("two@example.nl", "Anna")
    assert handle_of("two@example.nl") == "anna"


def test_staff_may_carry_the_name_of_the_staff(app):
    create_user(SYSTEM, email="mo@example.nl", name="Moderator Mo", role=Role.MODERATOR)
    create_user(SYSTEM, email="no@example.nl", name="Moderator No")
    assert handle_of("mo@example.nl") == "moderator-mo"
    assert handle_of("no@example.nl") == "lid"


def test_one_changes_ones_own_handle(app, alice):
    change_profile(as_actor(alice), name="Alice", perspective="", organisation="", handle="@Alice-B")
    assert handle_of(alice.email) == "alice-b"


def test_a_profile_saved_without_a_handle_keeps_it(app, alice):
    change_profile(as_actor(alice), name="Alice B", perspective="", organisation="")
    assert handle_of(alice.email) == "alice"


@pytest.mark.parametrize("typed", ["bob", "BOB", "a b", ""])
def test_a_handle_of_somebody_else_or_none_at_all_is_refused(app, alice, bob, typed):
    with pytest.raises(Invalid) as refused:
        change_profile(as_actor(alice), name="Alice", perspective="", organisation="", handle=typed)
    assert list(refused.value.fields) == ["handle"]
    assert handle_of(alice.email) == "alice"


def test_two_of_a_name_at_the_same_moment_both_get_one(app):
    people = [a_user(f"person {number}") for number in range(6)]
    rename([person.id for person in people])

    @atomic
    def give(user_id: int) -> None:
        give_handle(db.session.get_one(User, user_id))

    def in_app(user_id: int) -> None:
        with app.app_context():
            give(user_id)

    threads = [threading.Thread(target=in_app, args=(person.id,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    handles = set(db.session.scalars(sa.select(User.handle)))
    assert handles == {"jan-smit", *(f"jan-smit-{number}" for number in range(2, 7))}


@atomic
def rename(ids: list[int]) -> None:
    db.session.execute(sa.update(User).where(User.id.in_(ids)).values(name="Jan Smit", handle=None))
