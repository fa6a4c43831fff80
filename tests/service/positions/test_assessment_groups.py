"""Opinion groups: who votes alike, found in all votes on a question together."""

import json

import pytest
import sqlalchemy as sa

from forum.positions.models import OpinionPlace, OpinionSnapshot, PositionResult
from forum.positions.snapshots import WhyHidden, groups_of
from tests.factories import a_position
from tests.service.positions.polling import (
    AGREE,
    DISAGREE,
    PASS,
    municipality,
    provider,
    shown,
    vote,
)


@pytest.fixture
def camps(position, bob, assess):
    """Forty people in two camps over eight positions."""
    positions = [position, *(a_position(bob) for _ in range(7))]
    camps = (municipality(20), provider(20))
    for number, each in enumerate(positions):
        for camp, side in zip(camps, (AGREE, DISAGREE), strict=True):
            vote(camp, each, side)
            vote(camp[number : number + 2], each, PASS)
    return camps


def test_opinion_groups_come_with_a_map_without_names(camps, position, assess, db):
    assess()
    snapshot = db.session.get(OpinionSnapshot, position.question_id)
    groups = groups_of(snapshot.groups)
    assert (groups.shown, groups.k, groups.participants) == (True, 2, 40)
    assert sorted(each.size for each in groups.groups) == [20, 20]
    assert len(groups.dots) == 40
    assert all(-1 <= dot.x <= 1 and -1 <= dot.y <= 1 for dot in groups.dots)
    assert {stance.direction for each in groups.groups for stance in each.stances} == {1, -1}
    assert shown(position)["group:0"][2] in (0, 5)


def test_groups_keep_their_names_while_votes_come_in(camps, position, assess, db):
    def group_of():
        db.session.rollback()
        rows = db.session.execute(sa.select(OpinionPlace.user_id, OpinionPlace.group))
        return {row.user_id: row.group for row in rows}

    assess()
    before = group_of()
    # The smaller camp becomes the larger one: named by size, the two would change names.
    more = provider(6)
    for each in db.session.scalars(sa.select(PositionResult.position_id)).all():
        vote(more, db.session.get(type(position), each), DISAGREE)
    assess()
    after = group_of()
    assert {person: after[person] for person in before} == before
    assert len(after) == 46


def test_too_few_people_for_groups_are_told_so(position, assess, db):
    vote(municipality(6), position)
    assess()
    groups = groups_of(db.session.get(OpinionSnapshot, position.question_id).groups)
    assert (groups.shown, groups.why_hidden, groups.dots) == (False, WhyHidden.FEW, ())


def test_no_number_that_is_no_number_is_ever_stored(position, bob, assess, db, camps):
    a_position(bob, "Nobody voted on this one.")
    passed = a_position(bob, "Everybody passes.")
    vote(camps[0], passed, PASS)
    assess()
    kept: list[object] = [
        (row.score, row.pooled, row.divisive, row.priority, row.rows, row.mandated, row.missing, row.basis)
        for row in db.session.scalars(sa.select(PositionResult))
    ]
    kept.append([row.groups for row in db.session.scalars(sa.select(OpinionSnapshot))])
    kept.append([(row.x, row.y) for row in db.session.scalars(sa.select(OpinionPlace))])
    json.dumps(kept, allow_nan=False)


def test_reading_a_question_takes_a_fixed_number_of_statements(camps, position, assess, statements):
    assess()
    with statements() as counted:
        assess()
    # One of them the votes of organisations, and on PostgreSQL one that only takes a lock.
    assert len([each for each in counted if each.startswith("SELECT")]) <= 15
