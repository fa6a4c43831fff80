"""HTML that any reader can carry."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.portable import portable

URL = "https://forum.example/threads/abc"


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ("<p>one<br>two</p><hr>", "<p>one<br />two</p><hr />"),
        ("<p>R&amp;D &lt;3 &nbsp;&eacute;</p>", "<p>R&amp;D &lt;3 \xa0é</p>"),
        ("<table><tr><td></td><td>1</td></tr></table>", "<table><tr><td> </td><td>1</td></tr></table>"),
        ("", ""),
        ("Just words", "Just words"),
        ("<p>one<p>two</div></p>", "<p>one<p>two</p></p>"),
        ("<script>alert(1)</script><img src=x onerror=y><p onclick=z>t</p>", "alert(1)<p>t</p>"),
        ('<p title="a&quot;b">t</p>', '<p title="a&quot;b">t</p>'),
    ],
)
def test_it_becomes_xml_that_says_the_same(html, becomes):
    assert portable(html, URL) == becomes


@pytest.mark.parametrize(
    ("address", "becomes"),
    [
        ("/threads/xyz", "https://forum.example/threads/xyz"),
        ("#comment-1", f"{URL}#comment-1"),
        ("https://elsewhere.example/a?b=c", "https://elsewhere.example/a?b=c"),
        ("mailto:alice@example.nl", "mailto:alice@example.nl"),
        ("http://[", "http://["),
    ],
)
def test_every_address_becomes_a_whole_one(address, becomes):
    assert portable(f'<a href="{address}">there</a>', URL) == f'<a href="{becomes}">there</a>'


def test_depth_is_limited_and_no_word_gets_lost():
    html = portable("<blockquote>" * 5000 + "deep" + "</blockquote>" * 5000, URL)
    assert "deep" in html
    assert html.count("<blockquote>") <= 100


@given(st.text())
def test_whatever_comes_it_is_xml(html):
    ElementTree.fromstring(f"<div>{portable(html, URL)}</div>")
