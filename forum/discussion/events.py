"""What happened in the discussion."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThreadStarted:
    thread_id: int


@dataclass(frozen=True, slots=True)
class ThreadHeld:
    """It waits for a moderator. ThreadStarted follows when others can read it."""

    thread_id: int


@dataclass(frozen=True, slots=True)
class CommentPosted:
    comment_id: int


@dataclass(frozen=True, slots=True)
class CommentHeld:
    """It waits for a moderator. CommentPosted follows when others can read it."""

    comment_id: int


@dataclass(frozen=True, slots=True)
class CommentEdited:
    comment_id: int


@dataclass(frozen=True, slots=True)
class CommentWithdrawn:
    comment_id: int


@dataclass(frozen=True, slots=True)
class ThreadSeen:
    """Somebody read a thread; a glance, so it may get lost."""

    user_id: int
    thread_id: int
    seen_at: str  # ISO 8601
