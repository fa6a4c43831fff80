"""The middle of many values, found by the database."""

from datetime import timedelta
from statistics import median

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.audit.models import AuditEntry
from forum.lib.db import db, seconds_between
from forum.lib.medians import medians
from tests.conftest import START


def of(groups):
    """The medians of made-up rows: group to values."""
    selects = [
        sa.select(sa.literal(group).label("group"), sa.literal(float(value)).label("value"))
        for group, values in groups.items()
        for value in values
    ]
    rows = sa.union_all(*selects).subquery()
    found = db.session.execute(medians(sa.select(rows), of="value"))
    return {row.group: row.median for row in found}


@pytest.mark.parametrize("values", [[3], [1, 2], [9, 1, 5], [4, 1, 3, 2], [2, 2, 2], [0, 0, 7, 9, 9, 9]])
def test_the_median_is_the_middle_or_halfway_between_two(app, values):
    assert of({"all": values}) == {"all": pytest.approx(median(values))}


def test_each_group_has_its_own(app):
    assert of({"a": [1, 2, 9], "b": [5, 7]}) == {"a": 2, "b": 6}


def test_without_groups_there_is_one(app):
    rows = sa.union_all(*(sa.select(sa.literal(float(n)).label("value")) for n in (1, 2, 6))).subquery()
    assert db.session.execute(medians(sa.select(rows), of="value")).scalars().all() == [2]


@given(values=st.lists(st.integers(min_value=0, max_value=9), min_size=1, max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_it_is_what_python_finds(app, values):
    assert of({"all": values}) == {"all": pytest.approx(median(values))}


@pytest.mark.parametrize("span", [timedelta(0), timedelta(seconds=1.5), timedelta(days=400, minutes=7)])
def test_how_long_something_took_is_in_seconds(app, span):
    moments = sa.select(
        sa.literal(START, AuditEntry.at.type).label("start"),
        sa.literal(START + span, AuditEntry.at.type).label("end"),
    ).subquery()
    seconds = db.session.scalar(sa.select(seconds_between(moments.c.start, moments.c.end)))
    assert seconds == pytest.approx(span.total_seconds(), abs=0.001)
