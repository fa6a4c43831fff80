"""What Markdown becomes, and that nothing else can come of it."""

import html
from itertools import product

import pytest

from forum.lib.markdown import REL, TooMuch, to_html
from tests.strict_html import LISTED, inspect


def shown(text: str, *, heading_shift: int = 2, max_cells: int = 2_000, max_html: int = 262_144) -> str:
    return to_html(text, heading_shift=heading_shift, max_cells=max_cells, max_html=max_html)


def link(href: str, text: str) -> str:
    return f'<a href="{html.escape(href)}" rel="{REL}">{html.escape(text)}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een *zin* met **nadruk**.", "<p>Een <em>zin</em> met <strong>nadruk</strong>.</p>"),
        ("~~oud~~ nieuw", "<p><del>oud</del> nieuw</p>"),
        ("eerste regel\ntweede regel", "<p>eerste regel<br>\ntweede regel</p>"),
        ("> citaat", "<blockquote>\n<p>citaat</p>\n</blockquote>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("3. drie\n4. vier", '<ol start="3">\n<li>drie</li>\n<li>vier</li>\n</ol>'),
        ("```python\nif a < b:\n```", '<pre><code class="language-python">if a &lt; b:\n</code></pre>'),
        ("budget_2027_definitief en 5 * 3 * 2", "<p>budget_2027_definitief en 5 * 3 * 2</p>"),
        ("R&D kost < 3% &amp; > 1%", "<p>R&amp;D kost &lt; 3% &amp; &gt; 1%</p>"),
        ("#samen en # zijn geen kop", "<p>#samen en # zijn geen kop</p>"),
        ("", ""),
    ],
)
def test_ordinary_markdown_becomes_html(text: str, expected: str):
    assert shown(text) == expected


def test_a_table_keeps_its_alignment():
    table = shown("rol | aantal\n:-- | --:\ninkoop | 3")
    assert '<th align="left">rol</th>' in table
    assert '<td align="right">3</td>' in table


def test_raw_html_is_shown_as_it_was_typed():
    assert shown("<b>vet</b> <script>x</script>") == (
        "<p>&lt;b&gt;vet&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>"
    )
    assert shown('<div onclick="x">\nblok\n</div>').count("&lt;") == 2


@pytest.mark.parametrize(("typed", "level"), [("#", 3), ("##", 4), ("###", 5), ("####", 6), ("######", 6)])
def test_headings_in_a_post_stay_below_those_of_the_page(typed: str, level: int):
    assert shown(f"{typed} Kop") == f"<h{level}>Kop</h{level}>"


def test_an_article_keeps_its_headings_but_never_takes_the_title():
    assert shown("# A\n\n## B\n\n### C #", heading_shift=0) == "<h2>A</h2>\n<h2>B</h2>\n<h3>C</h3>"


def test_neither_a_heading_nor_a_link_is_empty():
    assert "<h" not in shown("# ![]()")
    assert shown("[](https://a.nl)") == f"<p>{link('https://a.nl', 'https://a.nl')}</p>"


@pytest.mark.parametrize(
    ("typed", "address", "around"),
    [
        ("https://a.nl", "https://a.nl", "{}"),
        ("Zie https://a.nl.", "https://a.nl", "Zie {}."),
        ("(zie https://a.nl/b_(c))!", "https://a.nl/b_(c)", "(zie {})!"),
        ("https://a.nl/_b_/*c*?d=1&copy=2", "https://a.nl/_b_/*c*?d=1&copy=2", "{}"),
        ("**https://a.nl/b**", "https://a.nl/b", "<strong>{}</strong>"),
        ("HTTP://A.NL/é", "HTTP://A.NL/é", "{}"),
        ("https://a.nl))))", "https://a.nl", "{}))))"),
        ("<https://a.nl>", "https://a.nl", "{}"),
    ],
)
def test_a_bare_address_becomes_a_link(typed: str, address: str, around: str):
    assert shown(typed) == f"<p>{around.format(link(address, address))}</p>"


@pytest.mark.parametrize(
    "typed", ["`https://a.nl`", "    https://a.nl", "```\nhttps://a.nl\n```", "xhttps://a.nl", "http://"]
)
def test_addresses_in_code_and_in_words_are_left_alone(typed: str):
    assert "<a" not in shown(typed)


def test_an_address_in_the_text_of_a_link_is_not_a_second_link():
    assert shown("[https://a.nl](https://b.nl)") == f"<p>{link('https://b.nl', 'https://a.nl')}</p>"


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://a.nl/?b=1&c=2", "https://a.nl/?b=1&c=2"),
        ("www.vng.nl", "https://www.vng.nl"),
        ("/threads/abc#x", "/threads/abc#x"),
        ("#kop", "#kop"),
        ("mailto:a@b.nl", "mailto:a@b.nl"),
        ("<https://a.nl/een twee>", "https://a.nl/een%20twee"),
    ],
)
def test_links_lead_where_they_may(typed: str, href: str):
    assert shown(f"[lees]({typed})") == f"<p>{link(href, 'lees')}</p>"


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "//evil.nl",
        "/\\\\evil.nl",
        "/&#47;evil.nl",
        "/&Tab;/evil.nl",
        "data:text/html,x",
        "java&Tab;script:x",
        "javascript&colon;x",
        "&#106;avascript:x",
        "vbscript:x",
        "ftp://a.nl",
        "pagina.html",
        "",
    ],
)
def test_other_links_keep_only_their_text(typed: str):
    assert shown(f"[lees]({typed})") == "<p>lees</p>"


def test_a_mail_address_in_angle_brackets_becomes_a_link():
    assert shown("<a@b.nl>") == f"<p>{link('mailto:a@b.nl', 'a@b.nl')}</p>"


def test_an_image_is_a_link_with_its_description():
    assert shown("![schema](https://a.nl/x.png)") == f"<p>{link('https://a.nl/x.png', 'schema')}</p>"
    assert shown("[![schema](https://a.nl/x.png)](/b)") == f"<p>{link('/b', 'schema')}</p>"
    assert shown("![schema](javascript:x)") == "<p>schema</p>"


def test_invisible_characters_cannot_be_spelled_as_entities():
    assert shown("a&#x202e;b&#2;c&#0;d&#xd800;e &copy;") == "<p>abcde &copy;</p>"
    assert shown("`&#x202e;`") == "<p><code>&amp;#x202e;</code></p>"


def test_too_many_cells_or_too_much_html_is_refused():
    with pytest.raises(TooMuch, match="cells"):
        shown("a|b\n-|-\n" + "1|2\n" * 20, max_cells=40)
    with pytest.raises(TooMuch, match="HTML"):
        shown("&" * 100, max_html=400)


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//e.nl>",
    "<a href=javascript:alert(1)>x</a>",
    '"><script>alert(1)</script>',
    "<math><mi//xlink:href='data:x'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x]( javascript:a)",
    "[x](&#x6A;avascript:a)",
    "[x](java\nscript:a)",
    "[x](\\javascript:a)",
    "[x](/\\/e.nl)",
    "[x](/\\\\e.nl)",
    "[x](/&amp;#47;e.nl)",
    "[x](&amp;#106;avascript:a)",
    "[x](https:javascript:a)",
    "[x](data:text/html;base64,PHM)",
    '[x](/a "t\\" onmouseover=alert(1) \\"")',
    "[x](/a '\"onfocus=a autofocus')",
    '[x](/a"onclick="a)',
    "![x](javascript:a)",
    '![" onerror="a](/x)',
    '![x](/a"onerror=a)',
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x][1]\n\n[1]: <javascript:a> "t"',
    "<javascript:alert(1)>",
    '<https://a.nl/"onclick=a>',
    '<a@b"onclick=a>',
    'https://a.nl/"onmouseover=alert(1)',
    "https://a.nl/'><script>a</script>",
    "https://a.nl/`<b>`",
    '``` "onclick=a\nx\n```',
    "```{.x #y onclick=a}\nz\n```",
    '```a" onclick="b\nz\n```',
    "~~~x onclick=a\nz\n~~~",
    "<!--><script>a</script>-->",
    "<![CDATA[<script>a</script>]]>",
    "<?php a ?>",
    "</p><script>a</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;a",
    "&amp;lt;script&amp;gt;",
    "<style>*{}</style>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>a",
    "<noscript><p title='</noscript><img src=x onerror=a>'>",
    "\x02wzxhzdk:0\x03<b>",
    "\x02klzzwxh:0000\x03",
    "`<script>a</script>`",
    "**<b onclick=a>**",
    "\\<script>a",
    "<form action=/x><input name=y>",
    "<base href=//e.nl>",
    "<meta http-equiv=refresh content=0>",
    'a|b\n:-"x|-\nc|d',
]
SURROUNDINGS = [
    "{}", "tekst {} tekst", "**{}**", "_{}_", "~~{}~~", "`{}", "> {}", "- {}", "1. {}", "# {}", "[{}](/a)",
    "[a]({})", "![{}](/a)", "a|b\n-|-\n{}|{}", "    {}", "```\n{}\n```", "```\n{}", "<div>\n{}\n</div>",
    "https://a.nl/{}", "<https://a.nl/{}>", "[a]: {}\n\n[a]", '[a](/b "{}")', "{}\n===",
]  # fmt: skip


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_no_script_survives(surrounding: str):
    for script in SCRIPTS:
        inspect(shown(surrounding.replace("{}", script)))


def test_no_pair_of_scripts_completes_another():
    for first, second in product(SCRIPTS, SCRIPTS[::7]):
        inspect(shown(first + second))


def test_an_article_is_sanitised_like_any_other_text():
    for script in SCRIPTS:
        inspect(shown(f"# {script}\n\n{script}", heading_shift=0), LISTED | {"h2"})
