"""What house rules must be, and which version somebody agrees to."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.house_rules.models import LONGEST_CHANGES
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.rendered import Profile, Rendered
from forum.lib.text import clean_line

FIRST = 1
# As long as a post may be: longer ones nobody reads. Its headings stand right below that of the page.
PROFILE = Profile(max_source=20_000, max_html=256 * 1024, max_cells=2_000, seconds=2.0, heading_shift=0)


@dataclass(frozen=True, slots=True)
class NewText:
    """House rules in one language, as somebody wants to publish them."""

    body: Rendered
    changes: str


def check_texts(texts: Mapping[str, NewText], current: Mapping[str, str]) -> None:
    """Raises Invalid with every field that has a problem. By locale; `current`: what holds now."""
    problems: dict[str, str] = {}
    for locale, text in texts.items():
        problems |= {
            f"{name}_{locale}": problem
            for name, problem in (
                ("body", _problem_of_body(text.body.source)),
                ("changes", _problem_of_changes(text.changes)),
            )
            if problem
        }
    if not problems and all(text.body.source.strip() == current[key].strip() for key, text in texts.items()):
        first = next(iter(texts))
        problems[f"body_{first}"] = _("These are the rules as they stand: there is nothing to publish yet.")
    if problems:
        raise Invalid(problems)


def _problem_of_body(source: str) -> str | None:
    if not source.strip():
        return _("Write the house rules in this language too.")
    if len(source) > PROFILE.max_source:
        return _(
            "Your text has %(length)s characters. Make it shorter: at most %(most)s.",
            length=len(source),
            most=PROFILE.max_source,
        )
    return None


def _problem_of_changes(changes: str) -> str | None:
    changes = clean_line(changes)
    if not changes:
        return _("Say in one or two sentences what changes. Members read this on every page and in a mail.")
    if len(changes) > LONGEST_CHANGES:
        return _("Say it in at most %(n)s characters.", n=LONGEST_CHANGES)
    return None


def agreed_to(seen: int | None, newest: int) -> int:
    """The version that somebody agrees to: the one they saw, and never one that is yet to come.

    seen: None or any number when the form did not say; then it is the one that holds now.
    """
    return seen if seen is not None and FIRST <= seen <= newest else newest
