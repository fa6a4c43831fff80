"""The whole register, for moderators."""

import pytest

from forum.accounts.service import promote
from forum.lib.errors import NotFound, Refused, SignInNeeded
from forum.moderation import register
from forum.moderation.kinds import Kind
from forum.moderation.register import Change, register_page
from forum.moderation.service import perform
from forum.permissions import ANONYMOUS, SYSTEM, Role
from tests.factories import as_actor, new_rules


def entries(viewer):
    return list(register_page(as_actor(viewer)).rows)


def test_an_entry_tells_who_did_what_to_what_why_and_what_changed(comment, mo, clock):
    perform(as_actor(mo), "hide", f"comment:{comment.public_id}", ground="spam", reason="It sells something.")
    (entry,) = entries(mo)
    assert (entry.actor, entry.role, entry.action, entry.at) == (
        "Mo",
        "moderator",
        "moderation.hide",
        clock(),
    )
    assert (entry.kind, entry.name, entry.reason) == (Kind.COMMENT, comment.public_id, "It sells something.")
    assert entry.changes == (Change("state", "visible", "hidden"),)


def test_an_account_is_named_and_the_command_line_is_nobody(alice, mo):
    promote(SYSTEM, alice.email, Role.MODERATOR, reason="She asked.")
    (entry,) = entries(mo)
    assert (entry.actor, entry.person, entry.kind, entry.reason) == (
        None,
        "Alice",
        Kind.ACCOUNT,
        "She asked.",
    )
    assert entry.changes == (Change("role", "member", "moderator"),)


def test_what_has_no_address_is_still_told(ada, mo):
    new_rules(ada)
    (entry,) = entries(mo)
    assert (entry.action, entry.table, entry.target_id, entry.kind) == (
        "rules.publish",
        "house_rules",
        2,
        None,
    )


def test_pages_follow_each_other(ada, mo):
    for version in range(1, register.ENTRIES_ON_PAGE + 3):
        new_rules(ada, version=version)
    first = register_page(as_actor(mo))
    second = register_page(as_actor(mo), after=first.next)
    assert [entry.target_id for entry in (*first.rows, *second.rows)] == list(
        range(register.ENTRIES_ON_PAGE + 3, 1, -1)
    )
    assert second.next is None


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0"])
def test_a_forged_cursor_is_not_found(mo, cursor):
    with pytest.raises(NotFound):
        register_page(as_actor(mo), after=cursor)


def test_only_moderators_read_it(alice):
    with pytest.raises(Refused):
        register_page(as_actor(alice))
    with pytest.raises(SignInNeeded):
        register_page(ANONYMOUS)


def test_a_page_takes_one_statement_however_much_there_is(ada, mo, statements):
    for version in range(1, 12):
        new_rules(ada, version=version)
    viewer = as_actor(mo)
    with statements() as counted:
        register_page(viewer)
    assert len(counted) == 1
