"""What waits for a moderator, and how long."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class Moderating:
    hold_first_posts: int = variable(
        "FORUM_HOLD_FIRST_POSTS",
        values.whole_number,
        "How many first threads and comments of a new account wait for a moderator before others see them.",
        default=0,
    )
    hold_positions: bool = variable(
        "FORUM_HOLD_POSITIONS",
        values.boolean,
        "Whether a member's position waits for a moderator before others see it.",
        default=False,
    )
    flag_hides: int = variable(
        "FORUM_FLAG_HIDES",
        values.whole_number,
        "How many things the reports of one person can take out of sight in a day, before a moderator looks.",
        default=3,
    )
    queue_reminder: int = variable(
        "FORUM_QUEUE_REMINDER",
        values.whole_number,
        "Hours after which moderators get a mail about what still waits in the queue; 0: never.",
        default=24,
    )
