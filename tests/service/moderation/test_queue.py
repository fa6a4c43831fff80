"""What waits for moderators, in the order in which to take it up, at the same price however much it is."""

from datetime import timedelta

import pytest

from forum.articles.models import Question
from forum.discussion.models import Comment
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import NotFound, Refused, SignInNeeded
from forum.lib.ids import new_public_id
from forum.moderation.items import claim_item
from forum.moderation.kinds import Ground, Kind, Waits
from forum.moderation.models import Item, Note
from forum.moderation.queries import MOST_COUNTED, item_page, next_item, open_count, queue_page
from forum.permissions import ANONYMOUS
from tests.factories import (
    a_comment,
    a_decision,
    a_flag,
    a_mandate,
    a_position,
    a_thread,
    an_appeal,
    an_item,
    as_actor,
)


@pytest.fixture
def viewer(mo):
    return as_actor(mo)


def waiting(viewer, **options) -> list[str]:
    return [row.public_id for row in queue_page(viewer, "en", **options).rows]


def test_the_most_urgent_comes_first_and_of_those_what_waits_longest(viewer, comment, thread, clock):
    late = an_item(comment, urgency=4).public_id
    clock.advance(minutes=1)
    later = an_item(thread, urgency=4).public_id
    urgent = an_item(comment, Waits.HELD, urgency=1).public_id

    assert waiting(viewer) == [urgent, late, later]


def test_what_is_settled_does_not_wait(viewer, comment):
    an_item(comment, closed_at=clock.now())
    assert waiting(viewer) == []
    assert open_count() == 0


def test_pages_follow_each_other_without_a_gap_or_a_repetition(viewer, bob, thread, clock):
    items = []
    for number in range(65):
        items.append(an_item(a_comment(bob, thread), urgency=1 + number % 3).public_id)
        clock.advance(seconds=number % 2)
    seen, after = [], None
    for _page in range(3):
        page = queue_page(viewer, "en", after=after)
        seen += [row.public_id for row in page.rows]
        after = page.next
    assert after is None
    assert sorted(seen) == sorted(items)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0", "WzEsIm5vIG1vbWVudCIsM10"])
def test_a_cursor_that_we_did_not_make_leads_nowhere(viewer, cursor):
    with pytest.raises(NotFound):
        queue_page(viewer, "en", after=cursor)


def test_only_moderators_see_the_queue(alice, comment):
    an_item(comment)
    with pytest.raises(Refused):
        queue_page(as_actor(alice), "en")
    with pytest.raises(SignInNeeded):
        queue_page(ANONYMOUS, "en")
    with pytest.raises(Refused):
        item_page(an_item(comment, Waits.HELD).public_id, as_actor(alice), "en")


def test_a_row_tells_what_waits_why_whose_it_is_and_where(viewer, bob, alice, thread):
    comment = a_comment(bob, thread, "Buy this course.")
    for ground in (Ground.SPAM, Ground.OFF_TOPIC, Ground.SPAM, Ground.TENDER):
        a_flag(comment, ground)
    (row,) = queue_page(viewer, "en").rows

    assert row.waits is Waits.FLAGS
    assert row.grounds == ((Ground.TENDER, 1), (Ground.SPAM, 2), (Ground.OFF_TOPIC, 1))
    assert row.thing is not None
    assert (row.thing.kind, row.thing.public_id) == (Kind.COMMENT, comment.public_id)
    assert (row.thing.title, row.thing.text) == (thread.title, "Buy this course.")
    assert (row.thing.author_id, row.thing.author_role) == (bob.id, bob.role)
    assert row.thing.question is not None
    assert row.thing.question.slug == "who-is-we"


def test_every_kind_of_thing_can_wait(viewer, thread, comment, position, bob, mo):
    question = db.session.query(Question).filter_by(slug="who-is-we").one()
    appeal = an_appeal(a_decision(comment, by=mo), bob)
    for thing in (thread, comment, position, bob, question):
        an_item(thing)
    an_item(appeal, Waits.APPEAL)
    an_item(a_mandate(bob, is_confirmed=False), Waits.MANDATE)
    rows = queue_page(viewer, "en").rows

    assert {row.thing.kind for row in rows if row.thing} == set(Kind) - {Kind.REMARK, Kind.ORGANISATION}
    for row in rows:
        page = item_page(row.public_id, viewer, "en")
        assert page.thing is not None
        assert row.thing is not None
        assert page.thing.kind is row.thing.kind


def test_who_took_something_up_is_named_for_half_an_hour(viewer, ada, comment, clock):
    item = an_item(comment)
    claim_item(as_actor(ada), item.public_id)
    (row,) = queue_page(viewer, "en").rows
    assert row.claim is not None
    assert (row.claim.by, row.claim.is_mine, row.claim.at) == ("Ada", False, clock.moment)

    clock.advance(minutes=30)
    assert queue_page(viewer, "en").rows[0].claim is None


def test_going_on_passes_over_what_somebody_else_has(viewer, ada, bob, thread):
    first, second, third = (an_item(a_comment(bob, thread)) for _ in range(3))
    claim_item(as_actor(ada), second.public_id)
    page = item_page(first.public_id, viewer, "en")
    assert (page.previous, page.next) == (None, third.public_id)
    assert item_page(third.public_id, viewer, "en").previous == first.public_id
    assert next_item(third.public_id, viewer) == first.public_id


def test_nothing_comes_after_the_last_one(viewer, comment):
    item = an_item(comment, closed_at=clock.now())
    assert next_item(item.public_id, viewer) is None


def test_an_item_shows_what_a_comment_answers(viewer, bob, alice, thread):
    answered = a_comment(alice, thread, "Everybody, I think.")
    reply = a_comment(bob, thread, "Nonsense.", parent=answered)
    page = item_page(an_item(reply).public_id, viewer, "en")
    assert page.context.answered is not None
    assert page.context.answered.author == "Alice"
    assert "Everybody, I think." in page.context.answered.html
    assert page.thing is not None
    assert page.thing.html == "<p>Nonsense.</p>"

    opening = item_page(an_item(answered).public_id, viewer, "en").context.answered
    assert opening is not None
    assert opening.is_opening


def test_an_item_shows_who_reported_what(viewer, alice, comment):
    a_flag(comment, Ground.HATEFUL, by=alice, explanation="Look at the second line.")
    a_flag(comment, Ground.ILLEGAL, reporter_name="Robin Smit")
    a_flag(comment, Ground.SPAM)
    (row,) = queue_page(viewer, "en").rows
    flags = item_page(row.public_id, viewer, "en").flags

    assert [(flag.by, flag.has_account) for flag in flags] == [
        ("Alice", True),
        ("Robin Smit", False),
        (None, False),
    ]
    assert flags[0].explanation == "Look at the second line."


def test_an_item_shows_what_was_decided_about_its_author_before(viewer, mo, bob, comment, thread, clock):
    for number in range(4):
        a_decision(comment, "hide", by=mo, reason=f"Reason number {number}.")
    a_decision(bob, "warn", by=mo)
    note_on(bob, mo, "Asked me about it by phone.")
    record = item_page(an_item(comment).public_id, viewer, "en").record

    assert record is not None
    assert record.person.public_id == bob.public_id
    assert record.numbers.restrictions == 5
    assert [line.action for line in record.decisions] == ["warn", "hide", "hide"]
    assert [note.text for note in record.notes] == ["Asked me about it by phone."]


@atomic
def note_on(person, by, text: str) -> None:
    db.session.add(Note(about_id=person.id, author_id=by.id, text=text, created_at=clock.now()))


def test_an_appeal_comes_with_the_decision_and_the_text_it_was_about(viewer, mo, bob, comment):
    decision = a_decision(comment, "hide", by=mo, reason="It is an advertisement.")
    appeal = an_appeal(decision, bob, "It is not:\nI only named my sources.")
    page = item_page(an_item(appeal, Waits.APPEAL).public_id, viewer, "en")

    assert page.thing is not None
    assert page.thing.html == "<p>It is not:</p><p>I only named my sources.</p>"
    assert page.thing.decider_id == mo.id
    assert page.context.appealed is not None
    assert page.context.appealed.decision.reason == "It is an advertisement."
    assert page.context.appealed.thing is not None
    assert page.context.appealed.thing.public_id == comment.public_id


def test_what_somebody_typed_into_an_appeal_stays_text(viewer, mo, bob, comment):
    appeal = an_appeal(a_decision(comment, by=mo), bob, "<script>alert(1)</script>")
    page = item_page(an_item(appeal, Waits.APPEAL).public_id, viewer, "en")
    assert page.thing is not None
    assert "<script>" not in page.thing.html


def test_a_settled_item_says_how_it_ended(viewer, mo, comment):
    decision = a_decision(comment, by=mo)
    closed = {"closed_at": clock.now(), "closed_by_id": mo.id}
    item = an_item(comment, decision_id=decision.id, **closed)
    settled = item_page(item.public_id, viewer, "en").settled
    assert settled is not None
    assert settled.by == "Mo"
    assert settled.decision is not None
    assert settled.decision.public_id == decision.public_id
    task = item_page(an_item(comment, Waits.DOUBT, **closed).public_id, viewer, "en").settled
    assert task is not None
    assert task.decision is None


def test_what_is_not_there_any_more_still_stands_in_the_queue(viewer, comment):
    an_item(comment, target_id=comment.id + 1000)
    (row,) = queue_page(viewer, "en").rows
    assert row.thing is None
    assert item_page(row.public_id, viewer, "en").record is None


def test_the_count_stops_where_nobody_counts_any_more(comment):
    queue_up(comment, MOST_COUNTED + 20)
    assert open_count() == MOST_COUNTED + 1


def test_a_long_queue_costs_as_much_as_a_short_one(viewer, bob, thread, position, statements):
    for thing in (thread, a_comment(bob, thread), position):
        a_flag(thing)
    with statements() as short:
        rows = queue_page(viewer, "en").rows
    with statements() as short_item:
        item_page(rows[0].public_id, viewer, "en")
    queue_up(position, 10_000)
    for thing in (a_position(bob), a_thread(bob), *(a_comment(bob, thread) for _ in range(8))):
        a_flag(thing)
    with statements() as long:
        assert len(queue_page(viewer, "en").rows) == 30
    with statements() as long_item:
        item_page(rows[0].public_id, viewer, "en")
    with statements() as counting:
        open_count()

    assert len(short) == 5
    assert len(long) <= len(short)
    assert len(long_item) == len(short_item) <= 13
    assert len(counting) == 1


@atomic
def queue_up(thing, number: int) -> None:
    kind = Kind.COMMENT if isinstance(thing, Comment) else Kind.POSITION
    db.session.bulk_insert_mappings(
        Item.__mapper__,
        [
            {
                "public_id": new_public_id(),
                "waits": Waits.FLAGS,
                "kind": kind,
                "target_id": thing.id + 1 + each,
                "urgency": 4,
                "opened_at": clock.now() + timedelta(seconds=each),
            }
            for each in range(number)
        ],
    )
