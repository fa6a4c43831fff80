"""Following something where it stands, and the list of all that one follows."""

import pytest
import sqlalchemy as sa

from forum.discussion.curation import hide_thread, show_thread
from forum.following import queries
from forum.following.models import Cadence, Follow, FollowKind
from forum.following.service import follow, follow_by_itself, unfollow
from forum.jobs import deliver_all
from tests.factories import a_comment, a_position, a_thread, as_actor, curated


@pytest.fixture
def pages(thread, position) -> dict[str, str]:
    """What is followed, to the page on which that can be chosen."""
    return {
        "question:who-is-we": "/questions/who-is-we",
        "lesson:we": "/lessons/we",
        f"thread:{thread.public_id}": f"/threads/{thread.public_id}/{thread.slug}",
        f"position:{position.public_id}": f"/positions/{position.public_id}",
    }


KINDS = [kind.value for kind in FollowKind]
in_each_kind = pytest.mark.parametrize("kind", KINDS)


def one_of(pages: dict[str, str], kind: str) -> tuple[str, str]:
    return next((ref, path) for ref, path in pages.items() if ref.startswith(f"{kind}:"))


def cadence_of(db, user) -> Cadence | None:
    db.session.expire_all()
    return db.session.scalar(sa.select(Follow.cadence).where(Follow.user_id == user.id))


@in_each_kind
def test_each_page_lets_one_follow_what_stands_there(pages, as_alice, alice, db, mode, kind):
    ref, path = one_of(pages, kind)
    control = f"#follow-{ref.replace(':', '-')}"
    assert as_alice.get(path).words(f"{control} button") == "Follow"
    answer = as_alice.post("/follow", {"target": ref, "cadence": "daily", "next": path}, mode=mode)
    assert cadence_of(db, alice) is Cadence.DAILY
    if mode == "plain":
        assert (answer.status_code, answer.location) == (303, f"{path}{control}")
        answer = as_alice.get(path)
    assert answer.words(f"{control} summary") == "You follow this: once a day"
    assert answer.words(f"{control} [aria-pressed=true]") == "Once a day"


@in_each_kind
def test_who_is_signed_out_can_sign_in_and_comes_back_or_needs_no_account(pages, nobody, kind):
    _ref, path = one_of(pages, kind)
    page = nobody.get(path)
    link = page.select_one(".follow a")
    assert link is not None
    assert link["href"] == f"/login?next={path}"
    assert page.select(".aside a[href^='/feeds?of=']")
    assert page.select("form[action='/follow']") == []


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        ("at_once", "You follow this: at once"),
        ("weekly", "You follow this: once a week"),
        ("feed", "You follow this: only in your feed"),
    ],
)
def test_how_one_hears_of_it_can_be_changed(as_alice, thread, mode, cadence, words):
    ref = f"thread:{thread.public_id}"
    for one in ("daily", cadence):
        answer = as_alice.post("/follow", {"target": ref, "cadence": one}, mode=mode)
    page = answer if mode == "htmx" else as_alice.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert page.words(".follow summary") == words


def test_stopping_says_so_and_offers_to_begin_again(as_alice, alice, db, thread, mode):
    ref = f"thread:{thread.public_id}"
    as_alice.post("/follow", {"target": ref, "cadence": "daily"})
    answer = as_alice.post("/follow", {"target": ref, "cadence": "stop"}, mode=mode)
    assert cadence_of(db, alice) is Cadence.OFF
    page = answer if mode == "htmx" else as_alice.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert page.words(".follow button") == "Follow"
    if mode == "htmx":
        assert "You no longer follow this." in page.text


def test_it_says_when_one_follows_by_taking_part(as_alice, alice, thread):
    a_comment(alice, thread)
    deliver_all()
    page = as_alice.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert "You follow this because you took part." in page.words(".follow")
    as_alice.post("/follow", {"target": f"thread:{thread.public_id}", "cadence": "daily"})
    page = as_alice.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert "because you took part" not in page.words(".follow")


@pytest.mark.parametrize("cadence", ["", "off", "hourly"])
def test_a_pace_that_there_is_not_is_refused(as_alice, alice, db, thread, mode, cadence):
    fields = {"target": f"thread:{thread.public_id}", "cadence": cadence}
    assert as_alice.post("/follow", fields, mode=mode).status_code == 422
    assert cadence_of(db, alice) is None


@pytest.mark.parametrize("target", ["", "thread:nothing", "account:x"])
def test_so_is_what_is_not_there(as_alice, article, mode, target):
    answer = as_alice.post("/follow", {"target": target, "cadence": "daily"}, mode=mode)
    assert answer.status_code == 404
    assert as_alice.get("/account/following").select(".followed") == []


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_it_leads_back_to_pages_of_ours_only(as_alice, thread, next):
    fields = {"target": f"thread:{thread.public_id}", "cadence": "daily", "next": next}
    answer = as_alice.post("/follow", fields)
    assert answer.location == f"/threads/{thread.public_id}#follow-thread-{thread.public_id}"


def test_what_waits_was_replaced_or_is_several_cannot_be_followed_there(
    app, as_alice, nobody, alice, bob, do, thread, position
):
    better = a_position(bob, "Clients decide together with us.")
    do("join", f"position:{position.public_id}", fields={"into": [better.public_id]})
    curated(hide_thread, thread)
    for person in (as_alice, nobody):
        assert person.get(f"/positions/{position.public_id}").select(".follow") == []
        assert person.get("/lessons/we+values").select(".follow") == []


def test_the_list_holds_everything_by_kind(as_alice, alice, pages):
    for ref in pages:
        follow(as_actor(alice), ref, Cadence.WEEKLY)
    page = as_alice.get("/account/following")
    headings = [found.get_text() for found in page.select(".section > h2")]
    assert headings[:4] == ["Questions", "Lessons", "Conversations", "Positions"]
    assert [page.words(f"#follow-{ref.replace(':', '-')} summary") for ref in pages] == ["Once a week"] * 4
    links = [found["href"] for found in page.select(".followed h3 a")]
    for link in links:
        assert as_alice.get(str(link)).status_code in (200, 301)


def test_in_the_list_each_can_be_changed_and_left(as_alice, thread, mode):
    ref = f"thread:{thread.public_id}"
    as_alice.post("/follow", {"target": ref, "cadence": "daily"})
    fields = {"target": ref, "next": "/account/following", "row": "yes"}
    answer = as_alice.post("/follow", fields | {"cadence": "at_once"}, mode=mode)
    if mode == "plain":
        assert answer.location == f"/account/following#follow-thread-{thread.public_id}"
        answer = as_alice.get("/account/following")
    assert answer.words(".follow summary") == "At once"
    answer = as_alice.post("/follow", fields | {"cadence": "stop"}, mode=mode)
    if mode == "htmx":  # a row that was stopped stays, so that one can take it back
        assert answer.words(".follow button") == "Follow"
    assert "You do not follow anything yet" in as_alice.get("/account/following").words("main")


def test_the_words_of_what_was_taken_away_are_not_told_and_it_can_be_left(as_alice, alice, db, thread):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    curated(hide_thread, thread)
    page = as_alice.get("/account/following")
    assert page.words(".followed h3") == "A conversation that is not there now"
    assert thread.title not in page.text
    as_alice.post("/follow", {"target": f"thread:{thread.public_id}", "cadence": "stop"})
    assert cadence_of(db, alice) is Cadence.OFF


def test_who_did_not_follow_it_learns_nothing_by_leaving_what_was_taken_away(as_alice, alice, db, thread):
    curated(hide_thread, thread)
    answer = as_alice.post("/follow", {"target": f"thread:{thread.public_id}", "cadence": "stop"})
    assert answer.status_code == 404
    curated(show_thread, thread)
    assert cadence_of(db, alice) is None


def test_what_went_on_elsewhere_stands_there_once(as_alice, alice, bob, do, thread):
    into = a_thread(bob, title="What we share")
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.AT_ONCE)
    do("merge", f"thread:{thread.public_id}", fields={"into": [into.public_id]})
    deliver_all()
    page = as_alice.get("/account/following")
    assert [found.get_text(strip=True) for found in page.select(".followed h3")] == ["What we share"]


def test_an_empty_list_says_what_will_stand_there(as_alice, article):
    assert "will stand here" in as_alice.get("/account/following").words(".empty")


def test_a_long_list_has_pages(as_alice, alice, bob, article, monkeypatch):
    monkeypatch.setattr(queries, "FOLLOWS_ON_PAGE", 3)
    for number in range(4):
        ref = f"thread:{a_thread(bob, title=f'Thread {number}').public_id}"
        follow(as_actor(alice), ref, Cadence.DAILY)
    follow(as_actor(alice), "question:who-is-we", Cadence.DAILY)
    first = as_alice.get("/account/following")
    link = first.select_one(".pager [rel=next]")
    assert link is not None
    second = as_alice.get(str(link["href"]))
    titles = [one.get_text(strip=True) for page in (first, second) for one in page.select(".followed h3")]
    assert titles == ["who-is-we en?", "Thread 3", "Thread 2", "Thread 1", "Thread 0"]


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd", "WyJhIiwyLDNd"])
def test_a_cursor_that_we_did_not_make_leads_nowhere(as_alice, article, cursor):
    assert as_alice.get(f"/account/following?after={cursor}").status_code == 404


def test_following_by_itself_is_switched_off_and_on(as_alice, alice, bob, db, article, mode):
    answer = as_alice.post("/account/following/automatic", {}, mode=mode)
    page = answer if mode == "htmx" else as_alice.get(answer.location)
    assert "Only what you choose yourself is followed." in page.text
    a_comment(alice, a_thread(bob))
    deliver_all()
    assert cadence_of(db, alice) is None
    as_alice.post("/account/following/automatic", {"automatic": "yes"}, mode=mode)
    a_comment(alice, a_thread(bob))
    deliver_all()
    assert cadence_of(db, alice) is Cadence.DAILY


def test_the_list_is_ones_own(nobody, as_bob, alice, thread):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.DAILY)
    follow_by_itself(as_actor(alice), False)
    page = as_bob.get("/account/following")
    assert page.select(".followed") == []
    assert "What you take part in is followed by itself" in page.words("#follow-by-itself")
    answer = nobody.get("/account/following")
    assert (answer.status_code, answer.location) == (303, "/login?next=/account/following")


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_costs_as_many_statements_whatever_its_length(
    as_alice, alice, bob, article, statements, many
):
    for _ in range(many):
        follow(as_actor(alice), f"thread:{a_thread(bob).public_id}", Cadence.DAILY)
    with statements() as counted:
        assert as_alice.get("/account/following").status_code == 200
    assert len(counted) <= 3


def test_stopping_twice_is_stopping(as_alice, alice, db, thread):
    unfollow(as_actor(alice), f"thread:{thread.public_id}")
    as_alice.post("/follow", {"target": f"thread:{thread.public_id}", "cadence": "stop"})
    assert cadence_of(db, alice) is Cadence.OFF


def test_hearing_of_mentions_is_ones_own_choice(as_alice, mode):
    assert "hear it at once" in as_alice.get("/account/following").words("#follow-mentions")
    as_alice.post("/account/following/mentions", {}, mode=mode)
    assert "do not hear it" in as_alice.get("/account/following").words("#follow-mentions")
    as_alice.post("/account/following/mentions", {"mentions": "yes"}, mode=mode)
    assert "hear it at once" in as_alice.get("/account/following").words("#follow-mentions")
