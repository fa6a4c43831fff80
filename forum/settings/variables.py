"""What a setting is made of: its variable, how its text is read, and a line of explanation."""

from collections.abc import Callable
from dataclasses import field
from typing import Any

from forum.lib import setting_values as values


class SettingsError(Exception):
    """A variable has a value that cannot be used; the message is one line that says how to mend it."""


def variable(name: str, parse: Callable[[str], Any], about: str, **default: Any) -> Any:
    """`parse` raises ValueError, with what to use instead."""
    return field(metadata={"name": name, "parse": parse, "about": about}, **default)


def members(name: str, prefix: str, of: type, about: str) -> Any:
    """A list of names, each of which has variables of its own: the fields of the dataclass `of`.

    prefix: of those variables, with {} for the name in capitals. The value is a tuple of `of`.
    """
    metadata = {"name": name, "parse": values.short_names, "about": about, "prefix": prefix, "of": of}
    return field(metadata=metadata, default=())
