"""What still has to be told to followers, in pieces; and what somebody looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FollowersToTell:
    """Some followers of one thing: those with an account after `after`, up to `up_to`.

    `what` and `kind` are values of What and FollowKind.
    """

    what: str
    subject_id: int
    kind: str
    target_id: int
    after: int
    up_to: int


@dataclass(frozen=True, slots=True)
class NotificationsSeen:
    """Somebody opened these, or they are gone; a glance, so it may get lost."""

    user_id: int
    ids: list[int]


@dataclass(frozen=True, slots=True)
class MailsDue:
    """Somebody was told of something, and may want a mail about it at once."""
