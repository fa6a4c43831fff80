"""The sentences of a comment that somebody can make a position of."""

import pytest

from forum.discussion.quotable import sentences
from forum.lib.rendered import plain
from forum.lib.text import clean_line


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>We pay together. They decide alone!</p>", ["We pay together.", "They decide alone!"]),
        ("<p>Een doel is <strong>samen</strong> bepaald.</p>", ["Een doel is samen bepaald."]),
        ("<ul><li>clients decide with us</li><li>yes</li></ul>", ["clients decide with us"]),
        ("<p>Meer dan 2.5 procent, bijv. voor inwoners, helpt.</p>", None),
        ("<p>Dat helpt o.a. inwoners en bijv. Inkopers aan tafel.</p>", None),
        ("<p>A &amp; B decide together.</p>", ["A & B decide together."]),
        ("<p>It works well twice. It works well twice.</p>", ["It works well twice."]),
        (
            "<p>“Does it work well?” Nobody knows for sure.</p>",
            ["“Does it work well?”", "Nobody knows for sure."],
        ),
        ("", []),
        ("<p>Yes.</p>", []),
    ],
)
def test_a_comment_falls_into_its_sentences(html, found):
    assert list(sentences(html)) == ([plain(html)] if found is None else found)


def test_what_the_author_only_quotes_is_not_their_own():
    html = "<blockquote><p>He said so. <em>And that.</em></p></blockquote><p>I see it very differently.</p>"
    assert sentences(html) == ("I see it very differently.",)


def test_code_and_tables_hold_no_sentences():
    html = "<pre><code>a = b + c</code></pre><table><tr><td>a b c</td></tr></table><p>But this is one.</p>"
    assert sentences(html) == ("But this is one.",)


def test_every_sentence_stands_in_the_comment():
    html = "<p>One is here now.\nTwo is over\nthere. Three?</p><ul><li>four and five and</li></ul>"
    text = clean_line(plain(html))
    assert sentences(html)
    assert all(clean_line(one) in text for one in sentences(html))
