"""One position with what it came to, where it comes from and what became of it."""

import pytest

from forum.lib import clock
from forum.lib.db import atomic, db
from forum.positions.curation import hide_position, hold_position, withdraw_by_moderator
from forum.positions.merging import merge_positions
from forum.positions.models import Answer, Choice, PositionSource, PositionTransition, Standing
from forum.positions.service import supersede_position, withdraw_position
from tests.factories import a_comment, a_position, a_result, a_vote, as_actor, curated

ROWS = [{"key": "all", "agree": 31, "disagree": 7, "passed": 3, "lower": 0.6, "upper": 0.85}]


def address(position) -> str:
    return f"/positions/{position.public_id}"


@atomic
def a_transition(position) -> None:
    db.session.add(
        PositionTransition(
            position_id=position.id,
            before=Standing.OPEN,
            after=Standing.SHARED,
            direction=Choice.AGREE,
            voters=41,
            rows=ROWS,
            at=clock.now(),
        )
    )


def test_it_shows_the_statement_its_author_and_its_question(position, nobody):
    page = nobody.get(address(position))
    assert page.words("h1") == "Clients decide with us."
    assert "Bob" in page.words(".position .dotted")
    assert page.select_one(".crumbs a[href='/questions/who-is-we']")
    assert page.select_one("article.position")["data-state"] == "open"


@pytest.mark.parametrize("standing", list(Standing))
def test_the_chip_and_the_state_say_where_it_stands(position, nobody, standing):
    a_result(position, standing, rows=ROWS, voters=41)
    page = nobody.get(address(position))
    assert page.select_one(f"article[data-state={standing.value}] .standing[data-standing={standing.value}]")


def test_its_history_is_a_timeline_with_numbers_only_for_who_may_see_them(position, nobody, as_alice):
    a_result(position, Standing.SHARED, rows=ROWS, voters=41)
    a_transition(position)
    assert "41" not in nobody.get(address(position)).words("main")
    page = as_alice.post(f"{address(position)}/vote", {"choice": "agree"}, follow_redirects=True)
    assert "41 votes" in page.words(".timeline")
    assert page.words(".timeline li:first-child .standing") == "Shared"


def test_what_is_missing_comes_with_an_invitation(position, nobody):
    missing = [{"key": "role:provider", "votes": 3}]
    a_result(position, rows=ROWS, voters=41, missing=missing)
    page = nobody.get(f"{address(position)}?results=1")
    assert "3 more votes needed from provider" in page.words(".missing")
    invitation = page.select_one("textarea[readonly]")
    assert f"http://localhost{address(position)}" in invitation.get_text()
    assert page.select_one(f"label[for={invitation['id']}]")


def test_reasons_are_shown_without_names(position, alice, bob, nobody, db):
    from tests.factories import a_user

    for number in range(6):
        a_vote(a_user(f"voter {number}"), position, Choice.AGREE, reason=f"Because of {number}.")
    rows = [{"key": "all", "agree": 6, "disagree": 0, "passed": 0, "lower": 0.6, "upper": 0.95}]
    a_result(position, rows=rows, voters=6)
    page = nobody.get(f"{address(position)}?results=1")
    assert "Because of 3." in page.words(".reasons")
    assert "Voter" not in page.words("main")
    assert nobody.get(address(position)).select(".reasons") == []


@pytest.fixture
def sourced(thread, bob, alice):
    """A position that alice took from a comment of bob."""
    comment = a_comment(bob, thread, "Clients know best what helps them.")
    return a_position(alice, "Clients decide.", source_comment=comment.public_id), comment


@pytest.mark.parametrize(("said", "answer"), [("yes", Answer.MEANT), ("no", Answer.NOT_MEANT)])
def test_the_author_of_a_source_says_whether_it_is_meant(sourced, as_bob, mode, said, answer):
    position, comment = sourced
    question = as_bob.get(address(position)).select_one(f"#source-{comment.public_id} form")
    assert "Is this what you meant?" in question.get_text()
    fields = {"comment": comment.public_id, "meant": said}
    page = as_bob.post(f"{address(position)}/source", fields, mode=mode)
    db.session.rollback()
    assert db.session.query(PositionSource).one().answer is answer
    if mode == "plain":
        assert page.location == f"{address(position)}#sources"
        page = as_bob.get(address(position))
    assert page.select_one(f"#source-{comment.public_id} [data-answer={answer.value}]")


def test_nobody_else_is_asked_or_can_answer(sourced, as_alice, nobody):
    position, comment = sourced
    for person in (as_alice, nobody):
        page = person.get(address(position))
        assert page.words("#sources blockquote") == "Clients know best what helps them."
        assert page.select("#sources form") == []
    fields = {"comment": comment.public_id, "meant": "no"}
    assert as_alice.post(f"{address(position)}/source", fields).status_code == 403
    assert nobody.post(f"{address(position)}/source", fields).location.startswith("/login")


@pytest.mark.parametrize(
    "fields", [{"meant": ""}, {"meant": "maybe"}, {"comment": "nothing", "meant": "yes"}, {}]
)
def test_a_wrong_answer_is_refused(sourced, as_bob, fields):
    position, comment = sourced
    page = as_bob.post(f"{address(position)}/source", {"comment": comment.public_id} | fields)
    assert page.status_code == (404 if "comment" in fields else 422)


def test_a_better_wording_takes_its_place_with_links_both_ways(position, bob, alice, as_bob, as_alice):
    a_vote(alice, position)
    form = as_bob.get(f"{address(position)}/supersede")
    assert form.value("statement").strip() == "Clients decide with us."
    fields = {"statement": "Clients decide together with us.", "submission_key": form.value("submission_key")}
    page = as_bob.post(f"{address(position)}/supersede", fields)
    assert as_bob.post(f"{address(position)}/supersede", fields).location == page.location
    new = as_alice.get(page.location)
    assert new.words("h1") == "Clients decide together with us."
    assert new.select_one(f".older a[href='{address(position)}']")
    old = as_alice.get(address(position))
    assert old.select_one(f".position-closed a[href='{page.location}']")
    assert old.select(".vote-choices") == []


def test_a_wording_that_will_not_do_comes_back(position, as_bob):
    page = as_bob.post(f"{address(position)}/supersede", {"statement": "x" * 141})
    assert page.status_code == 422
    assert page.select_one("#supersede-statement-error")
    assert page.value("statement").strip() == "x" * 141


def test_a_position_is_withdrawn_before_the_first_vote_only(position, bob, alice, as_bob, nobody):
    assert as_bob.get(address(position)).select_one(f"a[href='{address(position)}/withdraw']")
    assert "Clients decide with us." in as_bob.get(f"{address(position)}/withdraw").words("main")
    assert as_bob.post(f"{address(position)}/withdraw").location == "/questions/who-is-we"
    assert nobody.get(address(position)).status_code == 404

    voted = a_position(bob, "Another one matters too.")
    a_vote(alice, voted)
    assert as_bob.get(address(voted)).select(f"a[href='{address(voted)}/withdraw']") == []
    assert as_bob.post(f"{address(voted)}/withdraw").status_code == 409


@pytest.mark.parametrize("path", ["supersede", "withdraw"])
def test_what_is_somebody_elses_stays_as_it_is(position, as_alice, nobody, path):
    assert as_alice.get(address(position)).select(f"a[href='{address(position)}/{path}']") == []
    assert as_alice.get(f"{address(position)}/{path}").status_code == 403
    assert as_alice.post(f"{address(position)}/{path}", {"statement": "Mine now."}).status_code == 403
    page = nobody.post(f"{address(position)}/{path}", {"statement": "Mine now."})
    assert page.location.startswith("/login")


def test_a_statement_is_shown_as_it_was_typed_and_never_as_code(article, bob, nobody):
    position = a_position(bob, "<script>alert(1)</script> & <b>bold</b> helps.")
    page = nobody.get(address(position))
    assert page.words("h1") == "<script>alert(1)</script> & <b>bold</b> helps."
    assert page.select("h1 script, h1 b") == []


@pytest.mark.parametrize("size", [1, 40])
def test_the_page_costs_as_many_statements_whatever_the_size(position, bob, as_alice, size, statements):
    for number in range(size):
        a_position(bob, f"Something else that matters is number {number}.")
    a_vote(bob, position)
    a_result(position, rows=ROWS, voters=41)
    with statements() as counted:
        assert as_alice.get(f"{address(position)}?results=1").status_code == 200
    assert len(counted) <= 10


@pytest.mark.parametrize(
    ("effect", "to_author", "to_moderator"),
    [
        (hold_position, "Your position waits for a moderator.", "This position waits for a moderator."),
        (hide_position, "A moderator took your position away.", "A moderator took this position away."),
        (
            withdraw_by_moderator,
            "your position off the list: it breaks no rule",
            "this position off the list",
        ),
    ],
)
def test_what_was_taken_away_says_so_to_its_author_and_to_moderators(
    position, as_bob, as_moderator, as_alice, nobody, effect, to_author, to_moderator
):
    curated(effect, position)
    for person, words in ((as_bob, to_author), (as_moderator, to_moderator)):
        page = person.get(address(position))
        assert words in page.words(".position-closed")
        assert page.select(".vote-choices") == []
    for person in (as_alice, nobody):
        assert person.get(address(position)).status_code == 404


def test_what_its_author_withdrew_says_so(position, bob, as_bob, as_moderator):
    withdraw_position(as_actor(bob), position.public_id)
    assert "You withdrew this position." in as_bob.get(address(position)).words(".position-closed")
    assert "Its author withdrew" in as_moderator.get(address(position)).words(".position-closed")


def test_merged_positions_link_both_ways_and_call_it_the_same_not_better(position, bob, as_alice):
    same = a_position(bob, "Clients have a say with us.")
    curated(merge_positions, same, position)
    gone, kept = as_alice.get(address(same)), as_alice.get(address(position))
    assert "It says the same as this one, which has its votes now:" in gone.words(".position-closed")
    assert gone.select_one(f".position-closed a[href='{address(position)}']")
    assert gone.select(".vote-choices") == []
    assert kept.select_one(f".older a[href='{address(same)}']")
    assert "Positions that say the same" in kept.words("main")
    assert "Earlier wordings" not in kept.words("main")


def test_a_better_wording_that_was_taken_away_is_not_quoted_on_the_old_ones_page(position, bob, nobody):
    better = supersede_position(as_actor(bob), position.public_id, statement="Something hateful.")
    curated(hide_position, better)
    page = nobody.get(address(position))
    assert "that one is not shown now" in page.words(".position-closed")
    assert "hateful" not in page.text
    assert page.select(f"a[href='{address(better)}']") == []


def test_moderators_are_not_led_to_the_authors_own_forms(position, as_moderator, as_bob):
    for path in ("supersede", "withdraw"):
        link = f"a[href='{address(position)}/{path}']"
        assert as_bob.get(address(position)).select_one(link)
        assert as_moderator.get(address(position)).select(link) == []
