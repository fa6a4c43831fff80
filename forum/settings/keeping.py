"""How long is kept what need not stay. docs/retention.md says the same of everything there is."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class Keeping:
    keep_drafts: int = variable(
        "FORUM_KEEP_DRAFTS",
        values.days,
        "Days after which a text that was not sent is removed.",
        default=90,
    )
    keep_notifications: int = variable(
        "FORUM_KEEP_NOTIFICATIONS",
        values.days,
        "Days after which a notification that was read is removed.",
        default=90,
    )
    keep_unread: int = variable(
        "FORUM_KEEP_UNREAD",
        values.days,
        "Days after which a notification that nobody read is removed.",
        default=365,
    )
    keep_visits: int = variable(
        "FORUM_KEEP_VISITS",
        values.days,
        "Days after a last visit to a conversation after which we forget what was new since.",
        default=730,
    )
    keep_dead_letters: int = variable(
        "FORUM_KEEP_DEAD_LETTERS",
        values.days,
        "Days after which a message that could not be delivered is removed.",
        default=30,
    )
    keep_data_copies: int = variable(
        "FORUM_KEEP_DATA_COPIES",
        values.days,
        "Days after which a copy that somebody asked of their own data is removed.",
        default=7,
    )
    erasure_days: int = variable(
        "FORUM_ERASURE_DAYS",
        values.days,
        "Days in which somebody who wants their account erased can think better of it.",
        default=14,
    )
