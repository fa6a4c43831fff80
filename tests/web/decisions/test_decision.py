"""The page of one decision: its statement of reasons, for those whom it concerns."""

import pytest

from forum.moderation.kinds import Ground
from forum.moderation.service import make_appeal, perform
from forum.permissions import SYSTEM
from tests.browsing import Person
from tests.factories import a_comment, a_flag, a_user, as_actor
from tests.web.decisions.conftest import REASON, address

TEXT = "I named nobody.\n\nPlease look again."


def test_who_wrote_it_reads_what_was_done_on_which_ground_and_why(hidden, comment, as_bob):
    page = as_bob.get(address(hidden))
    assert page.status_code == 200
    words = page.words("main")
    assert page.words("h1") == "Your comment was taken away"
    for part in (
        REASON,
        "A moderator decided this on November 23, 2026.",
        "Personal data of a client",
        "Law: General Data Protection Regulation",
        "Others no longer see it",
        "A moderator came across it.",
        "out-of-court dispute settlement",
        "You can object until May 25, 2027.",
    ):
        assert part in words
    assert page.words(".quoted").endswith(comment.source)
    assert page.select_one(f"a[href='{address(hidden)}/appeal']")


def test_a_ground_of_the_house_is_not_called_law(do, comment, as_bob):
    page = as_bob.get(address(do("hide", f"comment:{comment.public_id}", ground="tender")))
    assert "Rule of this forum: House rule on tenders" in page.words("main")


@pytest.mark.parametrize("person", ["as_alice", "as_moderator", "as_mia"])
def test_others_never_read_who_decided_and_moderators_do(hidden, comment, alice, request, person):
    a_flag(comment, by=alice, decision_id=hidden.id)
    page = request.getfixturevalue(person).get(address(hidden))
    assert page.status_code == 200
    assert ("Decided by Mo" in page.words("main")) == (person != "as_alice")


def test_who_wrote_it_does_not_read_who_decided(hidden, as_bob):
    assert "Mo" not in as_bob.get(address(hidden)).words("main").split()


def test_who_reported_it_reads_the_decision_and_not_the_text(hidden, comment, alice, as_alice):
    a_flag(comment, by=alice, decision_id=hidden.id)
    page = as_alice.get(address(hidden))
    assert page.words("h1") == "Taken away"
    assert REASON in page.words("main")
    assert comment.source not in page.text
    assert "Bob" not in page.words("main").split()
    assert not page.select_one(f"a[href='{address(hidden)}/appeal']")


def test_everybody_else_finds_nothing_there(hidden, as_alice):
    assert as_alice.get(address(hidden)).status_code == 404
    assert as_alice.get(f"{address(hidden)}/appeal").status_code == 404


def test_who_is_signed_out_signs_in_first_whether_there_is_such_a_decision_or_not(hidden, nobody):
    for path in (address(hidden), "/decisions/nothing", f"{address(hidden)}/appeal", "/account/decisions"):
        assert nobody.get(path).location == f"/login?next={path}"


def test_moderators_read_the_text_too_and_how_to_take_the_decision_back(hidden, comment, as_mia):
    page = as_mia.get(address(hidden))
    assert page.words("h1") == "Taken away"
    assert comment.source in page.words(".quoted")
    (undo,) = (one for one in page.select("main a.button") if one.get_text() == "Put it back")
    form = as_mia.get(undo["href"])
    assert form.value("reverses") == hidden.public_id
    assert form.value("target") == f"comment:{comment.public_id}"


def test_what_cannot_be_taken_back_any_more_is_not_offered(do, hidden, bob, as_mia, clock):
    do("restore", f"comment:{hidden.target_public_id}")
    warned = do("warn", f"account:{bob.public_id}")
    fields = {"scope": ["writing"], "until": ["2026-11-24"]}
    suspended = do("suspend", f"account:{bob.public_id}", fields=fields)
    clock.advance(hours=11)
    for decision in (hidden, warned):
        assert as_mia.get(address(decision)).select("main a.button") == []
    assert as_mia.get(address(suspended)).words("main a.button") == "End the suspension"
    clock.advance(days=2)
    as_mia.sign_in(as_mia.user)
    assert as_mia.get(address(suspended)).select("main a.button") == []


def test_another_moderator_finds_how_to_answer_and_who_decided_does_not(hidden, bob, as_mia, as_moderator):
    appeal = make_appeal(as_actor(bob), hidden.public_id, TEXT)
    answers = f"#appeal-{appeal.public_id} a.button"
    assert [one.get_text() for one in as_mia.get(address(hidden)).select(answers)] == [
        "Reverse the decision",
        "Let the decision stand",
    ]
    assert as_moderator.get(address(hidden)).select(answers) == []
    form = as_mia.get(as_mia.get(address(hidden)).select_one(answers)["href"])
    assert form.status_code == 200
    assert form.value("target") == f"appeal:{appeal.public_id}"


def test_what_the_forum_decided_by_itself_says_so(comment, as_bob):
    ref = f"comment:{comment.public_id}"
    held = perform(SYSTEM, "hold", ref, ground="tender", reason="Somebody reported an ongoing tender.")
    words = as_bob.get(address(held)).words("main")
    assert "The forum decided this by itself on November 23, 2026, because of a report." in words
    assert "Somebody had reported it." in words
    assert "A moderator decided this" not in words


def test_a_suspension_says_what_one_cannot_do_and_until_when(do, bob, as_bob):
    fields = {"scope": ["writing"], "until": ["2026-12-31"]}
    page = as_bob.get(address(do("suspend", f"account:{bob.public_id}", fields=fields)))
    assert page.words("h1") == "Your account was suspended"
    assert "can read and vote, but write nothing" in page.words("main")
    assert "up to and including December 31, 2026" in page.words("main")


@pytest.mark.parametrize("action", ["suspend", "close"])
def test_who_is_suspended_or_closed_out_reads_it_and_objects(do, bob, as_bob, action):
    fields = {"scope": ["everything"], "until": [""]} if action == "suspend" else {}
    decision = do(action, f"account:{bob.public_id}", fields=fields)
    assert as_bob.get(address(decision)).status_code == 200
    assert as_bob.get("/account/decisions").status_code == 200
    sent = as_bob.post(f"{address(decision)}/appeal", {"text": TEXT})
    assert sent.location == f"{address(decision)}?done=appealed#appeal"


def test_what_puts_in_order_asks_for_no_objection(do, thread, as_bob):
    page = as_bob.get(address(do("pin", f"thread:{thread.public_id}")))
    assert page.words("h1") == "Your conversation stands on top of its question"
    assert not page.select_one("#appeal")


def test_what_was_taken_back_says_so(do, hidden, comment, as_bob):
    do("restore", f"comment:{comment.public_id}", reverses=hidden.public_id)
    page = as_bob.get(address(hidden))
    assert "taken back later" in page.words("main")
    assert not page.select_one(f"a[href='{address(hidden)}/appeal']")


def test_after_six_months_it_says_that_the_time_is_over(hidden, as_bob, bob, clock):
    clock.advance(days=184)
    as_bob.sign_in(bob)
    assert "That time is over." in as_bob.get(address(hidden)).words("#appeal")


def test_how_an_appeal_ended_stands_on_the_page_of_the_decision(do, hidden, bob, as_bob, as_alice, mia):
    appeal = make_appeal(as_actor(bob), hidden.public_id, TEXT)
    waiting = as_bob.get(address(hidden))
    assert "Please look again." in waiting.words("#appeal")
    assert "Another moderator than the one who decided looks at it." in waiting.words("#appeal")

    ref = f"appeal:{appeal.public_id}"
    answer = do("reverse", ref, by=mia, reason="Nobody can be recognised here.")
    words = as_bob.get(address(hidden)).words("#appeal")
    assert "The decision was reversed" in words
    assert "Nobody can be recognised here." in words
    assert "Mia" not in words
    assert as_bob.get(address(answer)).location == f"{address(hidden)}#appeal"
    assert as_alice.get(address(answer)).status_code == 404


def test_moderators_read_who_objected_and_who_answered(do, hidden, bob, mia, as_moderator):
    appeal = make_appeal(as_actor(bob), hidden.public_id, TEXT)
    do("uphold", f"appeal:{appeal.public_id}", by=mia)
    words = as_moderator.get(address(hidden)).words("#appeal")
    assert "Bob objected" in words
    assert "Answered by Mia" in words


def test_nobody_reads_what_somebody_else_objects_to_the_same_decision(app, do, comment, alice, as_alice):
    """Both reported it in vain, and see it differently in their own words."""
    anna = a_user("anna")
    for somebody in (alice, anna):
        a_flag(comment, Ground.OFF_TOPIC, by=somebody)
    left = do("approve", f"comment:{comment.public_id}")
    make_appeal(as_actor(anna), left.public_id, "Only the moderators read this.")
    for page in (as_alice.get(address(left)), Person(app, anna).get(address(left))):
        assert page.status_code == 200
    assert "Only the moderators" not in as_alice.get(address(left)).text


def test_what_somebody_wrote_cannot_become_markup(do, thread, bob, as_bob):
    hostile = a_comment(bob, thread, "plain")
    decision = do("hide", f"comment:{hostile.public_id}", reason="<script>alert(1)</script> and <b>more</b>")
    make_appeal(as_actor(bob), decision.public_id, "<img src=x onerror=alert(2)>")
    page = as_bob.get(address(decision))
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize("public_id", ["nothing", "%00", "a" * 300])
def test_there_is_no_such_decision(as_bob, public_id):
    assert as_bob.get(f"/decisions/{public_id}").status_code in (400, 404)


def test_it_is_kept_from_search_engines(hidden, as_bob):
    assert as_bob.get(address(hidden)).select_one("meta[name=robots][content=noindex]")


def test_the_page_costs_a_fixed_number_of_statements(hidden, comment, alice, bob, as_bob, statements):
    for number in range(3):
        a_flag(a_comment(bob, comment.thread), by=alice, decision_id=hidden.id, ground=list(Ground)[number])
    make_appeal(as_actor(bob), hidden.public_id, TEXT)
    with statements() as counted:
        assert as_bob.get(address(hidden)).status_code == 200
    assert len(counted) <= 4
