"""Splitting and merging threads: comments change their thread, and keep their addresses."""

import random

import pytest
import sqlalchemy as sa

from forum.discussion.checks import problems
from forum.discussion.curation import hide_comment, hide_thread, hold_comment, hold_thread, pin_thread
from forum.discussion.drafts import comment_place, draft_at, park, save_draft
from forum.discussion.events import ThreadSeen
from forum.discussion.models import Comment, ThreadState, ThreadVisit
from forum.discussion.queries import comment_source, place_of_comment, revisions, thread_page
from forum.discussion.replanting import merge_threads, split_thread
from forum.discussion.service import edit_comment, post_comment, withdraw_comment
from forum.discussion.tagging import tags_of
from forum.discussion.tree import MAX_DEPTH
from forum.jobs import later
from forum.lib import clock as clocks
from forum.lib import runtime
from forum.lib.db import db
from forum.lib.errors import Conflict, Invalid, Refused
from forum.permissions import ANONYMOUS, Actor
from tests.factories import a_body, a_comment, a_position, a_thread, as_actor, concluded, curated


@pytest.fixture(autouse=True)
def _everything_in_order(app):
    yield
    assert list(problems()) == []


def shape(thread):
    """The opening text, and below it who answers whom."""

    def texts(nodes):
        return [(plain(node.comment), texts(node.replies)) for node in nodes]

    page = thread_page(thread.public_id, ANONYMOUS, "en", now=clocks.now())
    return plain(page.opening), texts(page.nodes)


def plain(comment) -> str:
    return str(comment.html).removeprefix("<p>").removesuffix("</p>")


def opening_of(thread) -> Comment:
    return db.session.scalars(sa.select(Comment).filter_by(thread_id=thread.id, number=1)).one()


def split(thread, *comments, **fields):
    values = {"title": "Another matter", "lessons": ["values"]} | fields
    return curated(split_thread, thread, [comment.public_id for comment in comments], **values)


def merge(thread, into):
    curated(merge_threads, thread, into)


@pytest.fixture
def talk(article, bob, alice, clock):
    """bob: opening, [alice: a, [bob: a1, [alice: a11]], bob: b], a minute between each."""

    def comment(author, text, parent=None):
        clock.advance(minutes=1)
        return a_comment(author, thread, text, parent=parent)

    thread = a_thread(bob, body=a_body("opening"))
    a = comment(alice, "a")
    a1 = comment(bob, "a1", a)
    b = comment(bob, "b")
    a11 = comment(alice, "a11", a1)
    return {"thread": thread, "a": a, "a1": a1, "a11": a11, "b": b}


def test_a_split_takes_the_chosen_comments_with_all_replies_below_them(talk, alice):
    new = split(talk["thread"], talk["a"])
    assert shape(talk["thread"]) == ("opening", [("b", [])])
    assert shape(new) == ("a", [("a1", [("a11", [])])])
    assert (new.title, list(tags_of(new)), new.question_id) == (
        "Another matter",
        ["values"],
        talk["thread"].question_id,
    )
    assert new.author_id == alice.id


def test_after_a_split_both_threads_count_what_they_have(talk):
    new = split(talk["thread"], talk["a1"])
    assert (new.comment_count, new.last_number, new.last_activity_at) == (1, 2, talk["a11"].created_at)
    assert new.created_at == talk["a1"].created_at
    old = talk["thread"]
    assert (old.comment_count, old.last_activity_at) == (2, talk["b"].created_at)


def test_the_earliest_of_the_chosen_comments_opens_and_the_others_follow_in_their_order(talk):
    new = split(talk["thread"], talk["b"], talk["a11"])
    assert shape(new) == ("b", [("a11", [])])
    assert shape(talk["thread"]) == ("opening", [("a", [("a1", [])])])


def test_a_chosen_reply_below_a_chosen_comment_comes_along_once(talk):
    new = split(talk["thread"], talk["a"], talk["a11"], talk["a"])
    assert shape(new) == ("a", [("a1", [("a11", [])])])


def test_permanent_links_lead_to_where_a_comment_stands_now(talk):
    new = split(talk["thread"], talk["a"])
    assert place_of_comment(talk["a11"].public_id, ANONYMOUS)[0] == new.public_id
    assert place_of_comment(talk["b"].public_id, ANONYMOUS)[0] == talk["thread"].public_id


def test_in_both_threads_people_go_on_writing(talk, alice):
    new = split(talk["thread"], talk["a"])
    a_comment(alice, new, "more", parent=talk["a1"])
    a_comment(alice, talk["thread"], "here too", parent=talk["b"])
    assert shape(new) == ("a", [("a1", [("a11", []), ("more", [])])])
    assert shape(talk["thread"]) == ("opening", [("b", [("here too", [])])])


@pytest.mark.parametrize(
    ("choose", "said"),
    [
        (lambda talk, _other: [], "at least one"),
        (lambda talk, _other: [opening_of(talk["thread"]), talk["b"]], "opening text"),
        (lambda talk, other: [talk["a"], other], "of this conversation"),
    ],
)
def test_a_choice_that_cannot_be_split_off_is_refused_with_the_reason(talk, alice, choose, said):
    other = a_comment(alice, a_thread(alice))
    with pytest.raises(Invalid, match=said) as wrong:
        split(talk["thread"], *choose(talk, other))
    assert set(wrong.value.fields) == {"comments"}


def withdraw(comment):
    withdraw_comment(Actor(id=comment.author_id), comment.public_id)


@pytest.mark.parametrize(
    "take_away",
    [
        lambda comment: curated(hide_comment, comment),
        lambda comment: curated(hold_comment, comment),
        withdraw,
    ],
    ids=["hidden", "held", "withdrawn"],
)
def test_what_not_everybody_can_read_opens_no_thread(talk, take_away):
    take_away(talk["a"])
    with pytest.raises(Invalid, match="opening text") as wrong:
        split(talk["thread"], talk["a"], talk["b"])
    assert set(wrong.value.fields) == {"comments"}
    assert shape(split(talk["thread"], talk["a1"]))[0] == "a1"


def test_everything_wrong_with_a_split_is_said_at_once(talk):
    with pytest.raises(Invalid) as wrong:
        split(talk["thread"], title="", lessons=["invented"])
    assert set(wrong.value.fields) == {"comments", "title", "lessons"}


def test_replies_that_stood_beside_each_other_for_lack_of_room_find_their_depth_again(thread, alice):
    chain = [a_comment(alice, thread, "1")]
    for number in range(2, MAX_DEPTH + 4):
        chain.append(a_comment(alice, thread, str(number), parent=chain[-1]))
    new = split(thread, chain[MAX_DEPTH - 1])
    assert shape(new) == ("5", [("6", [("7", [("8", [])])])])


def test_a_merged_thread_goes_on_as_a_branch_in_the_order_of_time(talk, alice, bob, clock):
    into = talk["thread"]
    clock.moment = talk["a"].created_at
    clock.advance(seconds=30)
    thread = a_thread(alice, body=a_body("second"))
    clock.advance(hours=1)
    c = a_comment(bob, thread, "c")
    a_comment(alice, thread, "c1", parent=c)
    a_comment(bob, thread, "quoting", parent=opening_of(thread))
    merge(thread, into)
    assert shape(into) == (
        "opening",
        [
            ("a", [("a1", [("a11", [])])]),
            ("second", [("c", [("c1", [])]), ("quoting", [])]),
            ("b", []),
        ],
    )
    assert (thread.state, thread.merged_into_id) == (ThreadState.MERGED, into.id)
    assert (into.comment_count, into.last_number) == (8, 9)
    assert into.last_activity_at == c.created_at


def test_no_branch_becomes_deeper_than_a_phone_can_show(article, alice, talk):
    thread = a_thread(alice, body=a_body("0"))
    last = a_comment(alice, thread, "1")
    for number in range(2, MAX_DEPTH + 2):
        last = a_comment(alice, thread, str(number), parent=last)
    merge(thread, talk["thread"])
    deepest = db.session.scalar(sa.select(sa.func.max(sa.func.length(Comment.path))))
    assert deepest == MAX_DEPTH * 6


def test_merging_unites_the_lessons_and_gives_the_pin_away(talk, alice):
    thread = a_thread(alice, lessons=["values"])
    curated(pin_thread, thread)
    merge(thread, talk["thread"])
    assert list(tags_of(talk["thread"])) == ["we", "values"]
    assert not thread.is_pinned


@pytest.mark.parametrize("effect", [hide_thread, hold_thread])
def test_only_threads_that_everybody_can_read_are_merged(talk, alice, effect):
    other = a_thread(alice)
    curated(effect, other)
    for one, into in ((other, talk["thread"]), (talk["thread"], other)):
        with pytest.raises(Conflict, match="everybody"):
            merge(one, into)


def test_a_thread_is_not_merged_with_itself_nor_twice(talk, alice):
    with pytest.raises(Conflict, match="itself"):
        merge(talk["thread"], talk["thread"])
    other = a_thread(alice)
    merge(other, talk["thread"])
    for one, into in ((other, talk["thread"]), (talk["thread"], other)):
        with pytest.raises(Conflict):
            merge(one, into)


def test_a_concluded_question_keeps_its_threads(talk, alice):
    other = a_thread(alice, question="one-budget")
    concluded("one-budget")
    for one, into in ((other, talk["thread"]), (talk["thread"], other)):
        with pytest.raises(Conflict, match="concluded"):
            merge(one, into)


def test_a_comment_sent_to_a_thread_that_was_just_merged_lands_below_what_it_answers(talk, alice, bob):
    other = a_thread(bob, body=a_body("second"))
    below = a_comment(bob, other, "c")
    merge(other, talk["thread"])
    post_comment(as_actor(alice), other.public_id, body=a_body("to the thread"))
    post_comment(as_actor(alice), other.public_id, body=a_body("to c"), parent=below.public_id)
    branch = next(nodes for text, nodes in shape(talk["thread"])[1] if text == "second")
    assert branch == [("c", [("to c", [])]), ("to the thread", [])]


def test_an_unfinished_answer_goes_along(talk, alice, bob):
    other = a_thread(bob)
    below = a_comment(bob, other)
    for parent in (None, below.public_id):
        save_draft(as_actor(alice), comment_place(other.public_id, parent), {"body": f"to {parent}"})
    key = park(comment_place(other.public_id, below.public_id), {"body": "signed out"})
    merge(other, talk["thread"])
    here, opening = talk["thread"].public_id, opening_id_of(other)
    assert draft_at(as_actor(alice), comment_place(here, opening)) == {"body": "to None"}
    assert draft_at(as_actor(alice), comment_place(here, below.public_id)) == {
        "body": f"to {below.public_id}"
    }
    from forum.discussion.drafts import claim

    claim(key, bob.id)
    assert draft_at(as_actor(bob), comment_place(here, below.public_id)) == {"body": "signed out"}


def opening_id_of(merged) -> str:
    return db.session.get_one(Comment, merged.merged_comment_id).public_id


def test_of_two_unfinished_answers_to_one_place_none_is_lost(talk, alice, bob):
    other = a_thread(bob)
    opening = opening_of(other).public_id
    for parent in (None, opening):
        save_draft(as_actor(alice), comment_place(other.public_id, parent), {"body": f"to {parent}"})
    merge(other, talk["thread"])
    assert draft_at(as_actor(alice), comment_place(talk["thread"].public_id, opening))
    from forum.discussion.models import Draft

    assert db.session.scalar(sa.select(sa.func.count(Draft.id))) == 2


def test_an_unfinished_answer_to_what_was_split_off_waits_in_the_new_thread(talk, alice):
    for comment in (talk["a"], talk["a1"], talk["b"]):
        place = comment_place(talk["thread"].public_id, comment.public_id)
        save_draft(as_actor(alice), place, {"body": comment.source})
    new = split(talk["thread"], talk["a"])
    places = {
        "a": comment_place(new.public_id, None),
        "a1": comment_place(new.public_id, talk["a1"].public_id),
        "b": comment_place(talk["thread"].public_id, talk["b"].public_id),
    }
    for text, place in places.items():
        assert draft_at(as_actor(alice), place) == {"body": text}


def test_history_and_positions_stay_with_their_comments(talk, bob, alice):
    position = a_position(alice, "It is a1.", source_comment=talk["a1"].public_id, quote="a1")
    edit_comment(as_actor(bob), talk["a1"].public_id, body=a_body("a1, better"), version=1)
    new = split(talk["thread"], talk["a"])
    merge(new, a_thread(alice))
    source = comment_source(talk["a1"].public_id, ANONYMOUS, "en")
    assert [one.source for one in revisions(source)] == ["a1, better", "a1"]
    from forum.positions.sources import sources_of

    (found,) = sources_of(position.id)
    assert (found.is_visible, found.comment_public_id) == (True, talk["a1"].public_id)


def visit(user, thread, clock):
    later(ThreadSeen(user.id, thread.id, clock().isoformat()))
    runtime.part("jobs").drain()


def test_who_read_a_thread_finds_nothing_new_in_what_was_split_off_it(talk, alice, clock):
    visit(alice, talk["thread"], clock)
    clock.advance(hours=2)
    new = split(talk["thread"], talk["a"])
    page = thread_page(new.public_id, as_actor(alice), "en", now=clock())
    assert (page.new, page.is_to_be_noted) == (0, True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ThreadVisit)) == 2


def test_a_visit_to_the_remaining_thread_counts_more_than_one_to_the_merged(talk, alice, clock):
    other = a_thread(alice)
    visit(alice, other, clock)
    clock.advance(hours=2)
    visit(alice, talk["thread"], clock)
    merge(other, talk["thread"])
    kept = db.session.get_one(ThreadVisit, (alice.id, talk["thread"].id))
    assert kept.seen_at == clock()


def test_however_long_a_thread_its_split_and_merge_take_as_many_statements(talk, alice, statements):
    def counted(replies):
        one, into = a_thread(alice), a_thread(alice)
        first = a_comment(alice, one)
        for _ in range(replies):
            a_comment(alice, one, parent=first)
            a_comment(alice, into)
        with statements() as asked:
            new = split(one, first)
            merge(new, into)
        return len(asked)

    assert counted(3) == counted(20)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_every_comment_keeps_its_address_and_all_counts_agree(article, alice, bob, mo, seed):
    chance = random.Random(seed)
    threads = [a_thread(chance.choice([alice, bob])) for _ in range(3)]

    def comments_in(thread):
        return list(db.session.scalars(sa.select(Comment).filter_by(thread_id=thread.id)))

    def act():
        thread = chance.choice(threads)
        comments = comments_in(thread)
        one = chance.choice(comments)
        match chance.choice(["post", "post", "post", "hide", "withdraw", "hold", "split", "merge"]):
            case "post":
                a_comment(chance.choice([alice, bob]), thread, parent=chance.choice([None, *comments]))
            case "hide":
                curated(hide_comment, one)
            case "hold":
                curated(hold_comment, one)
            case "withdraw":
                withdraw(one)
            case "split":
                threads.append(split(thread, *chance.sample(comments, min(2, len(comments)))))
            case "merge":
                merge(thread, into=chance.choice(threads))
                threads.remove(thread)

    refused = 0
    for _ in range(60):
        try:
            act()
        except (Conflict, Invalid, Refused):
            refused += 1
        assert list(problems()) == []
    assert refused < 40
    for comment in db.session.scalars(sa.select(Comment)):
        assert place_of_comment(comment.public_id, as_actor(mo))[0] in {
            thread.public_id for thread in threads
        }
