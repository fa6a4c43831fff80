"""What a position comes to."""

from dataclasses import replace

import pytest

from forum.positions.evidence import Evidence
from forum.positions.models import Choice, Standing
from forum.positions.standing import Decision, Facts, Thresholds, decide
from forum.positions.tally import NO_PERSPECTIVE, Missing, Tally
from forum.settings import Settings

CORE = ("role:municipality", "role:provider")
SHARED = Decision(Standing.SHARED, Choice.AGREE)
BOTH_SURE = {"role:municipality": Evidence(4.0), "role:provider": Evidence(12.0)}
AGREED = Facts(
    roles={"role:municipality": Tally(5, 0, 0), "role:provider": Tally(6, 1, 1)},
    evidence=BOTH_SURE,
    score=0.6,
)


OPEN = Decision()


def came_to(facts, before=OPEN, core=CORE):
    return decide(before, facts, core, Thresholds())


def test_what_every_core_perspective_clearly_agrees_with_is_shared():
    assert came_to(AGREED) == SHARED


def test_shared_disagreement_counts_too():
    turned = Facts(
        roles={key: Tally(each.disagree, each.agree, each.passed) for key, each in AGREED.roles.items()},
        evidence={key: Evidence(0.1, each.agree) for key, each in BOTH_SURE.items()},
        direction=Choice.DISAGREE,
        score=0.6,
    )
    assert came_to(turned) == Decision(Standing.SHARED, Choice.DISAGREE)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            replace(AGREED, roles={**AGREED.roles, "role:municipality": Tally(4, 0, 9)}),
            id="too few opinions",
        ),
        pytest.param(
            replace(AGREED, evidence=BOTH_SURE | {"role:provider": Evidence(3.99)}), id="too little evidence"
        ),
        pytest.param(
            replace(AGREED, roles={**AGREED.roles, "role:research": Tally(1, 2, 0)}),
            id="another perspective is against",
        ),
        pytest.param(
            replace(AGREED, roles={**AGREED.roles, "role:research": Tally(0, 0, 9)}), id="many passes"
        ),
        pytest.param(replace(AGREED, group_upper={1: 0.49, -1: 0.9}), id="an opinion group is against"),
    ],
)
def test_it_is_only_provisional_when(facts):
    assert came_to(facts).standing is Standing.PROVISIONAL


@pytest.mark.parametrize(
    "others",
    [{"role:research": Tally(0, 2, 0)}, {"role:research": Tally(2, 2, 0)}, {NO_PERSPECTIVE: Tally(0, 9, 0)}],
)
def test_two_votes_a_tie_or_people_without_a_perspective_hold_nothing_back(others):
    assert came_to(replace(AGREED, roles={**AGREED.roles, **others})).standing is Standing.SHARED


def test_a_core_perspective_that_never_voted_is_missing_with_all_its_votes():
    decision = came_to(AGREED, core=(*CORE, "role:clients"))
    assert decision.standing is Standing.PROVISIONAL
    assert decision.missing == (Missing("role:clients", 5),)


def test_enough_votes_without_clear_agreement_miss_none():
    unclear = replace(AGREED, evidence=BOTH_SURE | {"role:provider": Evidence(1.5)})
    assert came_to(unclear).missing == (Missing("role:provider", 0),)


def test_without_core_perspectives_nothing_is_ever_shared():
    assert came_to(AGREED, core=()) == Decision(Standing.PROVISIONAL, Choice.AGREE)
    assert came_to(AGREED, before=SHARED, core=()).standing is Standing.PROVISIONAL


def test_shared_stays_shared_while_the_evidence_is_not_lost():
    weaker = replace(AGREED, evidence=BOTH_SURE | {"role:provider": Evidence(4 / 3)})
    assert came_to(weaker, before=SHARED).standing is Standing.SHARED
    assert came_to(weaker).standing is Standing.PROVISIONAL


@pytest.mark.parametrize(
    "facts",
    [
        replace(AGREED, evidence=BOTH_SURE | {"role:provider": Evidence(1.33)}),
        replace(AGREED, roles={**AGREED.roles, "role:provider": Tally(6, 7, 0)}),
    ],
)
def test_shared_ends_when_a_core_perspective_loses_it(facts):
    assert came_to(facts, before=SHARED).standing is not Standing.SHARED


def test_the_others_are_provisional_then_contested_then_open():
    nothing = Facts({}, {})
    assert came_to(replace(nothing, score=0.51, divisive=0.2)).standing is Standing.PROVISIONAL
    assert came_to(replace(nothing, score=0.5, divisive=0.2)).standing is Standing.CONTESTED
    assert came_to(nothing).standing is Standing.OPEN


def test_the_thresholds_are_settings():
    found = Thresholds.of(Settings(shared_votes=9, shared_evidence=20.0, shared_until=2.0, shared_passes=0.1))
    assert found == Thresholds(votes=9, evidence=20.0, until=2.0, passes=0.1)
    assert Thresholds.of(Settings()) == Thresholds()
