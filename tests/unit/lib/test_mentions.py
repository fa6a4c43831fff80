import re
import time

import pytest

from forum.lib.markdown import to_html
from forum.lib.rendered import POST, rendered

PEOPLE = {"anna-de-vries": "Anna de Vries", "bob": "Bob"}
ANNA = '<a href="/people/anna-de-vries" rel="ugc nofollow noopener noreferrer">@Anna de Vries</a>'


def html(text: str, people=PEOPLE) -> str:
    return to_html(text, heading_shift=2, max_cells=2000, max_html=256 * 1024, people=people)


@pytest.mark.parametrize(
    "text",
    ["@anna-de-vries", "@Anna-de-Vries", "Dag @anna-de-vries.", "(@anna-de-vries)", "**@anna-de-vries**",
     "> @anna-de-vries", "- @anna-de-vries!", "# Voor @anna-de-vries", "a|b\n-|-\n@anna-de-vries|c",
     "@anna-de-vries, ja", "@anna-de-vries: ja", "eens.\n@anna-de-vries", "@anna-de-vries’s idee"],
)  # fmt: skip
def test_a_handle_becomes_a_link_with_the_name(text):
    assert ANNA in html(text)


@pytest.mark.parametrize(
    "text",
    ["`@anna-de-vries`", "```\n@anna-de-vries\n```", "    @anna-de-vries", "mail@anna-de-vries",
     "info@anna-de-vries.nl", "@anna-de-vries.nl", "@anna-de-vries@mastodon.nl", "@@anna-de-vries",
     "https://example.nl/@anna-de-vries", "[@anna-de-vries](https://example.nl)", "@anna-de-vries-2",
     "@anna-de-vriesx", "@anna-de-vries_", "@ anna-de-vries", "[x](https://e.nl/@anna-de-vries \"@bob\")",
     "<info@anna-de-vries.nl>", "\\@anna-de-vries.nl", "@nobody-here"],
)  # fmt: skip
def test_what_is_no_mention_stays_what_it_was(text):
    assert "/people/" not in html(text)
    assert html(text) == html(text, {})


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</a><svg/onload=alert(1)>",
     "[x](javascript:alert(1))", "*a* _b_ `c`", "&lt;script&gt;", "&#106;avascript:", "\x02stx\x03", "@bob"],
)  # fmt: skip
def test_a_name_is_text_and_nothing_else(name):
    page = html("@bob zegt iets.", {"bob": name})
    assert set(re.findall(r"<(/?\w+)", page)) <= {"p", "/p", "a", "/a"}
    assert page.count("<a ") <= 1
    assert 'href="/people/bob"' in page
    assert not re.search(r"<[^>]*\son\w+=", page)


@pytest.mark.parametrize("handle", ['bob" onmouseover="x', "bob<script>", "../bob", "javascript:x"])
def test_a_handle_that_could_break_out_never_matches(handle):
    page = html(f"@{handle}", {handle: "Bob"})
    assert "<a" not in page
    assert "<script" not in page


def test_ten_are_linked_and_the_rest_stays_text():
    page = html("@bob " * 30)
    assert page.count('href="/people/bob"') == 10
    assert page.count("@bob") == 20


@pytest.mark.parametrize("text", ["@" * 1000, "@bob " * 1000, "@bob" * 1000, "@a-" * 6000, "@ab " * 5000])
def test_a_thousand_signs_are_rendered_within_the_limits(text):
    started = time.monotonic()
    body = rendered(text, people=PEOPLE)
    assert time.monotonic() - started < POST.seconds + 1
    assert body.html.startswith("<p>")
    assert body.html.count("<a ") <= 10


def test_without_people_nothing_is_a_mention():
    assert rendered("@bob").html == "<p>@bob</p>"
