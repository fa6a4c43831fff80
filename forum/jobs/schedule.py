"""What the worker does by the clock. A room registers its functions; each must be safe to run twice."""

from collections.abc import Callable

Chore = Callable[[], object]

HOURLY: list[Chore] = []
DAILY: list[Chore] = []


def hourly(chore: Chore) -> Chore:
    HOURLY.append(chore)
    return chore


def daily(chore: Chore) -> Chore:
    """Once a night."""
    DAILY.append(chore)
    return chore
