"""What things are called on the pages: found in the same catalogue that the pages are translated with."""

import gettext
from collections.abc import Callable

from forum import ROOT

Words = Callable[..., str]


def words(locale: str) -> Words:
    """A function from the English text to that in a language such as `nl-NL`, its `%(parts)s` filled in."""
    folder, language = ROOT / "forum" / "translations", locale.partition("-")[0]
    catalogue = gettext.translation("messages", folder, [language], fallback=True)

    def say(text: str, **parts: str | int) -> str:
        return catalogue.gettext(text) % parts if parts else catalogue.gettext(text)

    return say
