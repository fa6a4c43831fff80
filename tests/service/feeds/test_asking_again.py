"""Whether anything changed, in one statement; and older entries, page by page."""

import pytest

from forum.accounts.service.own import change_profile
from forum.discussion.service import edit_comment, withdraw_comment
from forum.feeds.entries import Entry
from forum.feeds.index import Source
from forum.feeds.queries import ENTRIES_ON_PAGE, feed_of, stamp_of
from forum.feeds.scopes import scope_at
from forum.synthesis.models import Slot
from tests.factories import a_body, a_comment, a_position, a_synthesis, a_thread, as_actor
from tests.service.feeds.conftest import SITE, a_change, a_row, ids

PATHS = ("all", "questions/who-is-we", "lessons/we", "shared-positions", "syntheses")


@pytest.fixture
def full(thread, comment, mo, bob, clock):
    """Far more of everything than fits on a page."""
    for number in range(30):
        clock.advance(minutes=1)
        position = a_position(bob, f"Number {number} holds for all of us.", source_comment=comment.public_id)
        a_change(position, rows=[a_row("all")])
        a_synthesis(mo, version=number, positions={Slot.AGREE: [position]})
        a_comment(bob, thread)


@pytest.mark.parametrize("path", PATHS)
def test_a_full_feed_takes_three_statements_with_its_stamp(full, statements, path):
    with statements() as counted:
        stamp = stamp_of(scope_at(path), "en")
    assert len(counted) == 1
    with statements() as counted:
        feed, its_stamp = feed_of(scope_at(path), "en", SITE)
    assert len(counted) == 2
    assert stamp == its_stamp
    assert len(feed.entries) == (30 if path in ("shared-positions", "syntheses") else ENTRIES_ON_PAGE)


@pytest.mark.parametrize("path", ["all", "questions/who-is-we"])
def test_page_by_page_everything_comes_once(full, feed, path):
    document, found = feed(path), []
    for _ in range(10):
        found += ids(document)
        if not document.next:
            break
        document = feed(path, before=document.next)
    assert len(found) == len(set(found)) == 30 * 4 + 2


def test_archives_hold_everything_and_their_addresses_stay(full, feed, thread, alice, clock):
    def walk() -> tuple[list[str], set[str]]:
        document, addresses, found = feed(), [], set(ids(feed()))
        while document.archive:
            addresses.append(document.archive)
            document = feed(before=document.archive)
            found |= set(ids(document))
        return addresses, found

    addresses, found = walk()
    assert len(found) == 30 * 4 + 2
    before = {address: feed(before=address) for address in addresses}
    for _ in range(5):
        clock.advance(minutes=1)
        a_comment(alice, thread)
    after, _found = walk()
    assert set(addresses) <= set(after)
    for address, document in before.items():
        assert feed(before=address) == document


def test_a_tie_in_time_loses_nothing(thread, bob, feed):
    for _ in range(ENTRIES_ON_PAGE + 10):
        a_comment(bob, thread)
    first = feed()
    second = feed(before=first.next)
    assert len({*ids(first), *ids(second)}) == ENTRIES_ON_PAGE + 11
    assert not set(ids(first)) & set(ids(second))
    assert first.archive == first.next


def stamp(path: str = "all", locale: str = "en") -> str:
    return stamp_of(scope_at(path), locale).digest


def test_the_stamp_stays_while_nothing_changes(thread, comment, position, clock):
    before = stamp()
    clock.advance(days=1)
    assert stamp() == before


@pytest.mark.parametrize("path", ["questions/one-budget", "syntheses", "shared-positions"])
def test_what_happens_elsewhere_leaves_the_stamp_as_it_is(thread, alice, path):
    before = stamp(path)
    a_comment(alice, thread)
    assert stamp(path) == before


def test_every_change_makes_another_stamp(thread, comment, position, bob, alice, mo, decide, clock):
    seen = [stamp()]

    def happened() -> None:
        seen.append(stamp())
        assert len(set(seen)) == len(seen)

    a_comment(alice, thread)
    happened()
    edit_comment(as_actor(bob), comment.public_id, body=a_body("Better."), version=1)
    happened()
    change_profile(as_actor(bob), name="Robert", perspective="provider", organisation="")
    happened()
    decide("retitle", thread, "order", title="Another title")
    happened()
    decide("retag", thread, "order", lessons="values")
    happened()
    decide("hide", comment)
    happened()
    decide("restore", comment, "review")
    happened()
    withdraw_comment(as_actor(bob), comment.public_id)
    happened()
    a_change(position)
    happened()
    a_synthesis(mo)
    happened()
    decide("join", position, "duplicate", into=a_position(bob, "Clients decide with all of us.").public_id)
    happened()


def test_the_stamp_has_the_moment_of_the_newest_change(comment, decide, clock):
    clock.advance(hours=1)
    decide("hide", comment)
    assert stamp_of(scope_at("all"), "en").changed_at == clock()
    clock.advance(hours=1)
    decide("restore", comment, "review")
    assert stamp_of(scope_at("all"), "en").changed_at == clock()


def test_each_question_has_a_stamp_of_its_own(thread, bob):
    a_thread(bob, question="one-budget", lessons=["we"])
    assert stamp("questions/one-budget") != stamp("questions/who-is-we")


def test_of_two_at_one_moment_the_order_is_always_the_same(position, comment, feed):
    assert [type(one) for one in feed().entries] == [Entry] * 3
    assert Source.COMMENT > Source.POSITION
    assert ids(feed())[-1] == f"position/{position.public_id}"
