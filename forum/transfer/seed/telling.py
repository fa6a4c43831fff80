"""Saying how far it is."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Called with how many are done, of how many."""
