"""Concluding a question, and opening it again."""

import pytest
import sqlalchemy as sa

from forum.articles.curation import conclude, reopen
from forum.articles.models import Question
from forum.articles.queries import article_page, question_list, question_page
from forum.audit import AuditEntry, Unrecorded
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, Refused
from forum.permissions import ANONYMOUS, SYSTEM
from forum.positions.offers import ballot, offers_by_question
from forum.positions.queries import position_view
from forum.positions.service import supersede_position
from forum.transfer.article import load_article
from tests.content_files import a_file
from tests.factories import a_position, a_thread, a_vote, as_actor, curated


@pytest.fixture
def question(article, db):
    return db.session.scalars(sa.select(Question).where(Question.slug == "who-is-we")).one()


def test_a_concluded_question_says_when_and_what_came_of_it(question, clock):
    curated(conclude, question, " We begin in May.\r\n\r\nTogether. ")
    page = question_page("who-is-we", "en")
    assert (page.concluded_at, page.outcome) == (clock(), "We begin in May.\n\nTogether.")
    assert not page.is_open
    assert not page.is_retired


def test_it_still_stands_in_the_article_and_in_the_list(question):
    curated(conclude, question, "We begin in May.")
    for lines in (question_list("en"), article_page(None, "en").questions):
        assert [(one.slug, one.is_open) for one in lines] == [("who-is-we", False), ("one-budget", True)]
        assert lines[0].outcome == "We begin in May."


@pytest.mark.parametrize("outcome", ["", " \n ", "x" * 2001])
def test_without_an_outcome_of_a_length_to_read_nothing_is_concluded(question, outcome):
    with pytest.raises(Invalid) as refused:
        curated(conclude, question, outcome)
    assert set(refused.value.fields) == {"outcome"}
    assert question_page("who-is-we", "en").is_open


def test_it_takes_no_threads_positions_votes_or_wordings(question, position, alice, bob):
    curated(conclude, question, "We begin in May.")
    with pytest.raises(Refused, match="concluded"):
        a_thread(alice)
    with pytest.raises(Refused, match="concluded"):
        a_position(alice)
    with pytest.raises(Conflict, match="closed"):
        a_vote(alice, position)
    with pytest.raises(Conflict, match="closed"):
        supersede_position(as_actor(bob), position.public_id, statement="Better.")


def test_its_positions_are_read_and_not_offered(question, position, alice):
    curated(conclude, question, "We begin in May.")
    seen = position_view(position.public_id, ANONYMOUS, "en")
    assert (seen.question.is_open, seen.question.is_concluded, seen.is_visible) == (False, True, True)
    assert ballot(question.id, as_actor(alice), "en").position is None
    assert offers_by_question([question.id], as_actor(alice), "en") == {}


def test_it_can_be_opened_again(question, position, alice, db):
    curated(conclude, question, "We begin in May.")
    curated(reopen, question)
    page = question_page("who-is-we", "en")
    assert (page.is_open, page.concluded_at, page.outcome) == (True, None, "")
    assert a_vote(alice, position)
    last = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last.before["outcome"] == "We begin in May."


def test_it_is_concluded_once_and_opened_once(question):
    with pytest.raises(Conflict):
        curated(reopen, question)
    curated(conclude, question, "We begin in May.")
    with pytest.raises(Conflict):
        curated(conclude, question, "We begin in June.")
    assert question_page("who-is-we", "en").outcome == "We begin in May."


def test_it_is_not_concluded_behind_the_registers_back(question):
    with pytest.raises(Unrecorded):
        atomic(conclude)(question, "We begin in May.")


def test_loading_the_article_again_leaves_it_concluded(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    question = db.session.scalars(sa.select(Question).where(Question.slug == "geld")).one()
    curated(conclude, question, "Iedereen betaalt mee.")
    load_article(SYSTEM, a_file(tmp_path, ("Who pays?", "Who is to pay?")))
    page = question_page("geld", "en")
    assert (page.title, page.outcome, page.is_open) == ("Who is to pay?", "Iedereen betaalt mee.", False)
