"""Addresses of lessons: what `/lessons/<this>` can mean."""

import re

from forum.articles.source import LONGEST_SLUG
from forum.lib.errors import NotFound

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
