"""Everybody who opens an account has a handle, and nobody has somebody else's."""

import threading

import pytest
import sqlalchemy as sa

from forum.accounts.handles import MOST_CHOSEN, give_handle, hash_of
from forum.accounts.models import UsedHandle, User
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


def choose(user: User, handle: str) -> None:
    change_profile(as_actor(user), name=user.name, perspective="", organisation="", handle=handle)


def test_a_handle_that_somebody_left_goes_to_nobody_else(app, alice, bob):
    choose(alice, "alice-b")
    for handle in ("alice", "alice-b"):
        with pytest.raises(Invalid) as refused:
            choose(bob, handle)
        assert "had it" in refused.value.fields["handle"]
    create_user(SYSTEM, email="new@example.nl", name="Alice")
    assert handle_of("new@example.nl") == "alice-2"


def test_one_can_go_back_to_a_handle_that_one_had(app, alice):
    choose(alice, "alice-b")
    choose(alice, "alice")
    assert handle_of(alice.email) == "alice"


def test_so_many_new_handles_in_a_month_and_no_more(app, alice, clock):
    for number in range(MOST_CHOSEN):
        choose(alice, f"alice-{number + 1}0")
    with pytest.raises(Invalid) as refused:
        choose(alice, "one-more")
    assert list(refused.value.fields) == ["handle"]
    choose(alice, "alice")  # an old one takes nothing from anybody
    clock.advance(days=31)
    choose(alice, "one-more")
    assert handle_of(alice.email) == "one-more"


def test_a_name_that_comes_with_the_account_is_no_choice(app):
    join("anna@example.nl", "Anna de Vries")
    anna = db.session.scalars(sa.select(User).where(User.email == "anna@example.nl")).one()
    used = db.session.get_one(UsedHandle, hash_of("anna-de-vries"))
    assert (used.user_id, used.chosen_at) == (anna.id, None)


def test_a_refused_form_takes_no_handle(app, alice, bob):
    with pytest.raises(Invalid):
        change_profile(as_actor(alice), name="", perspective="", organisation="", handle="brand-new")
    choose(bob, "brand-new")
    assert handle_of(bob.email) == "brand-new"


def test_a_handle_without_a_person_stays_kept(app, alice, bob):
    choose(alice, "alice-b")
    nobody_has_it("alice")
    for person in (alice, bob):
        with pytest.raises(Invalid):
            choose(person, "alice")


@atomic
def nobody_has_it(handle: str) -> None:
    """As erasing an account leaves it."""
    of_handle = UsedHandle.handle_hash == hash_of(handle)
    db.session.execute(sa.update(UsedHandle).where(of_handle).values(user_id=None))


def test_a_handle_wanted_by_two_at_once_goes_to_one(app, alice, bob):
    answers: list[str] = []

    def want(person) -> None:
        with app.app_context():
            try:
                choose(db.session.get_one(User, person), "wanted")
                answers.append("taken")
            except Invalid:
                answers.append("refused")

    threads = [threading.Thread(target=want, args=(person.id,)) for person in (alice, bob)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["refused", "taken"]


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
