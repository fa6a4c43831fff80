"""Every text gets safe HTML; what cannot be rendered within its limits is shown as typed."""

import random
from dataclasses import replace

import pytest

from forum.lib.rendered import (
    ARTICLE,
    MAX_SOURCE,
    POST,
    RENDERER_VERSION,
    UNRENDERED,
    Rendered,
    as_typed,
    fresh,
    plain,
    rendered,
)
from tests.strict_html import inspect

HASTY = replace(POST, seconds=0.3)
"""Hostile texts are stopped sooner, so that this file takes seconds instead of half a minute."""


def test_a_text_keeps_its_source_and_gets_html():
    result = rendered("Een *zin*.")
    assert (result.source, result.html) == ("Een *zin*.", "<p>Een <em>zin</em>.</p>")
    assert result.version == RENDERER_VERSION


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301e\u0301n", "één"),
        ("a\x00b\x07c\x85d\ufeffe\ufffe\uffff", "abcde"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ud800b", "ab"),
        ("tab\tblijft 👩\u200d⚕️", "tab\tblijft 👩\u200d⚕️"),
    ],
)
def test_the_source_is_cleaned(typed: str, source: str):
    assert rendered(typed).source == source


@pytest.mark.parametrize("empty", ["", " \n\t ", "\x00"])
def test_an_empty_text_has_no_html(empty: str):
    assert rendered(empty).html == ""


def test_a_text_beyond_the_limit_is_shown_as_typed_and_not_tried_again():
    result = rendered("*a* " * MAX_SOURCE)
    assert result.html == as_typed(result.source)
    assert result.version == RENDERER_VERSION


def test_an_article_may_be_longer_and_has_higher_headings():
    result = rendered("## Les 1\n\n" + "Samenwerken is *moeilijk*. " * 2_000, ARTICLE)
    assert result.html.startswith("<h2>Les 1</h2>")


def test_as_typed_is_text_and_nothing_else():
    assert as_typed("<b onclick='x'>&") == "<pre>&lt;b onclick=&#x27;x&#x27;&gt;&amp;</pre>"


def full(unit: str) -> str:
    return (unit * MAX_SOURCE)[:MAX_SOURCE]


HOSTILE = {
    "unclosed brackets": full("["),
    "unclosed links": full("[a"),
    "unclosed images": full("!["),
    "nested brackets": "[" * 9_999 + "a" + "]" * 9_999,
    "links without end": full("[a]("),
    "parentheses": full("("),
    "parentheses after an address": full("https://a(")[:-1],
    "angle brackets": full(">"),
    "deep list": full("- "),
    "deep numbers": full("1. "),
    "breaks": full("* * *\n"),
    "rules": full("---\n"),
    "items": full("\n- "),
    "headings": full("# a\n"),
    "wide table": "|" * 10_000 + "\n" + "|-" * 4_999,
    "many cells": "a|" * 1_000 + "\n" + "-|" * 1_000 + "\n" + "a|\n" * 5_300,
    "backticks": "".join("`" * length + "a" for length in range(1, 199)),
    "fences": full("```a\n"),
    "stars": full("*a **b "),
    "underscores": full("_a "),
    "strikes": full("~~a "),
    "ampersands": full("&"),
    "escapes": full("\\["),
    "accents": "a" + full("\u0315\u0300")[1:],
    "comments": full("<!--"),
    "less": full("<"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_comes_back_and_the_next_is_rendered(name: str):
    result = rendered(HOSTILE[name], HASTY)
    assert result.html
    if result.html != as_typed(result.source):
        inspect(result.html)
    assert rendered("*hierna*").html == "<p><em>hierna</em></p>"


def test_a_hostile_text_is_logged_without_its_words(caplog: pytest.LogCaptureFixture):
    rendered("[a" * 10_000, HASTY)
    (message,) = caplog.messages
    assert message.startswith("A text of 20000 characters is shown as typed: ")
    assert "[a" not in message


def ordinary_posts(number: int) -> list[str]:
    """Posts as people write them, from one line to full length, the same in every run."""
    pick = random.Random(2027)
    sentences = [
        "Wij zien in onze gemeente dat *inkoop* en **zorgaanbieders** elkaar laat spreken.",
        "Wie beslist er over het budget – de wethouder, of de regio?",
        "Zie https://www.vng.nl/artikelen/inkoop_en_zorg?jaar=2027&regio=3 (vooral blz. 4).",
        "Volgens [dit stuk](https://example.nl/a_(b) \"Rapport\") kost het € 1.250,- per cliënt.",
        "Dat is 5 * 3 = 15 uur, oftewel < 20% van R&D_budget_2027; 't valt dus mee :-)",
        "Onze cliëntenraad (Wmo, art. 2.1.3) vraagt: “wie is hier ‘we’?” 👍",
        "Mail naar <info@example.nl> of bel #14030. `code` mag ook, en ~~dit niet~~.",
    ]  # fmt: skip

    def sentence() -> str:
        return pick.choice(sentences)

    shapes = [
        lambda: " ".join(sentence() for _ in range(pick.randint(1, 8))),
        lambda: "\n".join(sentence() for _ in range(pick.randint(2, 6))),
        lambda: "\n".join(f"- {sentence()}" for _ in range(pick.randint(2, 9))),
        lambda: "\n".join(f"{n}. {sentence()}" for n in range(1, pick.randint(3, 9))),
        lambda: "\n".join(f"- punt {n}\n    - {sentence()}" for n in range(pick.randint(1, 4))),
        lambda: "\n".join(f"> {sentence()}" for _ in range(pick.randint(1, 4))),
        lambda: f"{'#' * pick.randint(1, 4)} {sentence()}",
        lambda: "rol | aantal\n:-- | --:\n" + "\n".join(f"inkoop | {n}" for n in range(pick.randint(1, 40))),
        lambda: f"```\n{sentence()}\n{sentence()}\n```",
        lambda: "---",
    ]
    posts = []
    for _ in range(number):
        blocks = [pick.choice(shapes)() for _ in range(pick.choice([1, 1, 2, 2, 3, 5, 8, 60]))]
        posts.append("\n\n".join([sentence(), *blocks])[:MAX_SOURCE])
    return posts


def test_ordinary_posts_are_never_refused():
    posts = ordinary_posts(250)
    assert [post for post in posts if patiently_rendered(post).html == as_typed(post)] == []


def patiently_rendered(post: str) -> Rendered:
    """As the hourly job does: what a busy machine did not manage in time (version 0) is tried again.

    A refusal for what the text itself holds carries today's version, and is final at once.
    """
    for _ in range(20):
        made = rendered(post)
        if made.version != UNRENDERED:
            break
    return made


def test_current_html_is_served_as_stored():
    assert fresh("*a*", "<p>stored</p>", RENDERER_VERSION) == "<p>stored</p>"


def test_older_html_is_made_anew():
    assert fresh("*a*", "<p>stored</p>", RENDERER_VERSION - 1) == "<p><em>a</em></p>"


def test_what_is_shown_as_typed_costs_a_reader_nothing():
    assert fresh("[a" * 10_000, as_typed("[a" * 10_000), UNRENDERED) == as_typed("[a" * 10_000)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Een <em>zin</em>.</p>\n<p>Nog&nbsp;een &amp; meer</p>", "Een zin.\nNog een & meer"),
        ("<ul>\n<li>een</li>\n<li>twee<br>regels</li>\n</ul>", "een\ntwee\nregels"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<pre><code>x = 1\n  y\n</code></pre>", "x = 1\ny"),
        ("gewone tekst", "gewone tekst"),
        ("kapot </pre> &#2;&amp &euro; <", "kapot\n& € <"),
        ("", ""),
    ],
)
def test_plain_gives_the_words(markup: str, words: str):
    assert plain(markup) == words
