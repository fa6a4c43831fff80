"""A new article and a new question, made in the browser; the command line may do so too."""

import pytest
import sqlalchemy as sa

from forum.articles.changes import What
from forum.articles.composing import question_of
from forum.articles.models import Article, Origin
from forum.articles.queries import question_list
from forum.audit import AuditEntry
from forum.lib.db import atomic
from forum.lib.errors import Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from forum.transfer.article import FileText, Outcome, check_file, load_article
from forum.transfer.creating import Taken, check_new, create_article, has_left, with_question
from forum.transfer.editing import Unusable, put_checked, save_text
from forum.transfer.stored import stored_file
from tests.content_files import SMALL, a_file
from tests.factories import as_actor
from tests.unit.articles.test_composing import QUESTION

OTHER = (
    SMALL.replace("slug: samen\n", "slug: apart\n")
    .replace("featured: true\n", "")
    .replace("wie-is-wij", "wie-zijn-wij")
    .replace("waarden", "gedeeld")
    .replace("slug: wie\n", "slug: wie-dan\n")
    .replace("slug: geld\n", "slug: kosten\n")
)


def test_a_new_article_is_the_file_that_was_typed(db, ada, tmp_path):
    assert create_article(as_actor(ada), SMALL, "en") == "samen"
    kept = stored_file("samen")
    assert (kept.text, kept.version, kept.origin) == (SMALL, 1, Origin.BROWSER)
    assert [one.slug for one in question_list("nl")] == ["wie", "geld"]
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.actor_id) == ("article.load", ada.id)


def test_what_was_made_here_and_taken_along_loads_without_a_change(db, ada, tmp_path):
    create_article(as_actor(ada), SMALL, "en")
    path = tmp_path / "samen.md"
    path.write_text(stored_file("samen").text, encoding="utf-8", newline="")
    assert check_file(path) == []
    assert load_article(SYSTEM, path).outcome is Outcome.UNCHANGED
    assert stored_file("samen").text == SMALL


def test_a_preview_tells_what_comes_in_and_stores_nothing(db, ada):
    looked = check_new(as_actor(ada), SMALL, "en")
    assert looked.mistakes == []
    told = {one.what for one in looked.changes}
    assert told == {
        What.PERSPECTIVES,
        What.LESSON_ADDED,
        What.QUESTION_ADDED,
        What.POSITION_ADDED,
        What.ANCHOR_FOUND,
    }
    assert db.session.scalar(sa.select(sa.func.count(Article.id))) == 0


def test_every_mistake_of_a_new_file_is_told_at_once(db, ada):
    text = (
        SMALL.replace("{nl: Wie betaalt?, ", "{")
        .replace("number: 2", "number: 1")
        .replace("--- nl", "--- fy")
    )
    with pytest.raises(Unusable) as refusal:
        create_article(as_actor(ada), text, "en")
    messages = [one.message for one in refusal.value.checked.mistakes]
    assert len(messages) == 4, messages
    assert db.session.scalar(sa.select(sa.func.count(Article.id))) == 0


def test_passages_of_a_new_file_must_stand_in_the_text(db, ada):
    text = SMALL.replace('exact: "the money"', 'exact: "the weather"').replace(', prefix: "waar blijft"', "")
    text = text.replace(', suffix: "aan het eind"', "")
    messages = [one.message for one in check_new(as_actor(ada), text, "en").mistakes]
    assert messages == [
        "the passage of 'geld' stands 2 times in the text 'nl': give a prefix or suffix",
        "the passage of 'geld' does not stand in the text 'en'",
    ]


def test_a_short_name_is_given_once(db, ada, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    changed = SMALL.replace("Over geld.", "Over goud.")
    for what in (check_new, create_article):
        with pytest.raises(Taken) as refusal:
            what(as_actor(ada), changed, "en")
        assert refusal.value.slug == "samen"
    assert stored_file("samen").version == 1


def test_the_same_article_sent_twice_lands_once(db, ada):
    assert create_article(as_actor(ada), SMALL, "en") == create_article(as_actor(ada), SMALL, "en")
    assert stored_file("samen").version == 1


def test_lessons_and_questions_of_another_article_keep_their_names(db, ada, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    clashing = OTHER.replace("slug: kosten", "slug: geld").replace("wie-zijn-wij", "wie-is-wij")
    messages = [one.message for one in check_new(as_actor(ada), clashing, "en").mistakes]
    assert messages == [
        "the lesson 'wie-is-wij' belongs to the article 'samen' already",
        "the question 'geld' belongs to the article 'samen' already",
    ]
    create_article(as_actor(ada), OTHER, "en")
    assert len(question_list("nl")) == 4


def test_a_name_that_was_taken_right_after_the_check_is_told_too(db, ada, tmp_path):
    actor = as_actor(ada)
    looked = check_new(actor, OTHER.replace("slug: kosten", "slug: geld"), "en")
    assert looked.source is not None
    load_article(SYSTEM, a_file(tmp_path))
    with pytest.raises(Unusable) as refusal:
        atomic(put_checked)(actor, looked.source, looked.texts, FileText("", Origin.BROWSER))
    [mistake] = refusal.value.checked.mistakes
    assert mistake.message == "the question 'geld' belongs to the article 'samen' already"


@pytest.mark.parametrize("role", ["moderator", "member"])
def test_only_administrators_make_articles(db, mo, alice, role):
    who = {"moderator": mo, "member": alice}[role]
    with pytest.raises(Refused):
        create_article(as_actor(who), SMALL, "en")
    with pytest.raises(SignInNeeded):
        check_new(ANONYMOUS, SMALL, "en")


def test_a_question_put_into_an_article_stands_in_its_file(db, ada, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    stored = stored_file("samen")
    text = with_question(stored, question_of(QUESTION, ["waarden"]), before="geld")
    save_text(as_actor(ada), "samen", text, version=1, reason="It was missing.", locale="nl")
    assert [one.slug for one in question_list("nl")] == ["wie", "wie-begint", "geld"]
    now = stored_file("samen").text
    path = tmp_path / "again.md"
    path.write_text(now, encoding="utf-8", newline="")
    assert load_article(SYSTEM, path).outcome is Outcome.UNCHANGED
    for line in SMALL.split("\n"):
        assert line in now


def test_a_question_that_left_is_known(db, ada, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    assert not has_left("geld")
    load_article(SYSTEM, a_file(tmp_path, ("slug: geld", "slug: kosten")))
    assert has_left("geld")
    assert not has_left("kosten")
    assert not has_left("nothing")
