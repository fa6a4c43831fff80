"""What moderators find where something stands, and nobody else does."""

import pytest

from forum.discussion.curation import hide_comment, hold_comment, lock_thread, pin_thread
from tests.factories import a_comment, a_position, a_thread, concluded, curated


def actions(page, within: str) -> set[str]:
    links = page.select(f"{within} > .moderate a[hx-get]")
    return {str(link["href"]).partition("?")[0].rpartition("/")[2] for link in links}


@pytest.fixture
def pages(thread, comment, position) -> list[str]:
    return [
        f"/threads/{thread.public_id}/what-do-we-mean-by-we",
        f"/positions/{position.public_id}",
        "/questions/who-is-we",
    ]


@pytest.mark.parametrize("who", ["nobody", "as_alice", "as_bob"])
def test_others_find_no_menu_and_no_way_to_accounts(request, pages, who):
    person = request.getfixturevalue(who)
    for path in pages:
        page = person.get(path)
        assert page.status_code == 200
        assert not page.select(".moderate, .answer-slot[id^=moderate]")
        assert "/moderation/accounts/" not in page.text


def test_a_comment_can_be_taken_away_or_held_where_it_stands(as_moderator, pages, comment):
    page = as_moderator.get(pages[0])
    assert actions(page, f"#comment-{comment.public_id}") == {"hide", "hold"}
    link = page.select_one(f"#comment-{comment.public_id} .moderate a")
    assert link is not None
    form = as_moderator.get(str(link["hx-get"]), mode="htmx")
    assert form.value("target") == f"comment:{comment.public_id}"
    assert form.value("next") == f"/comments/{comment.public_id}"


def test_what_was_taken_away_can_be_put_back_there(as_moderator, pages, comment, bob, thread):
    held = a_comment(bob, thread)
    curated(hold_comment, held)
    curated(hide_comment, comment)
    page = as_moderator.get(pages[0])
    assert actions(page, f"#comment-{comment.public_id}") == {"restore"}
    assert actions(page, f"#comment-{held.public_id}") == {"approve", "hide"}


def test_a_conversation_has_a_menu_of_its_own(as_moderator, pages, thread):
    order = {"retitle", "retag", "move", "split", "merge"}
    assert actions(as_moderator.get(pages[0]), ".thread-head") == order | {"hide", "hold", "lock", "pin"}
    curated(pin_thread, thread)
    curated(lock_thread, thread)
    assert actions(as_moderator.get(pages[0]), ".thread-head") == order | {"hide", "hold", "unlock", "unpin"}


def test_a_position_and_a_question_have_theirs(as_moderator, pages):
    assert actions(as_moderator.get(pages[1]), ".column") == {"hide", "hold", "supersede", "join", "withdraw"}
    assert actions(as_moderator.get(pages[2]), ".question-head") == {"conclude"}
    concluded("who-is-we")
    assert actions(as_moderator.get(pages[2]), ".question-head") == {"reopen"}


def test_nothing_is_offered_about_ones_own_text(as_moderator, mo, ada, thread):
    for author in (mo, ada):
        comment = a_comment(author, thread)
        page = as_moderator.get(f"/threads/{thread.public_id}/what-do-we-mean-by-we")
        assert actions(page, f"#comment-{comment.public_id}") == set()


def test_ones_own_conversation_can_be_put_in_order(as_moderator, mo, article):
    thread = a_thread(mo, title="Order")
    found = actions(as_moderator.get(f"/threads/{thread.public_id}/order"), ".thread-head")
    assert found == {"pin", "retitle", "retag", "move", "split", "merge"}


def test_the_name_of_an_author_leads_to_what_is_known_of_them(as_moderator, pages, bob):
    for path, byline in ((pages[0], ".comment .byline"), (pages[1], ".position")):
        link = as_moderator.get(path).select_one(f"{byline} .who a")
        assert link is not None
        assert link["href"] == f"/moderation/accounts/{bob.public_id}"


def test_a_position_of_the_article_has_no_author_to_lead_to(as_moderator, db, article, bob):
    from forum.lib.db import atomic

    position = a_position(bob)
    atomic(lambda: setattr(db.session.merge(position), "author_id", None))()
    page = as_moderator.get(f"/positions/{position.public_id}")
    assert page.status_code == 200
    assert "/moderation/accounts/" not in page.text


def test_menus_cost_no_statements_however_many(as_moderator, pages, thread, bob, statements):
    with statements() as few:
        as_moderator.get(pages[0])
    for _number in range(60):
        a_comment(bob, thread)
    with statements() as many:
        assert len(as_moderator.get(pages[0]).select(".comment > .moderate")) == 62
    assert len(many) == len(few)


def test_a_moderator_comments_like_everybody(as_moderator, thread, mode):
    sent = {"body": "I moderate, and take part."}
    page = as_moderator.post(f"/threads/{thread.public_id}/comments", sent, mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)


def test_after_a_decision_one_is_back_at_the_comment(as_moderator, pages, comment):
    sent = {
        "target": f"comment:{comment.public_id}",
        "ground": "off_topic",
        "reason": "It is something else.",
    }
    place = as_moderator.post("/moderation/hide", sent | {"next": f"/comments/{comment.public_id}"}).location
    place = as_moderator.get(place).location
    assert "decided=" in place
    assert place.endswith(f"#comment-{comment.public_id}")
    assert "Taken away" in as_moderator.get(place).words("#decided")
