"""A line above a page: that something was done, or that something is still to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    kind: str
    text: str
