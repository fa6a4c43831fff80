"""Everything that was decided about somebody, and what became of what they reported."""

from forum.moderation.kinds import Ground
from forum.moderation.service import make_appeal
from tests.factories import a_comment, a_decision, a_flag, a_position, as_actor
from tests.web.decisions.conftest import address

PAGE = "/account/decisions"


def rows(page, selector: str = ".decision-row") -> list[str]:
    return [" ".join(one.get_text(" ").split()) for one in page.select(selector)]


def test_with_nothing_it_says_what_will_stand_here(article, as_bob):
    page = as_bob.get(PAGE)
    assert page.status_code == 200
    assert len(page.select(".empty-note")) == 2


def test_the_newest_decision_stands_first(do, thread, comment, bob, as_bob, clock):
    do("pin", f"thread:{thread.public_id}")
    clock.advance(hours=1)
    hidden = do("hide", f"comment:{comment.public_id}")
    first, second = as_bob.get(PAGE).select(".decision-row h3")
    assert first.get_text() == "Your comment was taken away"
    assert first.a["href"] == address(hidden)
    assert second.get_text() == "Your conversation stands on top of its question"


def test_each_says_what_one_can_still_do_or_what_became_of_it(do, thread, bob, as_bob, mia):
    hidden = [do("hide", f"comment:{a_comment(bob, thread).public_id}") for _ in range(3)]
    waiting, answered = (make_appeal(as_actor(bob), one.public_id, "No.") for one in hidden[1:])
    do("reverse", f"appeal:{answered.public_id}", by=mia)
    # The answer itself is no line of its own, what followed from it is.
    back, reversed_, objected, open_ = rows(as_bob.get(PAGE))
    assert "Your comment is back" in back
    assert "You objected, and the decision was reversed." in reversed_
    assert "You objected; another moderator looks at it." in objected
    assert "You can object until May 25, 2027." in open_
    assert waiting.outcome is None


def test_restrictions_are_marked_and_the_rest_is_not(do, thread, comment, as_bob):
    do("pin", f"thread:{thread.public_id}")
    do("hide", f"comment:{comment.public_id}")
    weights = [one["data-weight"] for one in as_bob.get(PAGE).select(".decision-row")]
    assert weights == ["restriction", "other"]


def test_what_was_decided_about_others_is_not_there(hidden, as_alice, as_moderator):
    for person in (as_alice, as_moderator):
        assert rows(person.get(PAGE)) == []


def test_what_one_reported_stands_there_with_the_answer(do, comment, thread, bob, alice, as_alice):
    a_flag(comment, Ground.SPAM, by=alice, explanation="It sells something.")
    decision = do("hide", f"comment:{comment.public_id}")
    a_flag(a_comment(bob, thread), Ground.HATEFUL, by=alice)
    page = as_alice.get(PAGE)
    waiting, answered = rows(page, "#reports .decision-row")
    assert "Hateful or insulting" in waiting
    assert "A moderator still looks at it" in waiting
    assert "It sells something." in answered
    assert "Taken away" in answered
    assert page.select_one(f"#reports a[href='{address(decision)}']")
    assert comment.source not in page.text


def test_and_what_became_of_the_objection_to_it(do, comment, alice, as_alice):
    a_flag(comment, by=alice)
    left = do("approve", f"comment:{comment.public_id}")
    make_appeal(as_actor(alice), left.public_id, "Look again.")
    assert "You objected; another moderator looks at it." in rows(as_alice.get(PAGE))[0]


def test_long_lists_are_cut_each_by_itself(thread, bob, alice, as_bob):
    comments = [a_comment(bob, thread) for _ in range(21)]
    for one in comments:
        a_decision(one, reason=f"Because of number {one.id}.")
    others = [a_comment(alice, thread) for _ in range(21)]
    for one in others:
        a_flag(one, by=bob)
    page = as_bob.get(PAGE)
    assert len(page.select("#reports .decision-row")) == 20
    assert len(page.select(".decision-row")) == 40
    more, more_reports = (one["href"] for one in page.select(".pager a[rel=next]"))
    assert len(as_bob.get(more).select(".decision-row")) == 21
    assert len(as_bob.get(more_reports).select(".decision-row")) == 21
    assert as_bob.get(more).select_one(f".pager a[href='{PAGE}']")


def test_a_cursor_that_we_did_not_make_leads_nowhere(article, as_bob):
    for name in ("after", "reports_after"):
        for cursor in ("x", "WyJhIl0", "W10"):
            assert as_bob.get(f"{PAGE}?{name}={cursor}").status_code == 404


def test_it_is_in_the_account_menu_and_on_the_account_page(article, as_bob):
    page = as_bob.get("/account")
    assert page.select_one(f"#account-menu a[href='{PAGE}']")
    assert page.select_one(f"main a[href='{PAGE}']")


def test_the_list_costs_a_fixed_number_of_statements(do, thread, bob, as_bob, statements):
    def counted() -> int:
        with statements() as asked:
            assert as_bob.get(PAGE).status_code == 200
        return len(asked)

    do("hide", f"comment:{a_comment(bob, thread).public_id}")
    do("pin", f"thread:{thread.public_id}")
    do("hide", f"position:{a_position(bob).public_id}")
    do("warn", f"account:{bob.public_id}")
    few = counted()
    for _ in range(12):
        a_decision(a_comment(bob, thread))
        a_decision(a_position(bob))
    assert counted() <= few <= 8
