"""Which feeds there are, by their addresses: `all`, `questions/<slug>`, `lessons/<a>+<b>` and so on.

That of what one person follows stands apart: its address is a secret, and nothing lists or keeps it.
"""

import re
from dataclasses import dataclass
from enum import Enum

from forum.articles.rules import checked_slug, combined
from forum.lib.errors import NotFound


class Kind(Enum):
    """The value stands in addresses."""

    ALL = "all"
    QUESTION = "questions"
    THREAD = "threads"
    LESSONS = "lessons"
    SHARED = "shared-positions"
    SYNTHESES = "syntheses"
    LOG = "moderation-log"
    PERSONAL = "personal"


WHOLE = frozenset({Kind.ALL, Kind.SHARED, Kind.SYNTHESES, Kind.LOG})
"""Those of which there is one."""


class Elsewhere(Exception):
    """The feed is at another address: its `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Scope:
    """`keys`: the slug of a question, the public id of a thread, slugs of lessons, or somebody's secret."""

    kind: Kind
    keys: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return "/".join((self.kind.value, *(("+".join(self.keys),) if self.keys else ())))


def scope_at(path: str) -> Scope:
    """What is asked for, without looking whether it is there. Raises NotFound for what can be no feed.

    Lessons come as they were typed, each once: in whatever order, and by slug or number. A personal feed is
    none of these.
    """
    name, slash, key = path.partition("/")
    kind = next((each for each in Kind if each.value == name), None)
    if kind in (None, Kind.PERSONAL) or bool(slash) is (kind in WHOLE):
        raise NotFound
    if kind is Kind.LESSONS:
        return Scope(kind, combined(key))
    if kind is Kind.QUESTION:
        return Scope(kind, (checked_slug(key),))
    if kind is Kind.THREAD:
        if not re.fullmatch(r"[a-z0-9]{1,16}", key):
            raise NotFound
        return Scope(kind, (key,))
    return Scope(kind)
