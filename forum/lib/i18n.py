"""Languages: the door to gettext for every room. The source language is English, Dutch comes first.

Whole sentences go to the translator: `_("%(n)s replies", n=n)`, never glued parts.
"""

from babel.numbers import format_decimal
from flask_babel import Babel, force_locale, get_domain, get_locale, gettext, lazy_gettext

LOCALES = ("nl", "en")
DEFAULT_LOCALE = "nl"

_ = gettext
lazy = lazy_gettext
babel = Babel()

__all__ = ["DEFAULT_LOCALE", "LOCALES", "_", "babel", "current_locale", "force_locale", "lazy", "ngettext"]


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form for `num`, which is written as the language writes it: 2.273 in Dutch, 2,273 in English."""
    form = get_domain().get_translations().ungettext(singular, plural, num)
    return form % {"num": format_decimal(num, locale=current_locale()), **values}


def current_locale() -> str:
    """The language of whoever is being answered: one of LOCALES."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LOCALES else DEFAULT_LOCALE
