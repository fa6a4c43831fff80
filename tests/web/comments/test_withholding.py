"""A text without the name of who wrote it: nobody but moderators finds the name, wherever they look."""

from dataclasses import replace

import pytest

from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.settings import settings
from tests.addresses import addresses
from tests.browsing import Person
from tests.factories import NAMELESS, a_comment, a_mandate, a_position, a_thread, a_user

NAME = "Zebedeus"
LABEL = "Name known to the moderators"


@pytest.fixture
def zebedeus(article):
    """Somebody with a name that stands in no other word."""
    return a_user("zebedeus", perspective="provider")


@pytest.fixture
def nameless(zebedeus, article, bob):
    """A conversation of theirs with an answer of theirs, quoted in a position, and no name on either."""
    thread = a_thread(zebedeus, voice=NAMELESS)
    first = a_comment(bob, thread, "Bob asks something.")
    comment = a_comment(zebedeus, thread, "What I may not say by name.", parent=first, voice=NAMELESS)
    below = a_comment(bob, thread, "Bob answers.", parent=comment)
    a_comment(bob, thread, "Deeper.", parent=below)
    a_position(
        bob, "Saying it is safe.", source_comment=comment.public_id, quote="What I may not say by name."
    )
    return thread, comment


def path_of(thread) -> str:
    return f"/threads/{thread.public_id}/{thread.slug}"


def everything(app, person: Person, thread, comment) -> dict[str, str]:
    """Each page that this person can read, with these in its address."""
    scopes = ("all", "questions/who-is-we", f"threads/{thread.public_id}", "lessons/we")
    ids = (thread.public_id, comment.public_id)
    pages = {path: person.get(path).text for path in addresses(app, ids=ids, slugs=("who-is-we", "we"))}
    for scope in scopes:
        for ending in ("atom", "rss", "json"):
            pages[f"{scope}.{ending}"] = person.get(f"/feeds/{scope}.{ending}?lang=en").text
    query = f"?parent={comment.public_id}&quote=1"
    for address in (
        f"/threads/{thread.public_id}/comments/new{query}",
        f"/flags/new?target=comment:{comment.public_id}",
        f"/flags/new?target=thread:{thread.public_id}",
        path_of(thread),
        "/",
        "/questions",
        "/positions?results=1",
        "/account/notifications",
        "/account/following",
    ):
        pages[address] = person.get(address).text
    return pages


@pytest.mark.parametrize("who", ["nobody", "as_bob"])
def test_the_name_stands_nowhere(app, nameless, request, who):
    person = request.getfixturevalue(who)
    deliver_all()
    pages = everything(app, person, *nameless)
    assert [address for address, text in pages.items() if NAME in text or "zebedeus" in text] == []
    shown = {address for address, text in pages.items() if LABEL in text}
    thread, comment = nameless
    assert path_of(thread) in shown
    assert f"/threads/{thread.public_id}/comments/new?parent={comment.public_id}&quote=1" in shown
    assert {"all.atom", "all.rss", "all.json"} <= shown
    assert f"/flags/new?target=comment:{comment.public_id}" in shown
    assert f"/flags/new?target=thread:{thread.public_id}" in shown


def test_nor_in_the_page_of_a_position_that_was_taken_from_it(nameless, nobody, db):
    position = next(
        one for one in nobody.get("/positions").select("a[href^='/positions/']") if one.get("href")
    )
    page = nobody.get(f"{position['href']}?results=1")
    assert NAME not in page.text
    assert LABEL in page.text


def test_nor_in_the_mails_and_news_of_who_is_answered(nameless, bob, as_bob, mailbox):
    deliver_all()
    sent = "".join(str(one.get_body(("plain",)).get_content()) for one in mailbox.to("bob@example.nl"))
    assert NAME not in sent
    assert LABEL in as_bob.get("/account/notifications").text


def test_its_role_stays_in_sight_and_its_organisation_does_not(db, nobody, nameless, zebedeus):
    @atomic
    def works_at() -> None:
        zebedeus.organisation = "Bakery"
        db.session.add(zebedeus)

    works_at()
    page = nobody.get(path_of(nameless[0]))
    assert "Provider" in page.words(".comment .byline")
    assert "Bakery" not in page.text


def test_moderators_find_the_account_behind_it(as_moderator, nameless, zebedeus):
    page = as_moderator.get(path_of(nameless[0]))
    assert page.select_one(f".byline a[href='/moderation/accounts/{zebedeus.public_id}']")


def test_its_author_still_edits_and_withdraws_it(app, nameless, zebedeus):
    person = Person(app, zebedeus)
    _thread, comment = nameless
    page = person.post(f"/comments/{comment.public_id}/edit", {"body": "Milder.", "version": "1"})
    assert page.status_code == 303
    assert LABEL in person.get(f"/comments/{comment.public_id}/history").text
    assert person.post(f"/comments/{comment.public_id}/withdraw").status_code == 303


def test_the_choice_stands_in_the_form_and_is_kept_by_it(as_alice, thread, mode):
    page = as_alice.get(path_of(thread))
    assert not page.select_one("[name=withhold]").has_attr("checked")
    address = f"/threads/{thread.public_id}/comments"
    refused = as_alice.post(address, {"body": " ", "withhold": "yes"}, mode=mode)
    assert refused.select_one("[name=withhold]").has_attr("checked")


def test_a_text_kept_while_signing_in_keeps_it_too(as_alice, thread):
    fields = {"draft": f"comment:{thread.public_id}:", "body": "Mine.", "withhold": "yes", "next": "/"}
    as_alice.post("/drafts", fields)
    page = as_alice.get(path_of(thread))
    assert page.select_one("[name=withhold]").has_attr("checked")


def test_posting_without_a_name_works_plain_and_with_htmx(as_alice, thread, nobody, mode):
    address = f"/threads/{thread.public_id}/comments"
    as_alice.post(address, {"body": "No name here.", "withhold": "yes"}, mode=mode)
    page = nobody.get(path_of(thread))
    assert "Alice" not in page.text
    assert "No name here." in page.text


def test_never_together_with_a_mandate(as_alice, alice, thread):
    mandate = a_mandate(alice)
    fields = {"body": "For us.", "withhold": "yes", "capacity": mandate.public_id}
    page = as_alice.post(f"/threads/{thread.public_id}/comments", fields)
    assert page.status_code == 422
    assert page.select_one("#composer-new-withhold-error")


def test_a_forum_can_do_without(app, as_alice, thread, monkeypatch):
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), withhold_names=False))
    address = f"/threads/{thread.public_id}"
    assert not as_alice.get(path_of(thread)).select_one("[name=withhold]")
    refused = as_alice.post(f"{address}/comments", {"body": "No name.", "withhold": "yes"})
    assert refused.status_code == 422


def test_a_list_of_what_somebody_wrote_leaves_it_out(app, nameless, zebedeus, nobody):
    """Whatever stands at a person's own address."""
    page = nobody.get(f"/people/{zebedeus.handle}")
    assert page.status_code in (200, 404)
    assert "What I may not say by name." not in page.text
