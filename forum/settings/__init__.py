"""Settings: environment variables `FORUM_*` or a `.env` file, typed, checked at the start.

Each field of the groups beside this file carries its variable, its default and a line of explanation;
docs/settings.md lists them, and a test compares the two. A wrong value stops the start with one line.
"""

from forum.settings.everything import Settings, documented, settings
from forum.settings.signing_on import Provider
from forum.settings.variables import SettingsError

__all__ = ["Provider", "Settings", "SettingsError", "documented", "settings"]
