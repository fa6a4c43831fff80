"""Somebody's account, as moderators see it."""

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from forum.discussion.drafts import claim
from forum.lib.db import atomic
from forum.moderation.models import Note
from tests.factories import a_decision, a_user, an_appeal


@pytest.fixture
def address(bob) -> str:
    return f"/moderation/accounts/{bob.public_id}"


def test_it_shows_who_it_is_and_what_was_decided(as_moderator, address, comment, bob, ada):
    a_decision(comment, by=ada, reason="You attack a person here.")
    page = as_moderator.get(address)
    assert page.words("h1") == "Bob"
    assert page.words(".numbers") == "Contributions to be read 2 Restrictions that stand 1 Appeals won 0"
    assert "You attack a person here." in page.words(".decisions")


def test_what_was_reversed_no_longer_counts(as_moderator, address, comment, bob, ada, do):
    decision = do("hide", f"comment:{comment.public_id}", by=ada)
    appeal = an_appeal(decision, bob)
    do("reverse", f"appeal:{appeal.public_id}")
    numbers = as_moderator.get(address).words(".numbers")
    assert "Restrictions that stand 0 Appeals won 1" in numbers


def test_decisions_come_by_page(as_moderator, address, comment, ada):
    for number in range(21):
        a_decision(comment, by=ada, reason=f"Reason number {number}.")
    page = as_moderator.get(address)
    assert len(page.select(".decisions > li")) == 20
    link = page.select_one(".pager a")
    assert link is not None
    assert "Reason number 0." in as_moderator.get(link["href"]).words(".decisions")


def test_it_costs_the_same_however_much_there_is(as_moderator, address, comment, ada, statements):
    with statements() as few:
        as_moderator.get(address)
    for _number in range(30):
        a_decision(comment, by=ada)
    with statements() as many:
        as_moderator.get(address)
    assert len(many) == len(few)


def test_it_is_for_moderators(nobody, as_alice, as_admin, address):
    assert nobody.get(address).location.startswith("/login?next=/moderation/accounts/")
    assert as_alice.get(address).status_code == 403
    assert as_admin.get(address).status_code == 200
    assert as_admin.get("/moderation/accounts/unknown").status_code == 404


def test_it_offers_what_can_be_decided_now(as_moderator, address, bob, do):
    def offered() -> set[str]:
        links = as_moderator.get(address).select("a[href*='target=account:']")
        return {urlsplit(str(link["href"])).path for link in links}

    assert offered() == {"/moderation/warn", "/moderation/suspend", "/moderation/close"}
    do("close", f"account:{bob.public_id}")
    assert offered() == {"/moderation/warn", "/moderation/lift"}
    assert "This account is closed." in as_moderator.get(address).words()


def test_nothing_is_offered_about_oneself_or_an_administrator(as_moderator, mo, ada):
    for person in (mo, ada):
        page = as_moderator.get(f"/moderation/accounts/{person.public_id}")
        assert page.status_code == 200
        assert not page.select("a[href*='target=account:']")


def test_a_note_is_kept_for_the_others(as_moderator, as_admin, address, mode):
    page = as_moderator.post(f"{address}/notes", {"text": "Called about it."}, mode=mode)
    if mode == "plain":
        assert page.location == f"{address}#notes"
        page = as_moderator.get(address)
    assert "Called about it." in page.words("#notes")
    assert "Called about it. Mo" in as_admin.get(address).words("#notes")


def test_an_empty_note_is_not_kept(as_moderator, address, db, mode):
    page = as_moderator.post(f"{address}/notes", {"text": " "}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#note-text-error")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Note)) == 0


def test_members_note_nothing(nobody, as_alice, address):
    assert as_alice.post(f"{address}/notes", {"text": "Hello."}).status_code == 403
    assert nobody.post(f"{address}/notes", {"text": "Hello."}).location.startswith("/login")


def test_a_note_survives_signing_in_again(nobody, as_moderator, address, mo):
    page = nobody.post(f"{address}/notes", {"text": "Called about it."})
    query = parse_qs(urlsplit(page.location).query)
    assert query["next"] == [f"{address}#notes"]
    claim(query["draft"][0], mo.id)
    form = as_moderator.get(address)
    assert form.value("text").strip() == "Called about it."
    as_moderator.post(f"{address}/notes", {"text": "Called about it.", "draft": form.value("draft")})
    assert as_moderator.get(address).value("text").strip() == ""


def test_a_name_that_stands_for_nobody_is_only_shown(as_moderator, db):
    ghost = a_user("ghost")
    atomic(lambda: setattr(db.session.merge(ghost), "is_pseudonym", True))()
    page = as_moderator.get(f"/moderation/accounts/{ghost.public_id}")
    assert page.status_code == 200
    assert not page.select("a[href*='target=account:'], #note")
