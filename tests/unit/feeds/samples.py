"""Feeds to write in each format."""

from dataclasses import replace
from datetime import UTC, datetime

from forum.feeds.entries import Category, Entry, Feed, Place, Site, Tombstone

SITE = Site(
    name="Samenspraak",
    chooser="https://forum.example/feeds",
    style="/static/css/feed.css",
    icon="https://forum.example/icon.png",
    logo="https://forum.example/logo.png",
)
ENTRY = Entry(
    id="tag:forum.example,2026:comment/abc",
    url="https://forum.example/comments/abc",
    title="Alice in “What is we?”",
    html='<p>We &amp; <a href="https://elsewhere.example/">they</a>.</p>',
    summary="We & they.",
    author="Alice, Municipality, on behalf of Anytown",
    published=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    updated=datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
    categories=(Category("we", "https://forum.example/lessons/", "Who is we?"),),
    answers="tag:forum.example,2026:comment/xyz",
)
TOMBSTONE = Tombstone(
    id="tag:forum.example,2026:comment/gone",
    url="https://forum.example/comments/gone",
    title="Removed",
    why="Removed by moderation: Spam or advertising.",
    removed_at=datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
)
FEED = Feed(
    id="tag:forum.example,2026:feed/en/all",
    title="Samenspraak",
    about="Everything new.",
    page="https://forum.example/",
    place=Place("https://forum.example/feeds/all"),
    language="en",
    updated=datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
    entries=(TOMBSTONE, ENTRY),
    site=SITE,
    ways=(("Read it on the forum", "https://forum.example/"),),
)
ARCHIVE = replace(FEED, before="now", next="next", archive="older", place=replace(FEED.place, language="en"))
HUB = replace(FEED, site=replace(SITE, hub="https://hub.example/"))

# Controls, lone surrogates, what only looks like a character, and markup.
NASTY = "\x00\x01\x0b\x1b\x7f\x85\ud800\udfff\ufffe\uffff</title>]]><script>&amp;&nbsp;\"'\r\n\u2028é😀"


def nasty_feed(text: str = NASTY) -> Feed:
    category = Category(text, text, text)
    entry = replace(ENTRY, title=text, html=text, summary=text, author=text, categories=(category,))
    tombstone = replace(TOMBSTONE, why=text, title=text)
    return replace(FEED, title=text, about=text, entries=(tombstone, entry))
