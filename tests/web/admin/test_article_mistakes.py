"""What the reader of content files finds wrong is told in the language of who edits."""

import ast
import re
from pathlib import Path

import pytest

from forum import ROOT
from forum.articles.parsing import parse_source
from forum.articles.placing import check_placing, place_all
from forum.articles.problems import Findings, UnusableSource
from forum.lib.i18n import force_locale
from forum.web.article_mistakes import in_words
from tests.content_files import SMALL

BREAKAGES = [
    ("slug: samen\n", "\tslug: samen\n"),
    ("intro: {nl: Over samenwerken.", "intro: {nl: Over: samenwerken"),
    ("intro: {nl: Over samenwerken.", "intro: Over: samenwerken"),
    ("slug: samen\n", "slug: &a samen\n"),
    ("slug: samen\n", "slug: !x samen\n"),
    ("slug: samen\n", "slug: " + "[" * 12 + "]" * 12 + "\n"),
    ("slug: samen\n", "slug: samen\nslug: samen\ncolour: red\n"),
    ("slug: samen\n", "slug: Samen werken\n"),
    ("slug: samen\n", "slug: new\n"),
    ("featured: true", "featured: perhaps"),
    ("featured: true", "featured:"),
    ("title: {nl: Samen, en: Together}", "title: Samen"),
    ("title: {nl: Samen, en: Together}", "title: {nl: 12}"),
    ("title: {nl: Samen, en: Together}", "title: {en: Together}"),
    ("title: {nl: Samen, en: Together}", "title: {nl: '', en: [x]}"),
    ("nl: Over geld.", "nl: " + "x" * 1001),
    ("year: 2012", "year: 12"),
    ("year: 2012", "year: then"),
    ("https://example.nl/a", "ftp://example.nl"),
    ("lessons: [wie-is-wij, waarden]", "lessons: [wie-is-wij, wie-is-wij, nergens]"),
    ("lessons: []", "lessons: waarden"),
    ("number: 2", "number: 1"),
    ("slug: waarden, number", "slug: wie-is-wij, number"),
    ("slug: geld", "slug: wie"),
    ("slug: anders", "slug: gemeente"),
    ("Een kleine kern werkt beter.", "Iedereen hoort erbij."),
    ("--- nl", "--- fy"),
    ("--- nl", "more\n--- nl"),
    ("--- en", "--- nl"),
    ("--- en", "---en"),
    ("## Waarden {lesson=waarden}", "## Waarden {lesson=nergens}"),
    ("## Waarden {lesson=waarden}", "## Waarden {lesson=wie-is-wij}"),
    ("## Waarden {lesson=waarden}", "Waarden {lesson=waarden} enzovoort"),
    ('      en: {exact: "the money"}\n', ""),
    ('exact: "the money"', 'exact: "the weather"'),
    (', prefix: "waar blijft", suffix: "aan het eind"', ""),
    ("Maar waar", "Maar\u2028waar"),
]


@pytest.mark.parametrize(("old", "new"), BREAKAGES)
def test_every_mistake_is_told_in_dutch(app, old, new):
    assert old in SMALL
    findings = Findings("test")
    try:
        source = parse_source(SMALL.replace(old, new, 1), findings)
        check_placing(source, place_all(source), findings)
    except UnusableSource:
        pass
    assert findings.problems
    for problem in findings.problems:
        with force_locale("nl"):
            assert in_words(problem.message) != problem.message, problem.message
        with force_locale("en"):
            assert in_words(problem.message) == problem.message


# Of a file on the server; what is typed into a form always arrives.
OF_A_DISK = {"this is not UTF-8: save the file with that encoding", "cannot be read: 1"}


def test_every_sentence_of_the_reader_is_known(app):
    """Those that are written out whole; the test above tries the others."""
    files = [*(ROOT / "forum" / "articles").glob("*.py"), ROOT / "forum" / "transfer" / "editing.py"]
    sentences = {one for file in files for one in sentences_in(file)}
    assert len(sentences) > 30
    with force_locale("nl"):
        unknown = [one for one in sentences - OF_A_DISK if in_words(one) == one]
    assert unknown == []


def sentences_in(file: Path):
    """What is given to `findings.error` and `findings.warning`, with a stand-in for each value."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in ("error", "warning") and len(node.args) == 2:
            message = node.args[1]
            if isinstance(message, ast.Constant):
                yield str(message.value)
            elif isinstance(message, ast.JoinedStr):
                yield words_of(message)


def words_of(message: ast.JoinedStr) -> str:
    whole = ast.unparse(message)
    words = "".join(str(one.value) if isinstance(one, ast.Constant) else "1" for one in message.values)
    if "{FENCE}" in whole:
        words = re.sub(r"'1'$", "'---'", words)
    if "--- {DEFAULT_LOCALE}" in whole or "no Dutch text" in whole:
        words = words.replace("--- 1", "--- nl")
    return words.replace("the 1 ", "the question ").replace("'1' in 1 1", "'1' in a question is empty")


def test_a_line_in_a_sentence_is_that_of_the_field(app):
    with force_locale("en"):
        told = in_words("the lesson 'a' opens on line 14 already", lambda line: line - 10)
    assert told == "the lesson 'a' opens on line 4 already"
