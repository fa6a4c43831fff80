import pytest

from forum.articles.parsing import LARGEST_FILE, MOST_QUESTIONS, read_source
from forum.articles.problems import Findings, UnusableSource
from forum.articles.quotes import Quote
from tests.content_files import SMALL, a_file, line_of


def read(path):
    return read_source(path, Findings(path.name))


def problems_of(path):
    with pytest.raises(UnusableSource) as caught:
        read(path)
    return caught.value.problems


def test_a_file_becomes_an_article_with_all_that_belongs_to_it(tmp_path):
    article = read(a_file(tmp_path))
    assert (article.slug, article.is_featured) == ("samen", True)
    assert article.title == {"nl": "Samen", "en": "Together"}
    assert article.credit is not None
    assert article.credit.year == 2012
    assert article.perspectives is not None
    assert [one.slug for one in article.perspectives if one.is_core] == ["gemeente"]
    assert [(one.slug, one.number) for one in article.lessons] == [("wie-is-wij", 1), ("waarden", 2)]
    first, second = article.questions
    assert first.lessons == ("wie-is-wij", "waarden")
    assert first.positions[0] == {"nl": "Iedereen hoort erbij.", "en": "Everybody belongs."}
    assert first.core_perspectives is None
    assert second.lessons == ()
    assert second.core_perspectives == ("anders",)
    assert second.anchors["nl"].quote == Quote("het geld", "waar blijft", "aan het eind")
    assert article.bodies["en"].startswith("Working together begins.")
    assert article.bodies["en"].endswith("in the end?")


def test_a_file_without_mistakes_gives_no_warnings(tmp_path):
    findings = Findings("article.md")
    read_source(a_file(tmp_path), findings)
    assert findings.problems == []


def test_line_ends_of_windows_and_a_byte_order_mark_are_no_problem(tmp_path):
    path = tmp_path / "article.md"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert read(path) == read(a_file(tmp_path))


def test_texts_are_taken_in_one_unicode_form(tmp_path):
    path = a_file(tmp_path, ("nl: Samen,", "nl: Cli\u0065\u0308nt,"))
    assert read(path).title["nl"] == "Cliënt"


MISTAKES = {
    "unknown field": ("featured: true", "featurd: true", "unknown field 'featurd'"),
    "unknown field of a lesson": ("number: 2,", "number: 2, colour: red,", "unknown field 'colour'"),
    "missing field": ("slug: waarden, number: 2", "slug: waarden", "'number' is missing in a lesson"),
    "missing Dutch": ("{nl: Wie betaalt?, en: Who pays?}", "{en: Who pays?}", "'nl' is missing in 'title'"),
    "missing anchor": ('nl: {exact: "iedereen', 'fr: {exact: "iedereen', "unknown field 'fr' in an anchor"),
    "text for a mapping": (
        "intro: {nl: Vertel., en: Tell us.}",
        "intro: Vertel.",
        "'intro' must be a list",
    ),
    "mapping for a list": (
        "lessons: []",
        "lessons: {a: b}",
        "'lessons' in a question must be a list",
    ),
    "text for a list": ("lessons: []", "lessons: waarden", "'lessons' in a question must be a list"),
    "list for a text": ("slug: geld", "slug: [geld]", "'slug' in a question must be text"),
    "number for a text": (
        "{nl: Samen,",
        "{nl: 2026,",
        "'nl' in 'title' must be text (put it",
    ),
    "empty text": ("{nl: Samen,", "{nl: ,", "'nl' in 'title' is empty"),
    "blank text": ("{nl: Samen,", "{nl: ' ',", "'nl' in 'title' is empty"),
    "text for a number": ("number: 2,", "number: twee,", "'number' in a lesson must be a whole number"),
    "number out of range": ("number: 2,", "number: 100,", "must be a number from 1 to 99"),
    "huge number": ("number: 2,", "number: 1" + 30 * "0" + ",", "must be a number from 1 to 99"),
    "no flag": (
        "featured: true",
        "featured: misschien",
        "must be true or false",
    ),
    "field given twice": ("featured: true", "featured: true\nslug: nogmaals", "'slug' is given twice"),
    "bad slug": ("slug: geld", "slug: Het_geld", "'Het_geld' is no short name"),
    "slug that is a number": ("slug: waarden, n", "slug: '2', n", "'2' is no short name"),
    "long slug": (
        "slug: geld",
        "slug: " + 61 * "a",
        "'slug' in a question has 61 characters",
    ),
    "two questions": ("- slug: geld", "- slug: wie", "the question 'wie' stands on line 14 already"),
    "two lessons": ("{slug: waarden, n", "{slug: wie-is-wij, n", "the lesson 'wie-is-wij' stands on line 11"),
    "two lesson numbers": ("number: 2,", "number: 1,", "the lesson number '1' stands on line 11 already"),
    "two perspectives": ("{slug: anders,", "{slug: gemeente,", "the perspective 'gemeente' stands on line 8"),
    "unknown lesson": (
        "[wie-is-wij, waarden]",
        "[wie-is-wij, geld]",
        "unknown 'geld' in 'lessons'",
    ),
    "lesson named twice": (
        "[wie-is-wij, waarden]",
        "[waarden, waarden]",
        "'waarden' stands twice",
    ),
    "unknown perspective": ("perspectives: [anders]", "perspectives: [raad]", "unknown 'raad' in 'core_pers"),
    "long position": (
        "      - {nl: Een kleine kern werkt beter.",
        "      - {nl: " + 141 * "a",
        "'nl' in 'positions' has 141 characters, the limit is 140",
    ),
    "position twice": (
        "- {nl: Een kleine kern werkt beter.",
        "- {nl: iedereen hoort ERBIJ.",
        "stands on line 22 already",
    ),
    "long title": (
        "{nl: Wie betaalt?",
        "{nl: " + 201 * "a",
        "has 201 characters",
    ),
    "address without scheme": (
        '"https://example.nl/a"',
        '"javascript:alert(1)"',
        "must begin with http",
    ),
    "alias": ("title: {nl: Samen,", "title: {nl: &a Samen,", "anchors and aliases (& and *) are not used"),
    "tag": ("title: {nl: Samen,", "title: {nl: !!python/object:os.system Samen,", "YAML tags (!)"),
    "indented by a tab": ("    lessons: []", "\tlessons: []", "indented by a tab"),
    "colon without quotes": ("intro: {nl: Vertel., en: Tell us.}", "intro: zo: niet", "between quotes"),
    "bracket left open": ("lessons: []", "lessons: ]", "not readable as YAML"),
    "deep nesting": ("lessons: []", "lessons: " + 11 * "[" + 11 * "]", "nested more than 10 deep"),
    "control character": ("Samenwerken begint", "Samenwerken\x00 begint", "the control character U+0000"),
    "direction mark": ("Samenwerken begint", "Samenwerken\u2028 begint", "the control character U+2028"),
    "unknown language": ("--- en", "--- fr", "unknown language 'fr'"),
    "language twice": ("--- en", "--- nl", "the text 'nl' begins for the second time"),
    "text before its language": ("--- nl\n", "tekst\n--- nl\n", "text before the line '--- nl'"),
    "heading of no lesson": ("{lesson=waarden}\n\nBut", "{lesson=geld}\n\nBut", "unknown lesson 'geld'"),
    "heading of a lesson twice": (
        "{lesson=waarden}\n\nBut",
        "{lesson=wie-is-wij}\n\nBut",
        "the lesson 'wie-is-wij' opens on line",
    ),
    "lesson mark in a sentence": (
        "begint.",
        "begint {lesson=waarden}.",
        "at the end of a heading",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, message):
    path = a_file(tmp_path, (old, new))
    # The first line in which the broken file differs from the whole one.
    pairs = zip(path.read_text().split("\n"), SMALL.split("\n"), strict=False)
    line = next(number for number, (broken, whole) in enumerate(pairs, start=1) if broken != whole)
    found = [problem for problem in problems_of(path) if message in problem.message]
    assert [problem.line for problem in found if not problem.is_warning] == [line]
    assert str(found[0]).startswith(f"article.md:{found[0].line}:{found[0].column}: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    path = a_file(tmp_path, ("number: 2", "number: no"), ("slug: geld", "slug: G"), ("--- en", "--- fr"))
    errors = [problem.line for problem in problems_of(path) if not problem.is_warning]
    assert errors == [line_of(path, "number: no"), line_of(path, "slug: G"), line_of(path, "--- fr")]


def test_a_mistake_is_told_with_its_column(tmp_path):
    path = a_file(tmp_path, ("{nl: Wie betaalt?", "{nl: 7"))
    assert [(one.line, one.column) for one in problems_of(path)] == [(line_of(path, "{nl: 7"), 17)]


def test_missing_english_is_a_warning(tmp_path):
    findings = Findings("article.md")
    path = a_file(tmp_path, ("{nl: Wie betaalt?, en: Who pays?}", "{nl: Wie betaalt?}"))
    assert read_source(path, findings).questions[1].title == {"nl": "Wie betaalt?"}
    (warning,) = findings.problems
    assert warning.is_warning
    assert warning.line == line_of(path, "{nl: Wie betaalt?}")
    assert str(warning).startswith("article.md:26:12: warning: 'title' has no 'en'")


def test_an_article_may_be_in_dutch_only(tmp_path):
    findings = Findings("article.md")
    source = read_source(a_file(tmp_path, text=SMALL[: SMALL.index("--- en")]), findings)
    assert list(source.bodies) == ["nl"]
    assert all(problem.is_warning for problem in findings.problems)
    assert "there is no text '--- en'" in str(findings.problems)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "must begin with front matter"),
        (b"# Samen\n", 1, "must begin with front matter"),
        (b"---\nslug: samen\n", 1, "not closed by a line '---'"),
        (b"---\n---\n", 2, "the front matter is empty"),
        (b"---\n# only a remark\n---\n--- nl\ntekst\n", 2, "the front matter is empty"),
        (b"---\n- samen\n---\n--- nl\ntekst\n", 2, "must be a list of 'name: value' lines"),
        (b"---\nsamen\n---\n--- nl\ntekst\n", 2, "must be a list of 'name: value' lines"),
        (b"---\nslug: samen\n---\n", 4, "there is no Dutch text"),
        (b"---\nslug: samen\ntitle: \xe9\xe9n\n---\n", 3, "this is not UTF-8"),
        (b"---\n? [a, b]\n: c\n---\n--- nl\ntekst\n", 2, "unknown field"),
        (b"---\n%YAML 9.9\n---\n--- nl\ntekst\n", 2, "not readable as YAML"),
        (b"x" * (LARGEST_FILE + 1), 1, "the file is larger than 1000 kB"),
    ],
)
def test_a_file_that_is_something_else_is_told_what_is_missing(tmp_path, content, line, message):
    path = tmp_path / "article.md"
    path.write_bytes(content)
    assert line in [problem.line for problem in problems_of(path) if message in problem.message]


def test_a_file_that_is_not_there_is_a_problem_like_any_other(tmp_path):
    assert "cannot be read" in problems_of(tmp_path / "nowhere.md")[0].message
    assert "cannot be read" in problems_of(tmp_path)[0].message


def test_aliases_that_would_grow_without_end_are_refused_at_once(tmp_path):
    doubling = (f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    bomb = "a: &a [x, x]\n" + "".join(doubling)
    path = a_file(tmp_path, ("featured: true\n", bomb))
    assert {problem.line for problem in problems_of(path)} == set(range(3, 11))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "!!x ", '"', "|\n", "&a "])
def test_piled_up_syntax_is_refused_without_a_crash(tmp_path, opening):
    path = a_file(tmp_path, ("featured: true", "featured: " + opening * 20_000))
    assert problems_of(path)


def test_only_so_many_problems_are_told(tmp_path):
    path = a_file(tmp_path, ("featured: true", "\n".join(f"field-{n}: x" for n in range(1000))))
    assert len(problems_of(path)) == Findings.MOST


def test_an_article_has_only_so_many_questions(tmp_path):
    more = "".join(f"  - slug: q{n}\n" for n in range(MOST_QUESTIONS))
    path = a_file(tmp_path, ("questions:\n", "questions:\n" + more))
    assert "has 202 questions, the limit is 200" in str(problems_of(path)[0])
