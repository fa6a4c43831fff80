"""Voting on a position, from its own page and from the ballot."""

import pytest

from forum.lib.db import db
from forum.positions.models import Choice, Vote
from tests.factories import a_position, a_vote, as_actor


def my_vote(user, position) -> Vote | None:
    db.session.rollback()
    return db.session.get(Vote, (user.id, position.id, "personal"))


@pytest.mark.parametrize("choice", ["agree", "disagree", "pass"])
def test_a_member_votes(position, alice, as_alice, mode, choice):
    page = as_alice.post(f"/positions/{position.public_id}/vote", {"choice": choice}, mode=mode)
    vote = db.session.query(Vote).one()
    assert (vote.user_id, Choice(vote.choice).name.lower()) == (alice.id, choice)
    if mode == "plain":
        assert (page.status_code, page.location) == (303, f"/positions/{position.public_id}")
        page = as_alice.get(page.location)
    card = page.select_one(f"article#position-{position.public_id}")
    assert card is not None
    assert card["data-voted"] == choice
    assert [one["value"] for one in card.select("[aria-pressed=true]")] == [choice]
