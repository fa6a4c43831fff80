"""Opinion groups: in sentences with a map beside them, or the reason why there are none."""

import pytest

from forum.lib.db import atomic
from forum.positions.models import OpinionPlace, Standing
from forum.positions.snapshots import Dot, OpinionGroup, OpinionGroups, Stance, WhyHidden, as_json
from tests.factories import a_position
from tests.web.agreement.conftest import a_row

PATH = "/questions/who-is-we/groups"


@pytest.fixture
def groups(bob, article, result_of, counted):
    """Two groups that share one position and differ about another; a third position is no longer there."""
    shared, divisive = a_position(bob, "We all want this."), a_position(bob, "Only some want this.")
    rows = [
        a_row(agree=20, disagree=20),
        a_row("group:0", agree=19, disagree=1),
        a_row("group:1", disagree=20),
    ]
    result_of(shared)
    result_of(divisive, Standing.CONTESTED, rows=rows)
    corners = (Dot(-0.9, -0.2, 0), Dot(-0.4, 0.0, 0), Dot(-0.7, 0.6, 0))
    found = OpinionGroups(
        shown=True,
        why_hidden=None,
        participants=42,
        groups=(
            OpinionGroup(0, 22, (Stance(divisive.public_id, 1), Stance("gone", 1)), corners),
            OpinionGroup(1, 20, (Stance(divisive.public_id, -1),), (Dot(0.7, 0.0, 1),)),
        ),
        shared=(Stance(shared.public_id, 1),),
        dots=(*corners, Dot(0.7, 0.0, 1), Dot(5.0, -7.0, 1)),
    )
    counted(shared.question_id, groups=as_json(found))
    return shared.question_id


def test_groups_are_told_in_sentences(groups, nobody):
    page = nobody.get(PATH)
    assert "42 people voted on enough positions to compare them. They form 2 groups" in page.words("main")
    sections = [" ".join(each.get_text(" ").split()) for each in page.select(".section")]
    assert sections[0] == "What all groups share Agrees We all want this."
    assert sections[1].startswith(
        "Group A 22 people, 52% of all What sets this group apart: Agrees Only some"
    )
    assert sections[2].startswith(
        "Group B 20 people, 48% of all What sets this group apart: Disagrees Only some"
    )
    assert "gone" not in page.words("main")
    assert [each.get_text() for each in page.select(".differences h3")] == ["Only some want this."]
    assert len(page.select(".differences .bar")) == 2


def test_the_map_beside_them_has_dots_without_names(groups, nobody):
    drawing = nobody.get(PATH).select_one(".opinion-map svg")
    assert drawing is not None
    assert len(drawing.select(".dot")) == 5
    assert len(drawing.select(".hull")) == 2
    assert "NaN" not in str(drawing)
    for dot in drawing.select(".dot"):
        assert set(dot.attrs) == {"class", "data-group", "cx", "cy", "r"}
        assert 0 <= int(str(dot["cx"])) <= 400
        assert 0 <= int(str(dot["cy"])) <= 400


def test_only_oneself_sees_where_one_is(groups, db, alice, as_alice, as_bob, nobody):
    @atomic
    def place():
        db.session.add(OpinionPlace(question_id=groups, user_id=alice.id, x=-0.5, y=0.1, group=0))

    place()
    assert "you are here" in as_alice.get(PATH).words(".opinion-map")
    for other in (as_bob, nobody):
        assert "you are here" not in other.get(PATH).words(".opinion-map")


@pytest.mark.parametrize("reason", WhyHidden)
def test_without_clear_groups_the_reason_is_given(position, counted, nobody, reason):
    found = OpinionGroups(shown=False, why_hidden=reason, participants=12)
    counted(position.question_id, groups=as_json(found))
    page = nobody.get(PATH)
    words = page.words("main")
    assert "There are no clear opinion groups here" in words
    assert "the roles carry the analysis" in words
    assert len(page.select(".groups-empty > p")) == 3
    assert page.select(".opinion-map") == []


def test_before_the_first_vote_there_are_no_groups(article, nobody):
    assert "Too few people have voted on enough positions yet." in nobody.get(PATH).words("main")
    assert nobody.get("/questions/elsewhere/groups").status_code == 404
