"""`forum user …`: opening accounts and giving roles without a browser."""

import contextvars
from functools import partial

import pytest
from click.testing import CliRunner, Result

from forum.accounts.models import User
from forum.accounts.own_factors import own_factors
from forum.accounts.service import sign_in
from forum.cli import commands
from forum.lib.errors import Invalid
from forum.permissions import Role
from tests.second_factors import with_app

PASSWORD = "korenbloem fiets zes"


@pytest.fixture
def forum_user(app, db):
    """Run `forum user …` as on a command line. Returns the result."""

    def run(*arguments: str, typed: str = "") -> Result:
        db.session.rollback()
        invoke = partial(CliRunner().invoke, commands, ["user", *arguments], input=typed, obj=lambda: app)
        # In an empty context: the command must not find the application context of the test.
        return contextvars.Context().run(invoke)

    return run


def test_an_administrator_can_be_made_from_nothing(forum_user, db):
    done = forum_user(
        "create",
        "ada@example.nl",
        "--name",
        "Ada",
        "--role",
        "admin",
        "--password-stdin",
        typed=PASSWORD + "\n",
    )
    assert (done.exit_code, done.output) == (0, "ada@example.nl has an account, as admin.\n")
    user = db.session.get_one(User, sign_in("ada@example.nl", PASSWORD).user_id)
    assert user.role is Role.ADMIN


def test_without_a_password_one_reads_where_to_choose_it(forum_user):
    done = forum_user("create", "ada@example.nl", "--name", "Ada")
    assert "/account/forgot" in done.output


def test_somebody_can_be_given_a_role(forum_user, db, alice):
    assert forum_user("promote", "ALICE@example.nl", "moderator").exit_code == 0
    db.session.refresh(alice)
    assert alice.role is Role.MODERATOR


def test_who_lost_every_second_proof_signs_in_with_the_password_alone(forum_user, db, alice):
    with_app(alice)
    done = forum_user("forget-factors", "ALICE@example.nl", "--reason", "She came by.")
    assert done.exit_code == 0
    db.session.rollback()
    assert not own_factors(alice.id).is_any


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "no-address", "--name", "Ada"),
        ("create", "ada@example.nl"),
        ("create", "ada@example.nl", "--name", "Ada", "--role", "king"),
        ("create", "ada@example.nl", "--name", "Ada", "--perspective", "nowhere"),
        ("create", "alice@example.nl", "--name", "Alice"),
        ("promote", "gone@example.nl", "admin"),
        ("promote", "alice@example.nl", "king"),
    ],
)
def test_what_is_wrong_fails_and_changes_nothing(forum_user, db, alice, arguments):
    done = forum_user(*arguments)
    assert isinstance(done.exception, Invalid) or done.exit_code == 2
    assert db.session.query(User).count() == 1
