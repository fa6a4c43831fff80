"""One's own notifications: what they say, where they lead, and what has been read."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import Suspension
from forum.accounts.suspending import suspend
from forum.discussion.curation import hide_comment, hide_thread
from forum.discussion.service import withdraw_comment
from forum.following.models import Cadence, FollowKind, Notification, What
from forum.following.service import follow, mark_all_read
from forum.following.subscribers import tell_standing
from forum.following.views import Told
from forum.jobs import deliver_all
from forum.lib import clock
from forum.lib.db import atomic
from forum.positions.curation import hide_position
from forum.positions.events import StandingChanged
from forum.positions.models import PositionTransition, Standing
from tests.factories import (
    a_comment,
    a_decision,
    a_flag,
    a_position,
    a_synthesis,
    a_thread,
    a_user,
    an_appeal,
    as_actor,
    curated,
)

PAGE = "/account/notifications"


@pytest.fixture
def told(db, alice):
    """Tell alice something, as the worker does it."""

    @atomic
    def tell(
        what: What, subject_id: int, kind: FollowKind | None = None, group_id: int | None = None
    ) -> None:
        db.session.add(
            Notification(
                user_id=alice.id,
                what=what,
                subject_id=subject_id,
                key=f"{what.value}:{subject_id}",
                group_kind=kind,
                group_id=group_id,
                cadence=Cadence.DAILY,
                created_at=clock.now(),
            )
        )

    return tell


def change(db, position, before: Standing, after: Standing) -> PositionTransition:
    @atomic
    def add() -> PositionTransition:
        changed = PositionTransition(
            position_id=position.id,
            at=clock.now(),
            before=before,
            after=after,
            direction=1,
            voters=9,
            rows=[],
        )
        db.session.add(changed)
        return changed

    return add()


def unread(db, user) -> int:
    db.session.rollback()  # what the worker wrote meanwhile is seen too
    mine = sa.select(sa.func.count()).where(Notification.user_id == user.id, Notification.read_at.is_(None))
    return db.session.scalar(mine)


def lines(page) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in page.select(".heard-line > p:first-child")]


def test_an_answer_stands_under_its_conversation_with_its_words(as_alice, alice, bob, article):
    thread = a_thread(alice, title="What do we share?")
    a_comment(bob, thread, "We share everything that matters.")
    deliver_all()
    page = as_alice.get(PAGE)
    assert page.words(".heard-group h2") == "What do we share?"
    assert lines(page) == ["Bob answered you"]
    assert page.words(".heard-words") == "We share everything that matters."
    assert "new" in page.words(".heard-line .meta")


def test_each_kind_has_its_sentence_and_leads_to_its_place(db, as_alice, alice, bob, mo, thread, told):
    comment, position = a_comment(bob, thread), a_position(bob, "Clients decide.")
    shared = change(db, position, Standing.OPEN, Standing.SHARED)
    lost = change(db, position, Standing.SHARED, Standing.OPEN)
    contested = change(db, position, Standing.OPEN, Standing.CONTESTED)
    synthesis = a_synthesis(mo)
    hers = a_comment(alice, thread)
    decision = a_decision(hers, by=mo)
    flag = a_flag(comment, by=alice)
    appeal = an_appeal(decision, alice)
    place = {
        FollowKind.THREAD: thread.id,
        FollowKind.QUESTION: thread.question_id,
        FollowKind.POSITION: position.id,
    }
    for what, subject, kind in (
        (What.COMMENT, comment, FollowKind.THREAD),
        (What.THREAD, thread, FollowKind.QUESTION),
        (What.STANDING, shared, FollowKind.POSITION),
        (What.STANDING, lost, FollowKind.POSITION),
        (What.STANDING, contested, FollowKind.POSITION),
        (What.SYNTHESIS, synthesis, FollowKind.QUESTION),
        (What.DECISION, decision, None),
        (What.REPORT, flag, None),
        (What.APPEAL, appeal, None),
    ):
        told(what, subject.id, kind, place.get(kind) if kind else None)
    page = as_alice.get(PAGE)
    assert set(lines(page)) == {
        "Bob wrote a comment",
        "Bob started a conversation: What do we mean by we?",
        "This position is shared now",
        "This position is no longer shared",
        "This position is contested now",
        "Mo published a synthesis, version 1",
        "Your comment was taken away",
        "There is an answer to what you reported",
        "You objected, and the decision stands",
    }
    links = {found.get_text(strip=True): str(found["href"]) for found in page.select(".heard-line a")}
    assert {words: as_alice.get(link).location for words, link in links.items()} == {
        "Bob wrote a comment": f"/comments/{comment.public_id}",
        "Bob started a conversation: What do we mean by we?": f"/threads/{thread.public_id}",
        "This position is shared now": f"/positions/{position.public_id}",
        "This position is no longer shared": f"/positions/{position.public_id}",
        "This position is contested now": f"/positions/{position.public_id}",
        "Mo published a synthesis, version 1": "/questions/who-is-we/synthesis/1",
        "Your comment was taken away": f"/decisions/{decision.public_id}",
        "There is an answer to what you reported": f"/flags/{flag.public_id}",
        "You objected, and the decision stands": f"/decisions/{decision.public_id}#appeal",
    }


@pytest.mark.parametrize("what", What)
def test_no_kind_is_without_a_sentence(as_alice, thread, comment, told, app, what):
    """A kind that the macro does not know would read as something that is gone."""
    with app.test_request_context():
        macros = app.jinja_env.get_template("macros/notifications.html").make_module({"viewer": None})
        said = macros.sentence(Told(what, "x", "Bob", "Words", "shared", 1, ""))
    assert "no longer there" not in said


def test_opening_one_marks_it_read_once_the_worker_noted_it(app, db, as_alice, alice, bob, thread):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    a_comment(bob, thread)
    a_comment(bob, thread)
    deliver_all()
    first = as_alice.get(PAGE).select_one(".heard-line a")
    assert first is not None
    as_alice.get(str(first["href"]))
    assert unread(db, alice) == 2
    app.extensions["forum.jobs"].drain()
    assert unread(db, alice) == 1


def test_nobody_opens_what_somebody_else_heard(app, db, as_bob, nobody, alice, comment, told):
    told(What.COMMENT, comment.id)
    (id,) = db.session.scalars(sa.select(Notification.id))
    assert as_bob.get(f"{PAGE}/{id}").status_code == 404
    assert nobody.get(f"{PAGE}/{id}").location == f"/login?next={PAGE}/{id}"
    app.extensions["forum.jobs"].drain()
    assert unread(db, alice) == 1
    assert as_bob.get(f"{PAGE}/999999").status_code == 404


@pytest.mark.parametrize("number", [1, 99, 100, 250])
def test_the_header_says_how_many_are_new_and_not_how_many_hundreds(db, as_alice, told, article, number):
    for id in range(number):
        told(What.DECISION, id)
    page = as_alice.get("/questions")
    shown = "99+" if number > 99 else str(number)
    said = "More than 99 new notifications" if number > 99 else f"{number} new notification"
    assert page.words(".heard .heard-count") == shown
    assert page.words(".heard").startswith(f"{shown} {said}")
    assert page.words(".panel .heard-count") == shown


def test_no_number_stands_there_when_nothing_is_new(as_alice, nobody, article):
    for person in (as_alice, nobody):
        assert person.get("/questions").select(".heard, .heard-count") == []
    assert as_alice.get("/questions").select(f".panel a[href='{PAGE}']")


def test_the_number_costs_no_statement(db, as_alice, alice, told, article, statements):
    asked = []
    for number in (1, 2):
        with statements() as counted:
            as_alice.get("/questions")
        asked.append(len(counted))
        told(What.DECISION, number)
    assert asked[0] == asked[1]


def test_all_are_marked_as_read(db, as_alice, alice, bob, article, mode):
    thread = a_thread(alice)
    for _ in range(3):
        a_comment(bob, thread)
    deliver_all()
    page = as_alice.get(PAGE)
    assert "3 are new." in page.words(".heard-all")
    answer = as_alice.post(f"{PAGE}/read", {"up_to": page.value("up_to")}, mode=mode)
    assert unread(db, alice) == 0
    page = answer if mode == "htmx" else as_alice.get(answer.location)
    assert "Everything is marked as read." in page.text
    assert page.select(".heard-all, .heard-count, [data-new]") == []
    assert len(page.select(".heard-line")) == 3
    if mode == "htmx":  # the header beside it
        assert page.select("#account-menu[hx-swap-oob]")


def test_what_came_since_stays_new(db, as_alice, alice, bob, article, mode):
    thread = a_thread(alice)
    a_comment(bob, thread)
    deliver_all()
    up_to = as_alice.get(PAGE).value("up_to")
    a_comment(bob, thread)
    deliver_all()
    answer = as_alice.post(f"{PAGE}/read", {"up_to": up_to}, mode=mode)
    assert unread(db, alice) == 1
    if mode == "htmx":
        assert answer.words(".heard .heard-count") == "1"


@pytest.mark.parametrize("up_to", ["", "x", "-1", str(2**40)])
def test_a_number_that_we_did_not_make_marks_nothing(db, as_alice, alice, comment, told, mode, up_to):
    told(What.COMMENT, comment.id)
    assert as_alice.post(f"{PAGE}/read", {"up_to": up_to}, mode=mode).status_code == 422
    assert unread(db, alice) == 1


def test_the_words_of_what_was_hidden_or_withdrawn_since_are_not_told(db, as_alice, alice, bob, thread):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    hidden, withdrawn = a_comment(bob, thread, "A secret."), a_comment(bob, thread, "A mistake.")
    deliver_all()
    curated(hide_comment, hidden)
    withdraw_comment(as_actor(bob), withdrawn.public_id)
    page = as_alice.get(PAGE)
    assert "A secret." not in page.text
    assert "A mistake." not in page.text
    gone = [found.get_text(strip=True) for found in page.select(".heard-gone")]
    assert gone == ["Its author withdrew it since.", "A moderator took it away since."]
    assert page.select(".heard-line a") == []


def test_nor_is_the_title_of_what_went_whole(db, as_alice, alice, bob, thread, position, told):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    a_comment(bob, thread, "Below the title.")
    deliver_all()
    told(What.THREAD, thread.id, FollowKind.QUESTION, thread.question_id)
    changed = change(db, position, Standing.OPEN, Standing.SHARED)
    told(What.STANDING, changed.id, FollowKind.POSITION, position.id)
    curated(hide_thread, thread)
    curated(hide_position, position)
    page = as_alice.get(PAGE)
    for words in (thread.title, "Below the title.", "Clients decide with us."):
        assert words not in page.text
    headings = [found.get_text(strip=True) for found in page.select(".heard-group h2")]
    assert headings == [
        "A position that is not there now",
        "who-is-we en?",
        "A conversation that is not there now",
    ]


def test_what_is_no_more_is_told_as_such(as_alice, told, article):
    told(What.REPORT, 4711)
    assert lines(as_alice.get(PAGE)) == ["This is no longer there"]


def test_the_newest_group_comes_first_and_says_how_many_it_holds(as_alice, alice, bob, article):
    first, second = a_thread(alice, title="First"), a_thread(alice, title="Second")
    for _ in range(6):
        a_comment(bob, first)
    a_comment(bob, second)
    a_comment(bob, first, "The newest of all.")
    deliver_all()
    page = as_alice.get(PAGE)
    assert [found.get_text(strip=True) for found in page.select(".heard-group h2")] == ["First", "Second"]
    group = page.select(".heard-group")[0]
    assert len(group.select(".heard-line")) == 5
    words = " ".join(group.get_text(" ").split())
    assert "7 notifications" in words
    assert "7 new" in words
    assert "And 2 older ones." in words


def test_older_groups_are_on_the_next_page(as_alice, alice, bob, article, monkeypatch):
    monkeypatch.setattr("forum.following.reading.GROUPS_ON_PAGE", 2)
    for number in range(5):
        a_comment(bob, a_thread(alice, title=f"Thread {number}"))
    deliver_all()
    path, titles = PAGE, []
    while path:
        page = as_alice.get(path)
        titles += [found.get_text(strip=True) for found in page.select(".heard-group h2")]
        link = page.select_one(".pager [rel=next]")
        path = str(link["href"]) if link else ""
    assert titles == [f"Thread {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIl0", "WzEsMl0"])
def test_a_cursor_that_we_did_not_make_leads_nowhere(as_alice, article, cursor):
    assert as_alice.get(f"{PAGE}?after={cursor}").status_code == 404


def test_an_empty_page_says_what_will_stand_there(as_alice, article):
    assert "Here you will read who answered you" in as_alice.get(PAGE).words(".empty")


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_three_statements_whatever_it_holds(as_alice, alice, bob, thread, statements, many):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    for _ in range(many):
        a_comment(bob, thread)
        a_comment(bob, a_thread(alice))
    deliver_all()
    with statements() as counted:
        assert as_alice.get(PAGE).status_code == 200
    assert len(counted) <= 3


def test_who_is_suspended_reads_what_concerns_them(db, as_alice, alice, mo, told, article):
    curated(suspend, alice, Suspension.EVERYTHING, None)
    told(What.DECISION, a_decision(alice, "suspend", by=mo).id)
    page = as_alice.get(PAGE)
    assert page.select(".heard-line")
    as_alice.post(f"{PAGE}/read", {"up_to": page.value("up_to")})
    assert unread(db, alice) == 0


def test_marking_is_for_oneself(db, as_bob, alice, bob, comment, told):
    told(What.COMMENT, comment.id)
    mark_all_read(as_actor(bob), up_to=10**6)
    as_bob.post(f"{PAGE}/read", {"up_to": "1000"})
    assert unread(db, alice) == 1
    assert as_bob.get(PAGE).select(".heard-line") == []


def test_a_change_of_standing_is_told_as_it_happens(db, as_alice, alice, article):
    position = a_position(alice, "Clients decide with us.")
    changed = change(db, position, Standing.OPEN, Standing.SHARED)
    tell_standing(StandingChanged(changed.id))
    page = as_alice.get(PAGE)
    assert page.words(".heard-group h2") == "Clients decide with us."
    assert lines(page) == ["This position is shared now"]


def test_somebody_who_left_their_name_elsewhere_is_named_as_now(db, as_alice, alice, article):
    thread = a_thread(alice)
    robin = a_user("robin")
    a_comment(robin, thread)
    deliver_all()
    assert lines(as_alice.get(PAGE)) == ["Robin answered you"]
