"""`forum user export` and `forum user erase`, for who asks in another way."""

import contextvars
import json
from functools import partial
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from forum.accounts.erasing import leaving
from forum.accounts.models import User
from forum.cli import commands
from forum.jobs import deliver_all
from forum.lib.errors import Invalid, Refused


@pytest.fixture
def forum_user(app, db):
    """Run `forum user …` as on a command line. Returns the result."""

    def run(*arguments: str):
        db.session.rollback()
        invoke = partial(CliRunner().invoke, commands, ["user", *arguments], obj=lambda: app)
        # In an empty context: the command must not find the application context of the test.
        return contextvars.Context().run(invoke)

    return run


def test_a_copy_is_written_to_a_file_that_others_cannot_read(forum_user, alice, tmp_path):
    path = tmp_path / "copy.zip"
    done = forum_user("export", alice.email, str(path))
    assert done.exit_code == 0
    assert "docs/own-data.md" in done.output
    assert path.stat().st_mode & 0o077 == 0
    with ZipFile(path) as folder:
        assert json.loads(folder.read("own-data.json"))["data"]["account"][0]["email"] == alice.email


def test_a_copy_leaves_the_folder_it_is_written_to_as_it_was(forum_user, alice, tmp_path):
    forum_user("export", alice.email, str(tmp_path / "copy.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["copy.zip"]


@pytest.mark.parametrize(
    "command", [("export", "nobody@example.nl", "x.zip"), ("erase", "nobody@example.nl")]
)
def test_an_unknown_address_is_named_as_such(forum_user, command):
    done = forum_user(*command)
    assert isinstance(done.exception, Invalid)
    assert list(done.exception.fields) == ["email"]


def test_erasing_waits_as_it_does_for_who_asks_on_the_page(forum_user, alice, mailbox):
    done = forum_user("erase", alice.email)
    assert "will be erased in 14 days" in done.output
    waiting = leaving(alice.id)
    assert waiting is not None
    assert not waiting.keeps_votes
    deliver_all()
    assert len(mailbox.to(alice.email)) == 1


def test_erasing_at_once_leaves_nothing(forum_user, db, alice, mailbox):
    done = forum_user("erase", alice.email, "--keep-votes", "--now")
    assert done.exit_code == 0
    deliver_all()
    emails = db.session.scalars(sa.select(User.email).where(User.id == alice.id)).all()
    assert emails != ["alice@example.nl"]
    assert len(mailbox.to("alice@example.nl")) == 1


def test_erasing_at_once_what_waits_already_is_fine(forum_user, db, alice):
    forum_user("erase", alice.email)
    assert forum_user("erase", alice.email, "--now").exit_code == 0
    db.session.expire_all()
    assert db.session.get_one(User, alice.id).is_pseudonym


def test_an_administrator_is_not_erased(forum_user, ada):
    done = forum_user("erase", ada.email, "--now")
    assert isinstance(done.exception, Refused)
