"""One feed in three formats, read back by a reader that people use and by the rules of each format."""

import json
import re
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from forum.feeds import atom, json_feed, rss
from forum.feeds.formats import FORMATS
from tests.unit.feeds.samples import ARCHIVE, ENTRY, FEED, HUB, NASTY, TOMBSTONE, nasty_feed

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_FORMATS = (atom, rss)

in_xml = pytest.mark.parametrize("format", XML_FORMATS, ids=lambda format: format.ENDING)
in_each_format = pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.ending)


def the(element: ElementTree.Element, path: str) -> ElementTree.Element:
    found = element.findall(path)
    assert len(found) == 1, path
    return found[0]


def text(element: ElementTree.Element, path: str) -> str:
    return the(element, path).text or ""


def links(document: bytes) -> dict[str, str]:
    """Those to other documents of the feed, by relation."""
    root = ElementTree.fromstring(document)
    found = [*root.findall(f"{ATOM}link"), *root.findall(f"channel/{ATOM}link")]
    return {rel: link.get("href", "") for link in found if (rel := link.get("rel", "")) != "alternate"}


@in_xml
def test_a_reader_gets_the_whole_entry(format):
    feed = feedparser.parse(format.write(FEED))
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.language, feed.feed.link) == ("Samenspraak", "en", FEED.page)
    entry = next(one for one in feed.entries if one.id == ENTRY.id)
    assert (entry.title, entry.link, entry.author) == (ENTRY.title, ENTRY.url, ENTRY.author)
    assert entry.content[0].value == ENTRY.html
    assert entry.published_parsed[:5] == (2026, 11, 23, 9, 0)
    assert entry.updated_parsed[:5] == (2026, 11, 23, 10, 30)
    assert [tag.scheme for tag in entry.tags] == ["https://forum.example/lessons/"]
    assert "Who is we?" in (entry.tags[0].label, entry.tags[0].term)


def test_atom_has_what_the_standard_asks_for():
    root = ElementTree.fromstring(atom.write(FEED))
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        the(root, f"{ATOM}{name}")
    for entry in root.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "author", "content"):
            the(entry, f"{ATOM}{name}")
    assert [link.get("type") for link in root.findall(f"{ATOM}link")] == ["application/atom+xml", "text/html"]


def test_atom_shows_texts_as_xhtml_so_that_browsers_do_too():
    root = ElementTree.fromstring(atom.write(FEED))
    content = the(root, f"{ATOM}entry/{ATOM}content")
    assert content.get("type") == "xhtml"
    assert [child.tag for child in content] == [f"{XHTML}div"]
    assert the(content, f"{XHTML}div/{XHTML}p/{XHTML}a").get("href") == "https://elsewhere.example/"


def test_what_is_no_xml_comes_as_html():
    broken = replace(FEED, entries=(replace(ENTRY, html="<p>one<br>two"),))
    content = the(ElementTree.fromstring(atom.write(broken)), f"{ATOM}entry/{ATOM}content")
    assert (content.get("type"), content.text) == ("html", "<p>one<br>two")


def test_atom_says_what_an_entry_answers():
    root = ElementTree.fromstring(atom.write(FEED))
    answer = the(root, f"{ATOM}entry/{{http://purl.org/syndication/thread/1.0}}in-reply-to")
    assert answer.get("ref") == ENTRY.answers


def test_in_atom_what_was_removed_leaves_a_tombstone():
    root = ElementTree.fromstring(atom.write(FEED))
    stone = the(root, f"{AT}deleted-entry")
    assert (stone.get("ref"), stone.get("when")) == (TOMBSTONE.id, "2026-11-23T11:00:00Z")
    assert text(stone, f"{AT}comment") == TOMBSTONE.why
    assert TOMBSTONE.id not in [text(entry, f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]


def test_elsewhere_it_leaves_an_entry_that_says_so():
    item = next(one for one in feedparser.parse(rss.write(FEED)).entries if one.id == TOMBSTONE.id)
    assert item.summary == TOMBSTONE.why
    assert "content" not in item
    assert "author" not in item
    item = next(one for one in json.loads(json_feed.write(FEED))["items"] if one["id"] == TOMBSTONE.id)
    assert item["content_text"] == TOMBSTONE.why
    assert not {"content_html", "authors", "tags"} & item.keys()


def test_rss_has_what_its_validator_asks_for():
    channel = the(ElementTree.fromstring(rss.write(FEED)), "channel")
    for name in ("title", "link", "description"):
        assert text(channel, name), name
    assert parsedate_to_datetime(text(channel, "lastBuildDate")) == FEED.updated
    assert text(channel, "image/title") == text(channel, "title")
    assert text(channel, "image/link") == text(channel, "link")
    for item in channel.findall("item"):
        assert the(item, "guid").get("isPermaLink") == "false"
        assert text(item, "pubDate").endswith(" GMT")
        assert text(item, "description")


def test_json_feed_has_what_its_version_asks_for():
    feed = json.loads(json_feed.write(FEED))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://forum.example/feeds/all.json"
    assert (feed["home_page_url"], feed["language"]) == (FEED.page, "en")
    item = feed["items"][1]
    assert (item["id"], item["url"], item["content_html"]) == (ENTRY.id, ENTRY.url, ENTRY.html)
    assert (item["authors"], item["tags"]) == ([{"name": ENTRY.author}], ["Who is we?"])
    assert datetime.fromisoformat(item["date_published"]) == ENTRY.published
    assert datetime.fromisoformat(item["date_modified"]) == ENTRY.updated
    assert "next_url" not in feed
    assert "hubs" not in feed


@in_xml
def test_the_subscription_document_is_the_newest_and_leads_to_the_archive(format):
    at = f"https://forum.example/feeds/all.{format.ENDING}"
    document = format.write(replace(FEED, next="b", archive="c"))
    assert links(document) == {"self": at, "next": f"{at}?before=b", "prev-archive": f"{at}?before=c"}
    assert ElementTree.fromstring(document).find(f".//{FH}archive") is None


@in_xml
def test_an_archive_says_that_it_is_one_and_where_the_newest_is(format):
    at = f"https://forum.example/feeds/all.{format.ENDING}?lang=en"
    document = format.write(ARCHIVE)
    assert links(document) == {
        "self": f"{at}&before=now",
        "current": at,
        "first": at,
        "next": f"{at}&before=next",
        "prev-archive": f"{at}&before=older",
    }
    assert ElementTree.fromstring(document).find(f".//{FH}archive") is not None


def test_a_json_feed_goes_on_at_another_address():
    feed = json.loads(json_feed.write(ARCHIVE))
    assert feed["next_url"] == "https://forum.example/feeds/all.json?lang=en&before=next"
    assert feed["next_url"] != feed["feed_url"]


def test_a_hub_is_named_where_there_is_one():
    for format in XML_FORMATS:
        assert links(format.write(HUB))["hub"] == "https://hub.example/"
        assert "hub" not in links(format.write(FEED))
    assert json.loads(json_feed.write(HUB))["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


@in_xml
def test_a_browser_is_told_how_to_show_it(format):
    start = format.write(FEED).decode().split("<", 3)[2]
    assert start.strip() == '?xml-stylesheet type="text/css" href="/static/css/feed.css"?>'


@in_each_format
@pytest.mark.parametrize(
    "nasty", [NASTY, NASTY * 10, "", " ", "\x00"], ids=["nasty", "more", "", "space", "nul"]
)
def test_whatever_a_text_holds_the_document_stays_whole(format, nasty):
    document = format.write(nasty_feed(nasty)).decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", document)
    if format.ending == "json":
        assert [item["id"] for item in json.loads(document)["items"]] == [TOMBSTONE.id, ENTRY.id]
        return
    root = ElementTree.fromstring(document)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert not feedparser.parse(document.encode()).bozo


@in_each_format
def test_a_name_of_a_megabyte_is_only_long(format):
    document = format.write(nasty_feed("a<é\x00" * 250_000)).decode()
    assert len(document) > 2_000_000


@in_each_format
def test_every_address_is_a_whole_one(format):
    document = format.write(replace(ARCHIVE, site=HUB.site)).decode()
    found = re.findall(r'(?:href|uri|domain|scheme)="([^"]*)"', document.split("?>", 2)[-1])
    if format.ending == "json":
        found = [address for _key, address in re.findall(r'"(\w*url|icon|favicon)":"([^"]*)"', document)]
    assert found
    for address in found:
        assert urlsplit(address).scheme == "https", address


def test_an_empty_feed_is_one_too():
    for format in XML_FORMATS:
        feed = feedparser.parse(format.write(replace(FEED, entries=())))
        assert (feed.bozo, feed.entries) == (False, [])
    assert json.loads(json_feed.write(replace(FEED, entries=())))["items"] == []
