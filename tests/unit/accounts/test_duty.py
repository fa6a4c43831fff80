from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.duty import end_of_grace, is_required
from forum.permissions import Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("requirement", "who"),
    [
        ("nobody", set()),
        ("staff", {Role.MODERATOR, Role.ADMIN}),
        ("everybody", {Role.MEMBER, Role.MODERATOR, Role.ADMIN}),
    ],
)
def test_the_setting_says_of_whom_it_is_asked(requirement, who):
    assert {role for role in Role if is_required(role, requirement)} == who


def test_the_grace_begins_with_the_duty_or_now_when_nobody_noted_it():
    begun = NOW - timedelta(days=5)
    assert end_of_grace(begun, grace_days=14, now=NOW) == NOW + timedelta(days=9)
    assert end_of_grace(None, grace_days=14, now=NOW) == NOW + timedelta(days=14)
