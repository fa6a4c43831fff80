"""When a position is shared, and what is shown of votes. docs/positions.md explains the numbers."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class Sharing:
    shared_votes: int = variable(
        "FORUM_SHARED_VOTES",
        values.whole_number,
        "Agrees and disagrees that every core perspective needs before a position can be shared.",
        default=5,
    )
    shared_evidence: float = variable(
        "FORUM_SHARED_EVIDENCE",
        values.number(1, 1000),
        "Evidence (e-value) that every core perspective needs; see the page on the method.",
        default=4.0,
    )
    shared_until: float = variable(
        "FORUM_SHARED_UNTIL",
        values.number(1, 1000),
        "Evidence of a core perspective below which a shared position is no longer shared.",
        default=4 / 3,
    )
    shared_passes: float = variable(
        "FORUM_SHARED_PASSES",
        values.number(0, 1),
        "Share of passes from which a position cannot be shared.",
        default=0.4,
    )
    shown_voters: int = variable(
        "FORUM_SHOWN_VOTERS",
        values.whole_number,
        "Voters that a row of results needs to be shown; at least 5 keeps votes secret.",
        default=5,
    )
    shown_step: int = variable(
        "FORUM_SHOWN_STEP",
        values.whole_number,
        "Votes that must have changed in a row of results before its numbers move.",
        default=3,
    )
    trusted_days: int = variable(
        "FORUM_TRUSTED_DAYS",
        values.whole_number,
        "Days after which an account's votes can change a standing by themselves.",
        default=7,
    )
    analysis_delay: int = variable(
        "FORUM_ANALYSIS_DELAY",
        values.whole_number,
        "Seconds that votes on a question are gathered before they are analysed.",
        default=10,
    )
