"""The queue's page: what waits, one thing to decide about, and on to the next."""

import pytest
import sqlalchemy as sa

from forum.discussion.curation import hold_comment
from forum.discussion.models import Comment, CommentState
from forum.lib.db import db
from forum.moderation.items import claim_item
from forum.moderation.kinds import Ground, Waits
from forum.moderation.models import Decision, Item
from tests.browsing import Page, Person
from tests.factories import (
    a_comment,
    a_decision,
    a_flag,
    a_user,
    an_appeal,
    an_item,
    as_actor,
    curated,
)


def decided(db) -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.action, one.ground.value) for one in db.session.scalars(sa.select(Decision))]


def open_items(db) -> int:
    db.session.rollback()
    return len(db.session.scalars(sa.select(Item.id).where(Item.closed_at.is_(None))).all())


def filled_in(page: Page, action: str) -> dict[str, str]:
    """The form of an action as it stands ready on the page."""
    form = page.select_one(f"#decide form[action='/moderation/{action}']")
    assert form is not None, f"no form to {action}"
    fields = {one["name"]: one["value"] for one in form.select("input[type=hidden], input[checked]")}
    fields |= {one["name"]: one.get_text().strip() for one in form.select("textarea")}
    return {str(name): str(value) for name, value in fields.items()}


@pytest.fixture
def flagged(comment, alice):
    a_flag(comment, Ground.TENDER, by=alice, explanation="It closes in December.")
    return an_item_of(comment)


def an_item_of(thing) -> Item:
    return db.session.scalars(sa.select(Item).filter_by(target_id=thing.id, closed_at=None)).one()


@pytest.fixture
def held(bob, thread):
    comments = [a_comment(bob, thread, f"Held number {number}.") for number in range(3)]
    for comment in comments:
        curated(hold_comment, comment)
        an_item(comment, Waits.HELD, urgency=3)
    return comments


def test_it_shows_what_waits_by_urgency_in_words(as_moderator, flagged, held, mode):
    page = as_moderator.get("/moderation", mode=mode)
    assert [one.get_text() for one in page.select(".queue-urgency")] == ["After that", "When you can"]
    assert "An ongoing tender" in page.words(f"#queue-row-{flagged.public_id}")
    assert len(page.select(".queue-row")) == 4
    assert bool(page.select_one("html")) is (mode == "plain")


def test_an_empty_queue_is_calm(as_moderator):
    page = as_moderator.get("/moderation")
    assert "Nothing waits" in page.words("#queue-item")
    assert page.words("#queue-count") == ""


@pytest.mark.parametrize("path", ["/moderation", "/moderation/items/{item}"])
def test_it_is_for_moderators(nobody, as_alice, as_admin, flagged, path):
    path = path.format(item=flagged.public_id)
    assert nobody.get(path).location.startswith("/login?next=/moderation")
    assert as_alice.get(path).status_code == 403
    assert as_admin.get(path).status_code == 200
    assert "Moderation" not in as_alice.get("/questions").words("header")


@pytest.mark.parametrize("what", ["claim", "release", "settle"])
def test_nobody_else_touches_an_item(nobody, as_alice, flagged, what):
    path = f"/moderation/items/{flagged.public_id}/{what}"
    assert nobody.post(path).location.startswith("/login")
    assert as_alice.post(path).status_code == 403


def test_every_page_tells_moderators_how_much_waits_for_one_statement(app, flagged, mo, alice, statements):
    as_moderator, as_alice = Person(app, mo), Person(app, alice)
    as_alice.get("/questions")
    with statements() as theirs:
        as_alice.get("/questions")
    with statements() as moderators:
        assert as_moderator.get("/questions").words("#queue-count") == "Waits: 1"
    assert len(moderators) == len(theirs) + 1


def test_an_item_shows_the_thing_in_its_context_and_who_reported_it(as_moderator, flagged, comment, mode):
    page = as_moderator.get(f"/moderation/items/{flagged.public_id}", mode=mode)
    words = page.words("#queue-item")
    assert "It closes in December." in words
    assert "What do we mean by we?" in words
    assert "About Bob" in words
    current = page.select_one(".queue-row [aria-current]")
    assert (current is None) is (mode == "htmx")


def test_an_item_that_never_was_is_not_found(as_moderator):
    assert as_moderator.get("/moderation/items/unknown").status_code == 404
    assert as_moderator.post("/moderation/items/unknown/claim").status_code == 404


def test_the_grounds_of_a_report_stand_ready(as_moderator, flagged):
    page = as_moderator.get(f"/moderation/items/{flagged.public_id}")
    assert filled_in(page, "hide")["ground"] == "tender"
    assert filled_in(page, "hide")["reason"] == ""
    assert page.select("#decide .ready li")
    assert filled_in(page, "approve")["ground"] == "review"


def test_leaving_it_takes_one_press_and_the_next_opens(as_moderator, flagged, held, db, mode):
    page = as_moderator.get(f"/moderation/items/{flagged.public_id}")
    answer = as_moderator.post("/moderation/approve", filled_in(page, "approve"), mode=mode)
    assert decided(db) == [("approve", "review")]
    following = an_item_of(held[0])
    if mode == "plain":
        assert answer.location.startswith(f"/moderation/items/{following.public_id}?decided=")
        answer = as_moderator.get(answer.location)
    else:
        assert answer.headers["HX-Push-Url"] == f"/moderation/items/{following.public_id}"
        assert answer.headers["HX-Retarget"] == "#queue-item"
        assert answer.select_one("#queue-list[hx-swap-oob]")
        assert answer.select_one("#queue-count[hx-swap-oob]")
    assert "Held number 0." in answer.words("#queue-item")
    assert answer.words("#queue-count") == "Waits: 3"
    assert "Looked at and left as it is" in answer.words("#decided")
    assert len(answer.select(".queue-row")) == 3


def test_taking_it_away_asks_why_in_place(as_moderator, flagged, db, mode):
    page = as_moderator.get(f"/moderation/items/{flagged.public_id}")
    sent = filled_in(page, "hide")
    refused = as_moderator.post("/moderation/hide", sent, mode=mode)
    assert refused.status_code == 422
    assert refused.select_one("[id$=reason-error]")
    assert (refused.select_one("details.decision[open]") is not None) is (mode == "htmx")
    done = as_moderator.post("/moderation/hide", sent | {"reason": "The tender is still open."}, mode=mode)
    assert done.status_code == (303 if mode == "plain" else 200)
    assert decided(db) == [("hide", "tender")]


def test_after_the_last_one_nothing_waits(as_moderator, flagged, db, mode):
    page = as_moderator.get(f"/moderation/items/{flagged.public_id}")
    answer = as_moderator.post("/moderation/approve", filled_in(page, "approve"), mode=mode)
    if mode == "plain":
        answer = as_moderator.get(answer.location)
    assert "Nothing waits" in answer.words("#queue-item")
    assert "Looked at and left as it is" in answer.words("#decided")


def test_who_comes_second_sees_the_decision_of_the_first(as_moderator, app, ada, flagged, held, db, mode):
    page = as_moderator.get(f"/moderation/items/{flagged.public_id}")
    as_ada = Person(app, ada)
    as_ada.post("/moderation/approve", filled_in(as_ada.get(page_of(flagged)), "approve"))
    mine = filled_in(page, "hide") | {"reason": "It helps one of those who take part."}
    second = as_moderator.post("/moderation/hide", mine, mode=mode)
    assert second.status_code == 409
    words = second.words("#queue-item")
    assert "Looked at and left as it is" in words
    assert "Ada" in words
    kept = second.select_one("#kept-reason")
    assert kept is not None
    assert kept.get_text().strip() == mine["reason"]
    assert second.select_one(".settled a.button")
    assert decided(db) == [("approve", "review")]


def page_of(item: Item) -> str:
    return f"/moderation/items/{item.public_id}"


def test_a_settled_item_stays_at_its_address(as_moderator, flagged):
    page = as_moderator.get(page_of(flagged))
    as_moderator.post("/moderation/approve", filled_in(page, "approve"))
    again = as_moderator.get(page_of(flagged))
    assert again.status_code == 200
    assert "This was settled" in again.words("#queue-item")
    assert not again.select("#decide")


def test_taking_something_up_tells_the_others(as_moderator, as_admin, flagged, mode):
    answer = as_moderator.post(f"{page_of(flagged)}/claim", mode=mode)
    if mode == "plain":
        assert answer.location == page_of(flagged)
        answer = as_moderator.get(answer.location)
    assert "You have this" in answer.words("#queue-item")
    assert "You have this" in answer.words("#queue-list")
    others = as_admin.get(page_of(flagged))
    assert "Mo has this" in others.words("#queue-item")
    assert not others.select("[data-key=c]")
    assert as_admin.post(f"{page_of(flagged)}/claim", mode=mode).status_code == 409

    as_moderator.post(f"{page_of(flagged)}/release", mode=mode)
    assert "Mo has this" not in as_admin.get("/moderation").words()


def test_a_task_is_marked_as_done(as_moderator, position, db, mode):
    task = an_item(position, Waits.DOUBT)
    page = as_moderator.get(page_of(task))
    assert page.select_one(f"#decide form[action='{page_of(task)}/settle']")
    assert as_moderator.post(f"{page_of(task)}/settle", mode=mode).status_code in (200, 303)
    assert open_items(db) == 0
    second = as_moderator.post(f"{page_of(task)}/settle", mode=mode)
    assert second.status_code == 409
    assert "Mo marked it as done." in second.words("#queue-item")


def test_what_needs_a_decision_is_not_just_marked_as_done(as_moderator, flagged, db, mode):
    page = as_moderator.post(f"{page_of(flagged)}/settle", mode=mode)
    assert page.status_code == 409
    assert "This needs a decision." in page.words("#queue-item")
    assert open_items(db) == 1


def test_what_is_for_others_says_so(as_moderator, comment, bob, mo, thread):
    appeal = an_item(an_appeal(a_decision(comment, "hide", by=mo), bob), Waits.APPEAL)
    own = an_item(a_comment(mo, thread))
    for item in (appeal, own):
        page = as_moderator.get(page_of(item))
        assert "Another moderator decides this" in page.words("#decide")
        assert not page.select("#decide form")


def test_several_held_posts_go_through_at_once(as_moderator, held, flagged, db, mode):
    page = as_moderator.get("/moderation")
    boxes = [one["value"] for one in page.select("[form=several][name=target]")]
    assert boxes == [f"comment:{one.public_id}" for one in held]
    answer = as_moderator.post("/moderation/approve", several(page, boxes[:2]), mode=mode)
    if mode == "plain":
        answer = as_moderator.get(answer.location)
    assert "2 let through." in answer.words("#decided")
    assert len(answer.select(".queue-row")) == 2
    db.session.expire_all()
    assert [db.session.get_one(Comment, one.id).state for one in held] == [
        CommentState.VISIBLE,
        CommentState.VISIBLE,
        CommentState.HELD,
    ]


def several(page: Page, boxes: list[str], **other) -> dict:
    fields = {one["name"]: one["value"] for one in page.select("#several input[type=hidden]")}
    return fields | {"reason": page.value("reason").strip(), "target": boxes} | other


def test_what_could_not_go_through_is_named(as_moderator, held, do, ada, mode):
    page = as_moderator.get("/moderation")
    boxes = [str(one["value"]) for one in page.select("[form=several][name=target]")]
    do("hide", boxes[0], by=ada)
    answer = as_moderator.post("/moderation/approve", several(page, boxes), mode=mode)
    assert answer.status_code == 200
    words = answer.words("#queue-list .notice")
    assert "2 let through." in words
    assert "Held number 0." in words
    assert "Another moderator" in words


def test_ticks_stay_where_they_were_when_the_reason_is_missing(as_moderator, held, db, mode):
    page = as_moderator.get("/moderation")
    boxes = [str(one["value"]) for one in page.select("[form=several][name=target]")]
    answer = as_moderator.post("/moderation/approve", several(page, boxes[1:], reason=""), mode=mode)
    assert answer.status_code == 422
    assert answer.select_one("#several-reason-error")
    assert [one["value"] for one in answer.select("[form=several][checked]")] == boxes[1:]
    assert decided(db) == []


def test_one_ticked_post_is_enough(as_moderator, held, db):
    page = as_moderator.get("/moderation")
    as_moderator.post("/moderation/approve", several(page, [f"comment:{held[0].public_id}"]))
    assert decided(db) == [("approve", "review")]
    nothing = as_moderator.post("/moderation/approve", several(page, []))
    assert nothing.location == "/moderation?decided=0"


def test_a_long_queue_has_pages(as_moderator, bob, thread):
    for _number in range(32):
        an_item(a_comment(bob, thread))
    first = as_moderator.get("/moderation")
    assert len(first.select(".queue-row")) == 30
    link = first.select_one(".pager a[rel=next]")
    assert link is not None
    second = as_moderator.get(link["href"])
    assert len(second.select(".queue-row")) == 2
    row = second.select_one(".queue-row > a")
    assert row is not None
    opened = as_moderator.get(row["href"])
    assert len(opened.select(".queue-row")) == 2


def test_neighbours_are_one_key_away(as_moderator, held):
    first, second, third = (an_item_of(one) for one in held)
    page = as_moderator.get(page_of(second))
    keys = {one["data-key"]: one.get("href") for one in page.select("[data-key]")}
    assert keys["k"] == page_of(first)
    assert keys["j"] == page_of(third)
    assert set(keys) == {"a", "h", "c", "j", "k"}
    switch = page.select_one("[data-keys-switch]")
    assert switch is not None
    assert switch.has_attr("hidden")


def test_what_somebody_wrote_stays_text(as_moderator, bob, thread, alice):
    nasty = "<script>alert(1)</script>"
    kim = a_user("kim")
    comment = a_comment(kim, thread, "Fine.")
    a_flag(comment, Ground.SPAM, by=alice, explanation=nasty)
    page = as_moderator.get(page_of(an_item_of(comment)))
    assert nasty not in page.text
    assert "alert(1)" in page.words(".item-flags")


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMl0"])
def test_a_cursor_that_we_did_not_make_is_not_found(as_moderator, cursor):
    assert as_moderator.get(f"/moderation?after={cursor}").status_code == 404


def test_a_claim_of_somebody_else_can_be_passed_by(as_moderator, ada, held, db):
    claim_item(as_actor(ada), an_item_of(held[1]).public_id)
    page = as_moderator.get(page_of(an_item_of(held[0])))
    answer = as_moderator.post("/moderation/approve", filled_in(page, "approve"))
    assert answer.location.startswith(page_of(an_item_of(held[2])))
