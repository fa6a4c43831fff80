from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts.sessions import is_alive, is_glance_due
from forum.permissions import Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def alive(role, *, idle, age=timedelta(days=1)):
    return is_alive(role, last_seen_at=NOW - idle, expires_at=NOW - age + timedelta(days=30), now=NOW)


def test_a_member_stays_signed_in_for_two_weeks_without_a_visit():
    assert alive(Role.MEMBER, idle=timedelta(days=13, hours=23))
    assert not alive(Role.MEMBER, idle=timedelta(days=14))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_staff_stays_signed_in_for_twelve_hours_without_a_visit(role):
    assert alive(role, idle=timedelta(hours=11, minutes=59))
    assert not alive(role, idle=timedelta(hours=12))


def test_after_thirty_days_everybody_signs_in_again():
    assert alive(Role.MEMBER, idle=timedelta(0), age=timedelta(days=29, hours=23))
    assert not alive(Role.MEMBER, idle=timedelta(0), age=timedelta(days=30))


def test_a_visit_is_noted_once_in_ten_minutes():
    assert not is_glance_due(NOW - timedelta(minutes=9, seconds=59), NOW)
    assert is_glance_due(NOW - timedelta(minutes=10), NOW)
