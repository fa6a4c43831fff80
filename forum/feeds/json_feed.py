"""JSON Feed 1.1."""

import json
from typing import Any

from forum.feeds.entries import Entry, Feed, Tombstone
from forum.feeds.xml import moment
from forum.lib.portable import clean

ENDING = "json"
MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.place.address(ENDING, before=feed.before),
        "description": feed.about,
        "next_url": feed.place.address(ENDING, before=feed.next) if feed.next else None,
        "icon": feed.site.logo,
        "favicon": feed.site.icon,
        "authors": [{"name": feed.site.name}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.site.hub}] if feed.site.hub else None,
        "items": [_removed(one) if isinstance(one, Tombstone) else _item(one) for one in feed.entries],
    }
    return json.dumps(_said(document), ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> dict[str, Any]:
    return _said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "date_published": moment(entry.published),
            "date_modified": moment(entry.updated),
            "authors": [{"name": clean(entry.author)}],
            "tags": [clean(category.label) for category in entry.categories],
        }
    )


def _removed(entry: Tombstone) -> dict[str, Any]:
    return _said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.why,
            "date_modified": moment(entry.removed_at),
        }
    )


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    """Without the fields that say nothing, and without the characters that no format should carry."""
    texts = {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    return {name: value for name, value in texts.items() if value not in (None, "") or name == "content_html"}
