"""The three formats, by the ending of an address."""

from collections.abc import Callable
from dataclasses import dataclass

from forum.feeds import atom, json_feed, rss
from forum.feeds.entries import Feed


@dataclass(frozen=True, slots=True)
class Format:
    """`media_type` without its charset, which is always UTF-8."""

    ending: str
    name: str
    media_type: str
    write: Callable[[Feed], bytes]


FORMATS = {
    each.ending: each
    for each in (
        Format(atom.ENDING, "Atom", atom.MEDIA_TYPE, atom.write),
        Format(rss.ENDING, "RSS", rss.MEDIA_TYPE, rss.write),
        Format(json_feed.ENDING, "JSON Feed", json_feed.MEDIA_TYPE, json_feed.write),
    )
}
