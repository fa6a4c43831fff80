"""What moderators can do: one declared function for each action. `perform` in performing.py runs them.

Importing this package declares them all, in the order in which menus show them.
"""

from forum.moderation.actions import (
    accounts,
    appeals,
    contributions,
    mandates,
    organisations,
    positions,
    questions,
    threads,
)

__all__ = [
    "accounts",
    "appeals",
    "contributions",
    "mandates",
    "organisations",
    "positions",
    "questions",
    "threads",
]
