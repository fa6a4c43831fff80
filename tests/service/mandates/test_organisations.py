"""What everybody sees of organisations and of who speaks for them."""

from datetime import timedelta

import pytest

from forum.accounts.erasing import ask_erasure
from forum.accounts.models import Suspension
from forum.accounts.suspending import close_account, suspend
from forum.mandates.organisations import history_of, organisation_list, speakers_of
from forum.permissions import ANONYMOUS
from tests.factories import a_mandate, as_actor, curated


def who_speaks(mandate) -> list[str]:
    """As the page tells, and the list."""
    speakers = [line.holder for line in speakers_of(mandate.organisation_id, ANONYMOUS, "en")]
    (line,) = organisation_list("en").rows
    assert line.speakers == len(speakers)
    return speakers


def shown_elsewhere(mandate) -> list[str]:
    return [line.holder for line in history_of(mandate.organisation_id, ANONYMOUS, "en").rows]


@pytest.mark.parametrize("scope", [Suspension.WRITING, Suspension.EVERYTHING])
def test_who_is_suspended_does_not_stand_among_those_who_may_speak_until_it_ends(
    anna, ben, annas, clock, scope
):
    a_mandate(ben, "Gemeente Zeist")
    assert who_speaks(annas) == ["Ben", "Anna"]
    curated(suspend, anna, scope, clock() + timedelta(days=7))
    assert who_speaks(annas) == ["Ben"]
    assert shown_elsewhere(annas) == []
    clock.advance(days=8)
    assert who_speaks(annas) == ["Ben", "Anna"]


def test_nor_does_who_is_closed_out(anna, annas):
    curated(close_account, anna)
    assert who_speaks(annas) == []
    assert shown_elsewhere(annas) == []


def test_nor_does_who_is_about_to_be_erased(anna, annas):
    ask_erasure(as_actor(anna), keeps_votes=True)
    assert who_speaks(annas) == []
    assert shown_elsewhere(annas) == []
