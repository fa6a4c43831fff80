"""Named errors: raised low, shown high.

Rules and services raise them; `forum.web.errors` turns them into pages and `forum.cli` into lines.
Each `message` is a whole sentence for the person who meets it, already in their language.
"""

from typing import Any

from forum.lib.i18n import _


class ForumError(Exception):
    """Something a person can be told. `status` is its HTTP status."""

    status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(ForumError):
    """There is no such thing, or this actor may not know of it."""

    status = 404


class SignInNeeded(ForumError):
    """Only somebody who is signed in can do this; what was typed is kept."""

    status = 401


class Refused(ForumError):
    """This actor may not do this now; the message says why and what would help."""

    status = 403


class Invalid(ForumError):
    """Something is wrong with a form: `fields` maps each field to what to do about it."""

    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values()), ""))
        self.fields = fields


class Stale(ForumError):
    """Somebody changed this in the meantime. `current` is what stands there now."""

    status = 409

    def __init__(self, current: Any, message: str = "") -> None:
        super().__init__(message or _("Somebody changed this in the meantime."))
        self.current = current


class Conflict(ForumError):
    """What somebody wants to change takes no such change (any more); the message says why."""

    status = 409


class TooSoon(ForumError):
    """Too many, too fast. `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(ForumError):
    """The database could not take the change just now: nothing was stored, trying again helps."""

    status = 503
