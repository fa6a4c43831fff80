"""Threads and comments as their readers see them: frozen values, so that no template can run SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.discussion.tree import Node
from forum.mandates.speaking import SpokenFor
from forum.permissions import Role


@dataclass(frozen=True, slots=True)
class Author:
    """`public_id` and `role` are for moderators: where to read more, and what they may touch. `handle`: of
    who has a page of their own. `speaks_for`: in whose name they wrote. `is_withheld`: `name` says that it is
    not shown.
    """

    name: str
    perspective: str | None
    organisation: str | None
    public_id: str
    role: Role
    handle: str | None = None
    speaks_for: SpokenFor | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class LessonTag:
    slug: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class QuestionRef:
    slug: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment for its reader; also what `can('comment.edit', comment)` looks at.

    `state` is the value of its CommentState. `html` is empty when this viewer may not read the text.
    """

    public_id: str
    thread_public_id: str
    path: str
    version: int
    html: Markup
    author: Author
    author_id: int
    capacity: str
    posted_at: datetime
    edited_at: datetime | None
    is_new: bool
    is_own: bool
    is_opening: bool
    state: str
    is_visible: bool
    is_held: bool
    is_open: bool
    depth: int
    reply_to: str | None

    @property
    def is_withdrawn(self) -> bool:
        return self.state == "withdrawn"

    @property
    def author_role(self) -> Role:
        return self.author.role


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list. `comments` leaves the opening text out; `new` counts for this viewer."""

    id: int
    public_id: str
    slug: str
    title: str
    excerpt: str
    author: Author
    capacity: str
    comments: int
    new: int
    last_activity_at: datetime
    is_pinned: bool
    is_locked: bool
    lessons: tuple[LessonTag, ...]
    question: QuestionRef


@dataclass(frozen=True, slots=True)
class ThreadView:
    """`state` is the value of its ThreadState. It is open when neither it nor its question was closed.
    `is_curated`: the register knows of it, or another thread went on in it. Also what
    `can('moderation.decide', thread)` looks at.
    """

    id: int
    public_id: str
    slug: str
    title: str
    question: QuestionRef
    lessons: tuple[LessonTag, ...]
    comments: int
    state: str
    author_id: int
    author_role: Role
    is_own: bool
    is_pinned: bool
    is_locked: bool
    is_concluded: bool
    is_curated: bool

    @property
    def is_visible(self) -> bool:
        return self.state == "visible"

    @property
    def is_open(self) -> bool:
        return not self.is_locked and not self.is_concluded


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread. `opening` is None from the second page on; `is_to_be_noted`: see visits.py."""

    thread: ThreadView
    opening: CommentView | None
    nodes: Sequence[Node[CommentView]]
    new: int
    next: str | None
    is_to_be_noted: bool


@dataclass(frozen=True, slots=True)
class CommentSource:
    """A comment as its author typed it, for quoting and editing."""

    public_id: str
    thread_public_id: str
    thread_title: str
    source: str
    version: int
    author: Author
    author_id: int
    posted_at: datetime
    is_opening: bool
    is_visible: bool
    is_held: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Revision:
    version: int
    source: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    threads: int = 0
    comments: int = 0
