"""Which actions are offered, by how something stands."""

import pytest

import forum.moderation.service  # noqa: F401  (declares the actions)
from forum.moderation.declaring import ACTIONS
from forum.moderation.fitting import Situation, fitting
from forum.moderation.kinds import Kind


def offered(kind: Kind, **now) -> set[str]:
    return {action.name for action in fitting(Situation(kind, **now))}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("visible", {"approve", "hide", "hold"}),
        ("held", {"approve", "hide"}),
        ("hidden", {"restore"}),
        ("withdrawn", {"approve"}),
    ],
)
def test_a_comment_is_taken_away_or_put_back_but_not_both(state, expected):
    assert offered(Kind.COMMENT, state=state) == expected


def test_a_thread_is_put_in_order_while_it_is_there():
    order = {"lock", "pin", "retitle", "retag", "move", "split", "merge"}
    assert offered(Kind.THREAD, state="visible") >= order
    assert not offered(Kind.THREAD, state="hidden") & order
    assert offered(Kind.THREAD, state="merged") == set()


@pytest.mark.parametrize(
    ("kind", "is_so", "do", "undo"),
    [
        (Kind.THREAD, "is_locked", "lock", "unlock"),
        (Kind.THREAD, "is_pinned", "pin", "unpin"),
        (Kind.QUESTION, "is_over", "conclude", "reopen"),
        (Kind.ACCOUNT, "is_over", "close", "lift"),
    ],
)
def test_what_was_done_can_only_be_undone(kind, is_so, do, undo):
    state = "visible" if kind is Kind.THREAD else ""
    before, after = offered(kind, state=state), offered(kind, state=state, **{is_so: True})
    assert do in before
    assert undo not in before
    assert undo in after
    assert do not in after


def test_an_older_wording_takes_no_better_one():
    assert offered(Kind.POSITION, state="visible", is_over=True) == {"approve", "hide", "hold"}


def test_a_suspension_can_be_changed_and_ended():
    assert offered(Kind.ACCOUNT, is_suspended=True) == {"warn", "suspend", "lift", "close"}


def test_an_appeal_is_answered_once():
    assert offered(Kind.APPEAL) == {"uphold", "reverse"}
    assert offered(Kind.APPEAL, is_over=True) == set()


def test_a_remark_that_waits_can_be_let_through():
    assert offered(Kind.REMARK, state="hidden") == {"approve", "restore"}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("asked", {"confirm", "refuse"}),
        ("confirmed", {"revoke"}),
        ("refused", {"confirm"}),
        ("revoked", {"confirm"}),
        ("withdrawn", set()),
    ],
)
def test_a_mandate_is_decided_as_it_stands_and_not_after_its_last_day(state, expected):
    assert offered(Kind.MANDATE, state=state) == expected
    assert offered(Kind.MANDATE, state=state, is_over=True) == set()


def test_an_organisation_that_was_merged_is_kept_in_order_no_more():
    assert offered(Kind.ORGANISATION) == {"correct", "unite"}
    assert offered(Kind.ORGANISATION, is_over=True) == set()


def test_every_action_is_offered_at_some_time():
    states = ("", "visible", "held", "hidden", "asked", "confirmed")
    seen: set[str] = set()
    for kind in Kind:
        for state in states:
            for is_so in (False, True):
                seen |= offered(
                    kind, state=state, is_locked=is_so, is_pinned=is_so, is_suspended=is_so, is_over=is_so
                )
    assert seen == set(ACTIONS)
