"""A name that somebody did not want to be shown with a text. Moderators find the account behind it."""

from forum.lib.i18n import _


def shown_name(name: str | None) -> str:
    """name: empty where it is withheld; statements give it so, and the name itself goes nowhere."""
    return name or _("Name known to the moderators")
