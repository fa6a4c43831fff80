"""What somebody follows and what they heard, as their pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.following.models import Cadence, FollowKind, What


@dataclass(frozen=True, slots=True)
class FollowView:
    """Whether and how somebody follows one thing. `ref`: what forms call it; `cadence`: None for never."""

    ref: str
    cadence: Cadence | None
    is_automatic: bool = False

    @property
    def key(self) -> str:
        """For ids on a page."""
        return self.ref.replace(":", "-")

    @property
    def is_on(self) -> bool:
        return self.cadence not in (None, Cadence.OFF)


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """One thing in the list of what somebody follows. `title` is empty for what was taken away since."""

    kind: FollowKind
    name: str
    title: str
    since: datetime
    follow: FollowView


@dataclass(frozen=True, slots=True)
class FollowedGroup:
    kind: FollowKind
    rows: Sequence[FollowedRow]


@dataclass(frozen=True, slots=True)
class FollowPage:
    """`is_automatic`: one follows what one takes part in. `hears_mentions`: one is told of each.
    `feed_made_at`: when the address of one's own feed was made, None without one. `next`: the cursor to the
    rest, or None.
    """

    groups: Sequence[FollowedGroup]
    is_automatic: bool
    hears_mentions: bool
    feed_made_at: datetime | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a notification tells, as it stands now; empty where a kind has no such thing.

    `place`: what stands in the address of its page, and `number` the version of a synthesis. `who` did it.
    `words`: a title, a statement, or how a text begins. `detail`: what it came to. `gone`: `hidden` or
    `withdrawn` since, and then there are no words.
    """

    what: What
    place: str
    who: str
    words: str
    detail: str
    number: int
    gone: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notification. `told` is None when what it speaks of is no more."""

    id: int
    at: datetime
    is_unread: bool
    told: Told | None


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """What happened in one thing, or by itself when `kind` is None.

    `title` is empty for what was taken away since; `lines`: the newest of `count`, `unread` of all.
    """

    kind: FollowKind | None
    name: str
    title: str
    count: int
    unread: int
    lines: Sequence[NoticeLine]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """`newest`: the id of the newest on this page, 0 for none. `next`: the cursor to older ones, or None."""

    groups: Sequence[NoticeGroup]
    newest: int
    next: str | None
