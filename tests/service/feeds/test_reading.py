"""What stands in which feed, and that nobody reads there what they could not read on a page."""

import pytest

from forum.articles.models import Question
from forum.discussion.service import edit_comment, post_comment
from forum.discussion.voice import Voice
from forum.feeds.scopes import Elsewhere
from forum.lib.db import atomic, db
from forum.lib.errors import NotFound
from forum.lib.rendered import Rendered
from forum.positions.models import Choice, Standing
from forum.positions.service import supersede_position
from forum.synthesis.models import Slot
from tests.factories import (
    NAMELESS,
    a_body,
    a_comment,
    a_mandate,
    a_position,
    a_synthesis,
    a_thread,
    a_user,
    as_actor,
)
from tests.service.feeds.conftest import a_change, a_row, entry, ids, titles


@pytest.fixture
def everything(thread, comment, position, mo, clock):
    """One of each about who we are, in the order of time, and a thread about the budget."""
    clock.advance(minutes=1)
    a_synthesis(mo, positions={Slot.AGREE: [position]})
    clock.advance(minutes=1)
    change = a_change(position)
    clock.advance(minutes=1)
    other = a_thread(mo, question="one-budget", title="Who pays?", lessons=["values"])
    return thread, comment, position, change, other


def test_all_holds_all_the_newest_first(everything, feed):
    _thread, comment, position, change, _other = everything
    assert titles(feed()) == [
        "Who pays?",
        "Shared: Clients decide with us.",
        "Synthesis 1: who-is-we en?",
        "Bob in “What do we mean by we?”",
        "What do we mean by we?",
        "Position: Clients decide with us.",
    ]
    assert ids(feed())[1:4] == [
        f"position/{position.public_id}/change/{change.id}",
        "synthesis/who-is-we/1",
        f"comment/{comment.public_id}",
    ]
    assert len(set(ids(feed()))) == 6


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("questions/who-is-we", 5),
        ("questions/one-budget", 1),
        ("lessons/we", 5),
        ("lessons/values", 4),
        ("lessons/we+values", 3),
        ("shared-positions", 1),
        ("syntheses", 1),
    ],
)
def test_each_feed_holds_what_it_is_about(everything, feed, path, count):
    assert len(feed(path).entries) == count


def test_the_feed_of_a_thread_holds_its_texts(everything, feed):
    thread, comment, *_others = everything
    opening, answer = reversed(feed(f"threads/{thread.public_id}").entries)
    assert (opening.title, opening.url) == (
        "What do we mean by we?",
        f"http://localhost/threads/{thread.public_id}/what-do-we-mean-by-we",
    )
    assert answer.url == f"http://localhost/comments/{comment.public_id}"


@pytest.mark.parametrize(
    "path", ["questions/elsewhere", "threads/nothing", "lessons/elsewhere", "lessons/we+9"]
)
def test_what_is_not_there_has_no_feed(article, feed, path):
    with pytest.raises(NotFound):
        feed(path)


@pytest.mark.parametrize("path", ["lessons/values+we", "lessons/2+1", "lessons/we+2"])
def test_one_combination_of_lessons_has_one_feed(article, feed, path):
    with pytest.raises(Elsewhere) as found:
        feed(path)
    assert found.value.path == "lessons/we+values"


def test_an_entry_says_who_speaks_and_for_whom(thread, feed):
    member = a_user("carla", perspective="provider")
    comment = a_comment(member, thread)
    assert entry(feed(), comment.public_id).author == "Carla, Provider"
    voice = Voice(a_mandate(member, "Anytown").public_id)
    comment = a_comment(member, thread, voice=voice)
    assert entry(feed(), comment.public_id).author == "Carla, Provider, on behalf of Anytown"


def test_a_position_for_an_organisation_says_so_in_the_author(article, feed):
    member = a_user("carla", perspective="provider")
    own, theirs = a_position(member), a_position(member, capacity=a_mandate(member, "Anytown").public_id)
    assert entry(feed(), own.public_id).author == "Carla, Provider"
    assert entry(feed(), theirs.public_id).author == "Carla, Provider, on behalf of Anytown"


def test_an_entry_of_somebody_who_withheld_their_name_says_only_that(thread, feed):
    comment = a_comment(a_user("carla", perspective="provider"), thread, voice=NAMELESS)
    found = entry(feed(), comment.public_id)
    assert found.author == "Name known to the moderators, Provider"
    assert "Carla" not in found.title


def test_an_entry_carries_the_whole_text_with_whole_addresses(thread, bob, feed):
    html = '<p>See <a href="/rules">the rules</a>.<br>Really.</p>'
    comment = post_comment(as_actor(bob), thread.public_id, body=Rendered("…", html, 1))
    assert entry(feed(), comment.public_id).html == (
        '<p>See <a href="http://localhost/rules">the rules</a>.<br />Really.</p>'
    )


def test_its_categories_are_the_lessons(thread, position, feed):
    opening = feed(f"threads/{thread.public_id}").entries[0]
    assert [(one.term, one.label) for one in opening.categories] == [("we", "we en")]
    proposed = entry(feed(), position.public_id)
    assert [one.term for one in proposed.categories] == ["we", "values"]


def test_an_edit_is_a_new_moment_and_the_same_entry(comment, bob, feed, clock):
    before = entry(feed(), comment.public_id)
    assert before.updated == before.published
    clock.advance(hours=1)
    edit_comment(as_actor(bob), comment.public_id, body=a_body("Better said."), version=1)
    after = entry(feed(), comment.public_id)
    assert (after.id, after.published, after.updated) == (before.id, before.published, clock())
    assert "Better said." in after.html


def test_an_id_survives_that_its_thread_moves_and_merges(thread, comment, bob, decide, feed):
    other = a_thread(bob, title="The same once more")
    before = set(ids(feed()))
    decide("retitle", thread, "order", title="What we are")
    decide("merge", thread, "order", into=other.public_id)
    decide("move", other, "order", question="one-budget")
    assert set(ids(feed())) == before == set(ids(feed("questions/one-budget")))


def test_the_feed_of_a_merged_thread_is_where_it_went_on(thread, bob, decide, feed):
    second, third = (a_thread(bob, title=title) for title in ("The second", "The third"))
    decide("merge", thread, "order", into=second.public_id)
    decide("merge", second, "order", into=third.public_id)
    with pytest.raises(Elsewhere) as found:
        feed(f"threads/{thread.public_id}")
    assert found.value.path == f"threads/{third.public_id}"


def test_a_reply_names_what_it_answers(thread, comment, alice, feed):
    reply = a_comment(alice, thread, parent=comment)
    assert entry(feed(), reply.public_id).answers == f"tag:localhost,2026:comment/{comment.public_id}"


def test_a_shared_position_comes_with_its_table_as_it_was_stored(position, comment, bob, feed):
    sourced = a_position(bob, "It came from a comment.", source_comment=comment.public_id)
    rows = [a_row("all", 12, 3, 1), a_row("role:provider", 6, 0, 1), a_row("rest", 6, 3), a_row("group:0", 9)]
    change = a_change(sourced, rows=rows)
    html = entry(feed("shared-positions"), f"change/{change.id}").html
    assert "<blockquote><p>It came from a comment.</p></blockquote>" in html
    assert '<th scope="row">Everybody</th><td>12</td><td>1</td><td>3</td><td>16</td>' in html
    assert '<th scope="row">Provider</th><td>6</td>' in html
    assert '<th scope="row">Smaller roles together</th>' in html
    assert "Group" not in html
    assert f"http://localhost/comments/{comment.public_id}" in html


def test_that_it_ceases_to_be_shared_is_another_entry(position, feed, clock):
    first = a_change(position)
    clock.advance(days=1)
    second = a_change(position, Standing.PROVISIONAL, Standing.SHARED)
    assert titles(feed("shared-positions")) == [
        "No longer shared: Clients decide with us.",
        "Shared: Clients decide with us.",
    ]
    assert ids(feed("shared-positions")) == [
        f"position/{position.public_id}/change/{change.id}" for change in (second, first)
    ]
    assert "provisional" not in feed("shared-positions").entries[0].html.lower()


def test_shared_disagreement_says_so(position, feed):
    a_change(position, direction=Choice.DISAGREE)
    assert titles(feed("shared-positions")) == ["Shared disagreement: Clients decide with us."]


def test_what_is_only_provisional_contested_or_doubted_is_no_news(position, feed):
    a_change(position, Standing.PROVISIONAL)
    a_change(position, Standing.CONTESTED, Standing.PROVISIONAL)
    a_change(position, is_doubted=True)
    assert feed("shared-positions").entries == ()


def test_a_synthesis_comes_with_its_four_parts(position, mo, feed):
    texts = {slot: a_body(f"About {slot.value}.") for slot in Slot}
    from forum.synthesis.service import write_synthesis

    write_synthesis(
        as_actor(mo), "who-is-we", slots=texts, positions={Slot.AGREE: [position.public_id]}, version=0
    )
    html = feed("syntheses").entries[0].html
    places = [html.index(f"About {slot.value}.") for slot in Slot]
    assert places == sorted(places)
    assert f'<a href="http://localhost/positions/{position.public_id}">Clients decide with us.</a>' in html
    assert feed("syntheses").entries[0].author == "Mo"


def test_each_version_of_a_synthesis_is_an_entry(mo, article, feed):
    a_synthesis(mo, "First.")
    a_synthesis(mo, "Second.", version=1)
    assert ids(feed("syntheses")) == ["synthesis/who-is-we/2", "synthesis/who-is-we/1"]


def test_a_position_leads_to_the_better_wording(position, bob, feed):
    better = supersede_position(as_actor(bob), position.public_id, statement="Clients decide.", language="en")
    html = entry(feed(), f"position/{position.public_id}").html
    assert f'href="http://localhost/positions/{better.public_id}"' in html


def test_a_feed_speaks_one_language(thread, comment, position, feed):
    dutch, english = feed("questions/who-is-we", locale="nl"), feed("questions/who-is-we", locale="en")
    assert (dutch.title, english.title) == ("who-is-we nl? · Samenspraak", "who-is-we en? · Samenspraak")
    assert (dutch.language, english.language) == ("nl", "en")
    assert dutch.id != english.id
    assert dutch.place.address("atom") == "http://localhost/feeds/questions/who-is-we.atom"
    assert english.place.address("atom") == "http://localhost/feeds/questions/who-is-we.atom?lang=en"


def test_a_feed_without_entries_has_a_date(article, feed):
    assert feed("questions/one-budget").updated == article.loaded_at


def test_a_question_that_left_the_article_keeps_its_feed(thread, feed):
    retire("who-is-we")
    assert len(feed("questions/who-is-we").entries) == 1


@atomic
def retire(slug: str) -> None:
    db.session.query(Question).filter_by(slug=slug).one().is_retired = True
