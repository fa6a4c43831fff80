"""Nobody sees what somebody else voted: not on pages, not in what is logged."""

import logging

import pytest

from forum.positions.models import Choice
from tests.factories import a_position, a_vote


@pytest.fixture
def voted(article, bob, alice):
    """A position on which alice disagreed, with a reason."""
    position = a_position(bob, "Clients decide with us.")
    a_vote(alice, position, Choice.DISAGREE, reason="Her own secret reason.")
    return position


@pytest.mark.parametrize("who", ["nobody", "as_bob", "as_moderator", "as_admin"])
@pytest.mark.parametrize(
    "path",
    [
        "/positions/{position}",
        "/positions/{position}?results=1",
        "/positions/{position}/vote",
        "/questions/who-is-we/ballot",
        "/questions/who-is-we/ballot?voted={position}",
        "/questions/who-is-we",
        "/questions/who-is-we?results=1",
        "/positions?results=1",
        "/",
    ],
)
def test_another_viewer_never_sees_a_vote(request, voted, who, path):
    page = request.getfixturevalue(who).get(path.format(position=voted.public_id))
    assert page.status_code == 200
    assert page.select("[data-voted], .my-vote, [aria-pressed=true]") == []
    assert "Her own secret reason." not in page.text


def test_ones_own_vote_is_on_ones_own_page(voted, as_alice):
    page = as_alice.get(f"/positions/{voted.public_id}")
    assert page.select_one("[data-voted=disagree]")
    assert page.value("reason").strip() == "Her own secret reason."
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("choice", ["agree", "disagree", "pass", "withdraw", "nonsense"])
def test_nothing_is_logged_of_a_choice(voted, as_alice, mode, choice, caplog):
    caplog.set_level(logging.DEBUG)
    as_alice.post(f"/positions/{voted.public_id}/vote", {"choice": choice, "reason": "Secret."}, mode=mode)
    logged = caplog.text.lower()
    assert choice not in logged
    assert "secret." not in logged
