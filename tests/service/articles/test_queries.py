import pytest

from forum.articles.queries import (
    article_page,
    has_articles,
    lesson_combination,
    lesson_list,
    lessons_by_slugs,
    question_list,
    question_page,
)
from forum.lib.errors import NotFound
from forum.permissions import SYSTEM
from forum.transfer.article import load_article
from tests.content_files import a_file


@pytest.fixture
def samen(db, tmp_path):
    """The small article, loaded."""
    return load_article(SYSTEM, a_file(tmp_path))


def test_the_page_of_an_article_shows_each_question_at_its_passage(samen):
    page = article_page("samen", "en")
    assert (page.title, page.intro, page.locale) == ("Together", "On working together.", "en")
    assert page.credit is not None
    assert (page.credit.name, page.credit.year) == ("Het origineel", 2012)
    shown = [
        (block.lesson and block.lesson.number, [one.title for one in block.questions])
        for block in page.blocks
    ]
    assert shown == [(None, []), (1, []), (None, ["Who belongs?"]), (2, []), (None, ["Who pays?"])]
    assert 'data-question="wie"' in page.blocks[2].html
    assert page.unplaced == ()


def test_a_question_in_a_list_has_its_lessons(samen):
    first, second = question_list("nl")
    assert (first.number, first.title, first.locale, first.article_slug) == (
        1,
        "Wie hoort erbij?",
        "nl",
        "samen",
    )
    assert [(one.number, one.title) for one in first.lessons] == [(1, "Wie is wij?"), (2, "Waarden")]
    assert second.lessons == ()


def test_the_page_of_a_question_tells_where_it_comes_from(samen):
    page = question_page("wie", "en")
    assert (page.number, page.title, page.intro) == (1, "Who belongs?", "Tell us.")
    assert page.passage == "everyone who takes part"
    assert (page.article_slug, page.article_title, page.is_article_featured) == ("samen", "Together", True)
    assert [one.slug for one in page.lessons] == ["wie-is-wij", "waarden"]
    assert page.is_open


def test_core_perspectives_are_the_questions_own_or_else_the_forums(samen):
    assert [one.label for one in question_page("wie", "en").core_perspectives] == ["Municipality"]
    assert [one.label for one in question_page("geld", "nl").core_perspectives] == ["Anders"]


def test_a_language_we_do_not_have_reads_dutch(samen):
    assert article_page("samen", "fy").locale == "nl"
    assert question_page("wie", "fy").title == "Wie hoort erbij?"


@pytest.mark.parametrize(
    "slug",
    ["nergens", "", "a\x00b", "é", "x" * 1000, "1" + 30 * "0"],
    ids=range(6),
)
def test_what_does_not_exist_is_not_found(samen, slug):
    with pytest.raises(NotFound):
        article_page(slug, "nl")
    with pytest.raises(NotFound):
        question_page(slug, "nl")
    with pytest.raises(NotFound):
        lesson_combination(slug, "nl")


def test_without_any_article_there_is_no_front_page(db):
    assert not has_articles()
    with pytest.raises(NotFound):
        article_page(None, "nl")


@pytest.mark.parametrize("terms", ["1+2", "2+1", "wie-is-wij+waarden", "waarden+1", "1+wie-is-wij+2"])
def test_lessons_combine_in_any_order_by_number_or_name(samen, terms):
    assert [lesson.slug for lesson in lesson_combination(terms, "nl")] == ["wie-is-wij", "waarden"]


def test_one_unknown_lesson_spoils_a_combination(samen):
    for terms in ("1+3", "waarden+nergens"):
        with pytest.raises(NotFound):
            lesson_combination(terms, "nl")
    with pytest.raises(NotFound):
        lessons_by_slugs([], "nl")


def test_all_lessons_can_be_listed(samen):
    assert [lesson.title for lesson in lesson_list("en")] == ["Who is we?", "Values"]


@pytest.mark.parametrize(
    ("most", "query"),
    [
        pytest.param(4, lambda: article_page(None, "nl"), id="article"),
        pytest.param(2, lambda: question_list("nl"), id="questions"),
        pytest.param(5, lambda: question_page("wie", "nl"), id="question"),
        pytest.param(1, lambda: lesson_list("nl"), id="lessons"),
        pytest.param(2, lambda: lesson_combination("1+2", "nl"), id="combination"),
    ],
)
def test_a_page_takes_a_fixed_number_of_statements(samen, statements, most, query):
    with statements() as counted:
        query()
    assert len(counted) == most
