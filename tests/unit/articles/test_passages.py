import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from forum.articles.passages import Part, cut, marked, spans_of_marks, text_of
from forum.articles.quotes import Quote, Span, locate


def mark(html, **quotes):
    """The HTML with its marks written short: `[slug# words]` where a passage begins, then `[slug words]`."""
    parts = cut(html)
    text = text_of(parts)
    blocks = marked(parts, {slug: locate(text, Quote(words)) for slug, words in quotes.items()})
    short = "".join(block.html for block in blocks)
    short = re.sub(r'<mark id="question-(\w+)" data-question="\1">', r"[\1# ", short)
    return re.sub(r'<mark data-question="(\w+)">', r"[\1 ", short).replace("</mark>", "]")


def test_an_article_is_cut_at_its_top_level_elements():
    html = "<h2>Een</h2>\n<p>Twee <em>drie</em></p>\n<hr>\n<ul>\n<li><p>vier</p></li>\n</ul>\n"
    assert [part.html for part in cut(html)] == [
        "<h2>Een</h2>",
        "<p>Twee <em>drie</em></p>",
        "<hr>",
        "<ul>\n<li><p>vier</p></li>\n</ul>",
    ]


def test_a_heading_opens_its_lesson_and_does_not_show_the_mark():
    assert cut("<h2>Wie is wij {lesson=wie-is-wij}</h2>") == (Part("<h2>Wie is wij</h2>", "wie-is-wij"),)
    assert cut("<h3><em>Wij {lesson=wij}</em></h3>") == (Part("<h3><em>Wij</em></h3>", "wij"),)


def test_only_a_heading_opens_a_lesson():
    assert cut("<p>Zo {lesson=wij}</p>") == (Part("<p>Zo {lesson=wij}</p>"),)
    assert cut("<h2>Zo {lesson=Wij!}</h2>") == (Part("<h2>Zo {lesson=Wij!}</h2>"),)


def test_a_passage_is_wrapped_in_a_mark():
    assert mark("<p>een twee drie</p>", q="twee") == "<p>een [q# twee] drie</p>"


def test_a_mark_holds_whole_elements_that_lie_within_the_passage():
    assert mark("<p>a <b>b</b> c</p>", q="a b c") == "<p>[q# a <b>b</b> c]</p>"
    assert mark("<p>a <b>b <i>c</i></b> d</p>", q="b c") == "<p>a [q# <b>b <i>c</i></b>] d</p>"


def test_a_mark_ends_and_begins_again_where_an_element_crosses_the_passage():
    assert mark("<p>a <b>b c</b> d</p>", q="c d") == "<p>a <b>b [q# c]</b>[q  d]</p>"
    assert mark("<p>a <b>b c</b> d</p>", q="a b") == "<p>[q# a ]<b>[q b] c</b> d</p>"


def test_a_line_break_lies_within_a_mark():
    assert mark("<p>a b<br>\nc d</p>", q="b c") == "<p>a [q# b<br>\nc] d</p>"


def test_entities_stay_whole_and_stay_entities():
    assert mark("<p>R&amp;D &lt;ja&gt;</p>", q="R&D <ja>") == "<p>[q# R&amp;D &lt;ja&gt;]</p>"
    assert mark("<p>a &amp; b</p>", q="&") == "<p>a [q# &amp;] b</p>"


def test_a_passage_across_blocks_is_marked_in_each_and_has_one_id():
    assert mark("<p>a b</p>\n<p>c d</p>", q="b c") == "<p>a [q# b]</p><p>[q c] d</p>"


def test_a_passage_across_list_items_is_marked_in_each():
    html = "<ul>\n<li>a b</li>\n<li>c</li>\n<li>d</li>\n</ul>"
    assert mark(html, q="b c d") == "<ul>\n<li>a [q# b]</li>\n<li>[q c]</li>\n<li>[q d]</li>\n</ul>"


def test_a_passage_across_table_cells_is_marked_in_each():
    html = "<table><tr><td>a</td><td>b</td></tr></table>"
    assert mark(html, q="a b") == "<table><tr><td>[q# a]</td><td>[q b]</td></tr></table>"


def test_one_passage_can_lie_within_another():
    assert mark("<p>a b c</p>", q="a b c", r="b") == "<p>[q# a [r# b] c]</p>"


def test_overlapping_passages_are_both_marked():
    assert mark("<p>a b c</p>", q="a b", r="b c") == "<p>[q# a [r# b]][r  c]</p>"


def test_two_questions_can_have_the_same_passage():
    assert mark("<p>a b</p>", q="a", r="a") == "<p>[r# [q# a]] b</p>"


def test_a_block_names_the_questions_that_begin_in_it_in_reading_order():
    parts = cut("<p>a b c</p>\n<p>d e</p>")
    text = text_of(parts)
    quotes = {"late": "c d", "first": "a", "next": "e"}
    blocks = marked(parts, {slug: locate(text, Quote(words)) for slug, words in quotes.items()})
    assert [block.questions for block in blocks] == [("first", "late"), ("next",)]


def test_attributes_are_never_taken_for_text():
    html = '<p><a href="/?a=1&amp;b=%3E" title="meer > minder">meer</a> en minder</p>'
    assert text_of(cut(html)) == "\nmeer en minder\n"
    assert mark(html, q="meer") == html.replace("<a", "[q# <a").replace("</a>", "</a>]")


words = st.text(alphabet="ab &<é\n", min_size=1, max_size=6).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
inline = st.recursive(
    words | st.just("<br>"),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["em", "strong", "code", "a"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
line = st.lists(inline, max_size=4).map("".join)
block = st.one_of(
    line.map("<p>{}</p>".format),
    line.map("<h2>{}</h2>".format),
    st.lists(line, max_size=3).map(lambda items: f"<ul>\n{''.join(f'<li>{one}</li>' for one in items)}</ul>"),
    st.lists(line, max_size=2).map(
        lambda lines: f"<blockquote>{''.join(f'<p>{one}</p>' for one in lines)}</blockquote>"
    ),
    st.just("<hr>"),
)
articles = st.lists(block, min_size=1, max_size=4).map("\n".join)


def is_balanced(html):
    begun = []
    for end, tag in re.findall(r"<(/?)(\w+)[^>]*>", html):
        if end:
            if not begun or begun.pop() != tag:
                return False
        elif tag not in ("br", "hr"):
            begun.append(tag)
    return not begun


@given(articles, st.data())
def test_marking_only_adds_marks(html, data):
    parts = cut(html)
    text = text_of(parts)
    spans = {}
    for slug in data.draw(st.sets(st.sampled_from("qrs"), min_size=1)):
        start = data.draw(st.integers(0, max(0, len(text) - 1)))
        spans[slug] = Span(start, data.draw(st.integers(start, len(text))))
    blocks = marked(parts, spans)
    for part, marked_block in zip(parts, blocks, strict=True):
        assert re.sub(r"</?mark[^>]*>", "", marked_block.html) == part.html
        assert is_balanced(marked_block.html)
        assert not re.search(r"<(?:ul|blockquote)[^>]*>\s*<mark|<mark[^>]*>\s*<(?:li|p)\b", marked_block.html)
    everything = "".join(marked_block.html for marked_block in blocks)
    for slug, span in spans.items():
        has_words = bool("".join(text[span.start : span.end].split()))
        assert everything.count(f'id="question-{slug}"') == has_words
        assert [slug in one.questions for one in blocks].count(True) == has_words
        inside = re.findall(rf'<mark[^>]*data-question="{slug}">', everything)
        assert bool(inside) == has_words


@given(articles, st.data())
def test_all_words_of_a_passage_and_no_others_are_marked(html, data):
    parts = cut(html)
    text = text_of(parts)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    inside, depth = [], 0
    everything = "".join(one.html for one in marked(parts, {"q": span}))
    for token in re.findall(r"<[^>]*>|&\w+;|[^<&]", everything):
        if token.startswith(("<mark", "</mark")):
            depth += -1 if token.startswith("</") else 1
        elif depth and not token.startswith("<"):
            inside.append(unescape(token))
    assert "".join("".join(inside).split()) == "".join(text[span.start : span.end].split())


@given(st.text(alphabet='<>/pab "&;=\n', max_size=60))
def test_broken_html_is_passed_on_as_it_came(html):
    parts = cut(html)
    for part, one in zip(parts, marked(parts, {"q": Span(0, 1000)}), strict=True):
        assert re.sub(r'<mark( id="question-q")? data-question="q">|</mark>', "", one.html) == part.html


@given(articles, st.data())
def test_the_passages_can_be_read_back_from_their_marks(html, data):
    parts = cut(html)
    text = text_of(parts)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    read, spans = spans_of_marks(one.html for one in marked(parts, {"q": span}))
    assert read == text + "\n"
    words = text[span.start : span.end].split()
    assert (text[spans["q"].start : spans["q"].end].split() if spans else []) == words
