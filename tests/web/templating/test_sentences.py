"""Sentences in templates: in the reader's language, with their values in place."""

import pytest
from jinja2 import DictLoader

SENTENCES = {
    "page.html": '{{ _("In reply to %(name)s", name=name) }} {{ _("100%%") }} {{ _("Sign <in>") }}',
    "letter.txt": '{{ _("Hello %(name)s", name=name) }}',
    "outer.html": '{% for name in ("a", "b") %}{% include "inner.html" %}{% endfor %}',
    "inner.html": '{{ _("Hello %(name)s", name=name) }} ',
}


@pytest.fixture
def templates(app):
    return app.jinja_env.speaking("en").overlay(loader=DictLoader(SENTENCES))


def test_a_sentence_stands_in_the_compiled_template(templates):
    assert "gettext" not in templates.compile(SENTENCES["page.html"], "page.html", raw=True)


def test_values_are_escaped_on_a_page_and_the_sentence_is_markup(app, templates):
    page = templates.get_template("page.html").render(name="<b>&")
    assert page == "In reply to &lt;b&gt;&amp; 100% Sign <in>"


def test_values_stay_as_they_are_in_a_plain_text(app, templates):
    assert templates.get_template("letter.txt").render(name="Jan & Piet") == "Hello Jan & Piet"


def test_what_a_page_includes_speaks_its_language(app, templates):
    assert templates.get_template("outer.html").render() == "Hello a Hello b "


def test_each_reader_gets_their_own_language_whoever_came_first(nobody, article):
    for _ in range(2):
        for language in ("nl", "en"):
            page = nobody.get("/questions", headers={"Accept-Language": language})
            assert page.select_one(f"html[lang={language}]")
            assert f"who-is-we {language}?" in page.words("main")
