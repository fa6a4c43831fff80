"""What a thread and a comment must be."""

from collections.abc import Collection

from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.rendered import MAX_SOURCE
from forum.lib.text import clean_line

TITLE_AT_LEAST = 5
TITLE_AT_MOST = 200


def checked_title(title: str) -> str | None:
    """The problem with a title, None when there is none."""
    title = clean_line(title)
    if not title:
        return _("Give the conversation a title.")
    if len(title) < TITLE_AT_LEAST:
        return _("Make the title a bit longer: at least %(n)s characters.", n=TITLE_AT_LEAST)
    if len(title) > TITLE_AT_MOST:
        return _("Make the title shorter: at most %(n)s characters.", n=TITLE_AT_MOST)
    return None


def checked_body(source: str) -> str | None:
    if not source.strip():
        return _("Write something first.")
    if len(source) > MAX_SOURCE:
        return _(
            "Your text has %(length)s characters. Make it shorter: at most %(most)s.",
            length=len(source),
            most=MAX_SOURCE,
        )
    return None


def checked_lessons(chosen: Collection[str], known: Collection[str]) -> str | None:
    if not chosen:
        return _("Choose at least one lesson that this is about.")
    if not set(chosen) <= set(known):
        return _("Choose lessons from the list.")
    return None


def check_thread(title: str, source: str, lessons: Collection[str], known_lessons: Collection[str]) -> None:
    """Raises Invalid with every field that has a problem."""
    _raise_any(
        title=checked_title(title), body=checked_body(source), lessons=checked_lessons(lessons, known_lessons)
    )


def check_comment(source: str) -> None:
    """Raises Invalid."""
    _raise_any(body=checked_body(source))


def _raise_any(**problems: str | None) -> None:
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise Invalid(found)
