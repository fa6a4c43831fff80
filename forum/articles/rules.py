"""Addresses of lessons: what `/lessons/<this>` can mean. And what came of a question."""

import re

from forum.articles.models import LONGEST_OUTCOME
from forum.articles.source import LONGEST_SLUG
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import _
from forum.lib.markdown_source import cleaned
from forum.lib.text import nfc

# More lessons in one address than any article has: somebody is trying something.
MOST_COMBINED = 12
_SLUG = re.compile(rf"[a-z0-9-]{{1,{LONGEST_SLUG}}}")


def checked_slug(slug: str) -> str:
    """The slug, when it can be one at all. Raises NotFound."""
    if not _SLUG.fullmatch(slug):
        raise NotFound
    return slug


def is_number(term: str) -> bool:
    """Whether this means a lesson by its number; no slug begins with a digit."""
    return re.fullmatch(r"[1-9][0-9]?", term) is not None


def combined(terms: str) -> tuple[str, ...]:
    """The slugs or numbers in `2+4` or `wie-is-wij+gedeelde-waarden`, each once. Raises NotFound."""
    found = tuple(dict.fromkeys(checked_slug(term) for term in terms.split("+")))
    if len(found) > MOST_COMBINED:
        raise NotFound
    return found


def checked_outcome(outcome: str) -> str:
    """The outcome as it is kept: plain text, in paragraphs. Raises Invalid."""
    text = nfc(cleaned(outcome)).strip()
    if not text:
        raise Invalid({"outcome": _("Write in a few sentences what came of this question.")})
    if len(text) > LONGEST_OUTCOME:
        raise Invalid(
            {
                "outcome": _(
                    "The outcome has %(length)s characters. Make it shorter: at most %(most)s.",
                    length=len(text),
                    most=LONGEST_OUTCOME,
                )
            }
        )
    return text
