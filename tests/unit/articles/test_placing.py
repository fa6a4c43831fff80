from forum.articles.parsing import read_source
from forum.articles.placing import Fate, KnownAnchor, check_placing, place, place_all
from forum.articles.problems import Findings
from forum.articles.quotes import Quote
from forum.lib.rendered import Rendered
from tests.content_files import a_file, line_of


def placed(path, known=None):
    findings = Findings(path.name)
    source = read_source(path, findings)
    texts = place_all(source, known)
    check_placing(source, texts, findings, known)
    return texts, findings.problems


def test_each_question_shows_at_its_passage_in_both_languages(tmp_path):
    texts, problems = placed(a_file(tmp_path))
    assert problems == []
    assert [(block.lesson, block.questions) for block in texts["nl"].blocks] == [
        (None, ()),
        ("wie-is-wij", ()),
        (None, ("wie",)),
        ("waarden", ()),
        (None, ("geld",)),
    ]
    assert texts["en"].passages["wie"].words == "everyone who takes part"
    assert 'id="question-wie"' in texts["nl"].blocks[2].html
    assert "{lesson=" not in "".join(block.html for block in texts["nl"].blocks)


def test_an_anchor_that_is_not_in_the_text_is_a_problem_with_its_line(tmp_path):
    path = a_file(tmp_path, ('exact: "the money"', 'exact: "the weather"'))
    _texts, (problem,) = placed(path)
    assert problem.line == line_of(path, 'exact: "the weather"')
    assert problem.message == "the passage of 'geld' does not stand in the text 'en'"
    assert not problem.is_warning


def test_the_nearest_passage_is_told_with_the_problem(tmp_path):
    _texts, (problem,) = placed(a_file(tmp_path, ('exact: "everyone who', 'exact: "everybody who')))
    assert "(nearest: “" in problem.message
    assert "who takes part" in problem.message


def test_an_anchor_that_fits_twice_is_a_problem(tmp_path):
    path = a_file(tmp_path, (', prefix: "waar blijft", suffix: "aan het eind"', ""))
    _texts, (problem,) = placed(path)
    assert problem.line == line_of(path, 'exact: "het geld"')
    assert "stands 2 times in the text 'nl': give a prefix or suffix" in problem.message


def test_an_edit_under_a_known_anchor_is_only_a_warning(tmp_path):
    path = a_file(tmp_path, ("where is the money in", "where is it in"))
    texts, (problem,) = placed(path, {("geld", "en"): KnownAnchor(Quote("the money"), None)})
    assert problem.is_warning
    assert texts["en"].passages["geld"].fate is Fate.LOST
    assert not any("geld" in block.questions for block in texts["en"].blocks)


def test_a_known_anchor_is_followed_to_an_edited_passage(tmp_path):
    path = a_file(tmp_path, ("everyone who* takes part", "everyone who* gladly takes part"))
    texts, (problem,) = placed(path, {("wie", "en"): KnownAnchor(Quote("everyone who takes part"), None)})
    assert problem.is_warning
    assert texts["en"].passages["wie"].words == "everyone who gladly takes part"


def test_a_known_anchor_is_followed_by_what_stood_around_it(tmp_path):
    path = a_file(tmp_path, ("With *everyone who* takes part", "With *everyone* involved"))
    for stood, fate in (
        (None, Fate.LOST),
        (Quote("everyone who takes part", "Who is we\nWith", ".\nValues"), Fate.FOLLOWED),
    ):
        known = {("wie", "en"): KnownAnchor(Quote("everyone who takes part"), stood)}
        assert placed(path, known)[0]["en"].passages["wie"].fate is fate


def test_a_text_beyond_the_renderers_limits_is_a_problem(tmp_path):
    _texts, problems = placed(a_file(tmp_path, ("Samenwerken begint.", "woord " * 40_000)))
    assert "the text 'nl' cannot be rendered" in problems[0].message


def test_a_question_without_an_anchor_in_this_language_is_not_placed():
    text = place(Rendered("tekst", "<p>tekst</p>", 1), {})
    assert text.passages == {}
    assert text.blocks[0].html == "<p>tekst</p>"
