"""Languages: the door to gettext for every room. The source language is English, Dutch comes first.

Whole sentences go to the translator: `_("%(n)s replies", n=n)`, never glued parts.
"""

from flask_babel import Babel, force_locale, get_locale, gettext, lazy_gettext, ngettext

LOCALES = ("nl", "en")
DEFAULT_LOCALE = "nl"

_ = gettext
lazy = lazy_gettext
babel = Babel()

__all__ = ["DEFAULT_LOCALE", "LOCALES", "_", "babel", "current_locale", "force_locale", "lazy", "ngettext"]


def current_locale() -> str:
    """The language of whoever is being answered: one of LOCALES."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LOCALES else DEFAULT_LOCALE
