"""What a setting is made of: its variable, how its text is read, and a line of explanation."""

from collections.abc import Callable
from dataclasses import field
from typing import Any


class SettingsError(Exception):
    """A variable has a value that cannot be used; the message is one line that says how to mend it."""


def variable(name: str, parse: Callable[[str], Any], about: str, **default: Any) -> Any:
    """`parse` raises ValueError, with what to use instead."""
    return field(metadata={"name": name, "parse": parse, "about": about}, **default)
