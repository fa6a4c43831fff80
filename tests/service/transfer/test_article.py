import pytest
import sqlalchemy as sa

from forum.accounts.perspectives import Perspective, perspectives
from forum.articles.models import Article, ArticleText, Lesson, Question, QuestionText
from forum.articles.problems import UnusableSource
from forum.articles.queries import article_page, lost_anchors, question_list, question_page
from forum.articles.service import rerender_articles
from forum.audit import AuditEntry
from forum.lib.errors import Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from forum.positions.models import Position, PositionText
from forum.transfer.article import Outcome, check_file, load_article
from tests.content_files import SMALL, a_file, line_of
from tests.factories import as_actor


def contents(db):
    """Every row of every table, but for the register."""
    db.session.rollback()
    return {
        table.name: db.session.execute(sa.select(table).order_by(*table.primary_key)).all()
        for table in db.metadata.sorted_tables
    }


def test_a_file_becomes_an_article_with_questions_perspectives_and_positions(db, tmp_path):
    report = load_article(SYSTEM, a_file(tmp_path))
    assert (report.outcome, report.lessons, report.questions, report.positions) == (Outcome.CREATED, 2, 2, 2)
    assert report.warnings == ()
    page = article_page(None, "nl")
    assert (page.slug, page.title) == ("samen", "Samen")
    assert [question.title for question in page.questions] == ["Wie hoort erbij?", "Wie betaalt?"]
    assert [one.label for one in perspectives("en")] == ["Municipality", "Other"]
    seeds = db.session.execute(
        sa.select(PositionText.locale, PositionText.statement)
        .join(Position, Position.id == PositionText.position_id)
        .where(Position.is_seed, Position.author_id.is_(None))
        .order_by(Position.id, PositionText.locale)
    ).all()
    assert [tuple(row) for row in seeds] == [
        ("en", "Everybody belongs."),
        ("nl", "Iedereen hoort erbij."),
        ("en", "A small core works better."),
        ("nl", "Een kleine kern werkt beter."),
    ]


def test_loading_the_same_again_changes_nothing_and_says_so(db, tmp_path, clock):
    load_article(SYSTEM, a_file(tmp_path))
    before = contents(db)
    clock.advance(days=1)
    # Another layout, the same content.
    same = a_file(
        tmp_path,
        ("featured: true", "featured: yes  # at the front"),
        ("title: {nl: Samen,", "title: {nl:  'Samen',"),
    )
    report = load_article(SYSTEM, same)
    assert report.outcome is Outcome.UNCHANGED
    assert contents(db) == before


def test_a_changed_file_updates_what_it_changed_and_keeps_the_rows(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    ids = {row.slug: row.id for row in db.session.execute(sa.select(Question.slug, Question.id))}
    changed = a_file(
        tmp_path,
        ("Wie betaalt?", "Wie draagt de kosten?"),
        ("[wie-is-wij, waarden]", "[waarden]"),
        ("number: 1", "number: 7"),
    )
    assert load_article(SYSTEM, changed).outcome is Outcome.UPDATED
    questions = question_list("nl")
    assert {one.slug: one.id for one in questions} == ids
    assert questions[1].title == "Wie draagt de kosten?"
    assert [lesson.slug for lesson in questions[0].lessons] == ["waarden"]
    assert db.session.scalar(sa.select(Lesson.number).where(Lesson.slug == "wie-is-wij")) == 7


def test_nothing_is_stored_of_a_file_with_a_mistake(db, tmp_path):
    path = a_file(tmp_path, ('exact: "the money"', 'exact: "the weather"'))
    with pytest.raises(UnusableSource) as caught:
        load_article(SYSTEM, path)
    assert [problem.line for problem in caught.value.problems] == [line_of(path, '"the weather"')]
    assert db.session.scalar(sa.select(sa.func.count(Article.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Perspective.id))) == 0


def test_questions_follow_their_passages_through_an_edited_text(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    edited = a_file(tmp_path, ("Bij *iedereen die* meedoet", "Bij *iedereen die* graag meedoet"))
    (warning,) = load_article(SYSTEM, edited).warnings
    assert warning.line == line_of(edited, 'exact: "iedereen')
    assert question_page("wie", "nl").passage == "iedereen die graag meedoet"
    assert "wie" in [one.slug for block in article_page("samen", "nl").blocks for one in block.questions]
    assert lost_anchors("nl") == ()


def test_a_passage_that_was_reworded_between_its_neighbours_is_followed(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    edited = a_file(tmp_path, ("Bij *iedereen die* meedoet,", "Bij al wie meedoen,"))
    (warning,) = load_article(SYSTEM, edited).warnings
    assert "(nearest: “al wie meedoen”)" in warning.message
    assert question_page("wie", "nl").passage == "al wie meedoen"


def test_a_lost_passage_is_a_warning_and_a_task_and_the_question_stays(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    edited = a_file(tmp_path, ("Bij *iedereen die* meedoet, en niet bij het geld.", "Bij niemand."))
    report = load_article(SYSTEM, edited)
    assert report.outcome is Outcome.UPDATED
    assert [str(one).startswith("article") or one.is_warning for one in report.warnings] == [True]
    page = article_page("samen", "nl")
    assert [question.slug for question in page.unplaced] == ["wie"]
    (task,) = lost_anchors("en")
    assert (task.question_slug, task.question_title, task.locale) == ("wie", "Who belongs?", "nl")
    assert task.exact == "iedereen die meedoet"
    assert article_page("samen", "en").unplaced == ()


def test_a_lost_passage_is_found_again_once_the_file_is_mended(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    gone = ("Bij *iedereen die* meedoet, en niet bij het geld.", "Bij niemand.")
    load_article(SYSTEM, a_file(tmp_path, gone))
    load_article(SYSTEM, a_file(tmp_path, gone, ('exact: "iedereen die meedoet"', 'exact: "niemand"')))
    assert lost_anchors("nl") == ()
    assert question_page("wie", "nl").passage == "niemand"


def test_a_new_anchor_that_does_not_fit_is_a_mistake_in_a_stored_article_too(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    with pytest.raises(UnusableSource):
        load_article(SYSTEM, a_file(tmp_path, ('exact: "the money"', 'exact: "the weather"')))
    assert question_page("geld", "en").passage == "the money"


def test_a_question_that_left_the_file_is_retired_and_can_come_back(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    second = SMALL[SMALL.index("  - slug: geld") : SMALL.index("---\n--- nl")]
    load_article(SYSTEM, a_file(tmp_path, (second, "")))
    assert [one.slug for one in question_list("nl")] == ["wie"]
    assert question_page("geld", "nl").is_retired
    assert not question_page("geld", "nl").is_open
    load_article(SYSTEM, a_file(tmp_path))
    assert [one.slug for one in question_list("nl")] == ["wie", "geld"]


def test_a_perspective_that_left_the_list_is_retired(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    other = "  - {slug: anders, core: false, label: {nl: Anders, en: Other}}\n"
    load_article(
        SYSTEM,
        a_file(tmp_path, (other, ""), ("core_perspectives: [anders]", "core_perspectives: [gemeente]")),
    )
    assert [one.slug for one in perspectives("nl")] == ["gemeente"]
    assert db.session.scalar(sa.select(Perspective.is_retired).where(Perspective.slug == "anders"))


def test_only_one_article_is_featured(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    load_article(SYSTEM, another(tmp_path))
    assert article_page(None, "nl").slug == "anders-samen"
    assert article_page("samen", "nl").slug == "samen"


def another(tmp_path, *changes):
    """A second article, without a list of perspectives of its own."""
    renamed = SMALL.replace("slug: samen", "slug: anders-samen").replace("wie-is-wij", "wie-zijn-wij")
    renamed = (
        renamed.replace("waarden,", "normen,").replace("waarden]", "normen]").replace("waarden}", "normen}")
    )
    renamed = renamed.replace("slug: wie\n", "slug: wie-dan\n").replace("slug: geld\n", "slug: budget\n")
    own_list = renamed[renamed.index("perspectives:\n") : renamed.index("lessons:\n")]
    return a_file(tmp_path, *changes, text=renamed.replace(own_list, ""))


def test_a_second_article_uses_the_perspectives_there_are(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    load_article(SYSTEM, another(tmp_path))
    assert [one.slug for one in question_page("budget", "nl").core_perspectives] == ["anders"]


def test_the_first_article_must_bring_perspectives(db, tmp_path):
    with pytest.raises(UnusableSource) as caught:
        load_article(SYSTEM, another(tmp_path))
    assert "no perspectives yet" in str(caught.value)


def test_two_articles_cannot_share_the_address_of_a_question(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    path = another(tmp_path, ("slug: budget", "slug: geld"))
    with pytest.raises(UnusableSource) as caught:
        load_article(SYSTEM, path)
    (problem,) = caught.value.problems
    assert problem.line == line_of(path, "slug: geld")
    assert problem.message == "the question 'geld' belongs to the article 'samen' already"


def test_loading_stands_in_the_register(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.target_kind, entry.actor_role) == ("article.load", "articles", "system")


def test_only_administrators_load_articles(db, tmp_path, alice, mo, ada):
    path = a_file(tmp_path)
    for user in (alice, mo):
        with pytest.raises(Refused):
            load_article(as_actor(user), path)
    with pytest.raises(SignInNeeded):
        load_article(ANONYMOUS, path)
    assert load_article(as_actor(ada), path).outcome is Outcome.CREATED


def test_a_text_of_an_older_renderer_is_rendered_again_with_its_marks(db, tmp_path):
    from forum.lib.db import atomic

    load_article(SYSTEM, a_file(tmp_path))
    before = article_page("samen", "nl")
    outdated = sa.update(ArticleText).values(renderer_version=0, blocks=[])
    atomic(lambda: db.session.execute(outdated))()
    db.session.expire_all()
    assert rerender_articles(SYSTEM) == 2
    assert article_page("samen", "nl") == before
    assert rerender_articles(SYSTEM) == 0


def test_texts_missing_in_english_are_read_in_dutch(db, tmp_path):
    path = a_file(tmp_path, ("title: {nl: Wie betaalt?, en: Who pays?}", "title: {nl: Wie betaalt?}"))
    load_article(SYSTEM, path)
    assert question_page("geld", "en").title == "Wie betaalt?"
    assert question_page("wie", "en").title == "Who belongs?"


def test_checking_tells_everything_and_stores_nothing(db, tmp_path):
    assert check_file(a_file(tmp_path)) == []
    problems = check_file(
        a_file(tmp_path, ('"the money"', '"the weather"'), ("{nl: Samen, en: Together}", "{nl: Samen}"))
    )
    assert [problem.is_warning for problem in problems] == [True, False]
    assert db.session.scalar(sa.select(sa.func.count(QuestionText.locale))) == 0
