"""What a thread and a comment must be."""

from collections.abc import Collection, Mapping

from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.i18n import _
from forum.lib.rendered import MAX_SOURCE
from forum.lib.text import clean_line

TITLE_AT_LEAST = 5
TITLE_AT_MOST = 200
# More would push what is alive out of sight on a phone.
MOST_PINNED = 3


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


def check_withholding(is_withheld: bool, *, is_allowed: bool, has_mandate: bool) -> None:
    """Whether somebody may leave their name out. Raises Invalid at `withhold`."""
    if is_withheld and not is_allowed:
        raise Invalid({"withhold": _("On this forum every text shows who wrote it.")})
    if is_withheld and has_mandate:
        raise Invalid(
            {"withhold": _("Who speaks for an organisation does so by name. Choose one of the two.")}
        )


def check_question(*, is_concluded: bool) -> None:
    """Raises Refused: a text in a thread of a concluded question is neither added nor changed."""
    if is_concluded:
        raise Refused(_("This question is concluded. Its conversations can be read, and take no new texts."))


def waits(first_posts: int, *, visible: int, is_vouched_for: bool, is_staff: bool) -> bool:
    """Whether a new text waits for a moderator, as the first ones of an account do.

    first_posts: how many of them wait, 0 for none; visible: how many texts of this account others can read.
    """
    return visible < first_posts and not is_vouched_for and not is_staff


def check_title(title: str) -> None:
    """Raises Invalid."""
    _raise_any(title=checked_title(title))


def check_lessons(chosen: Collection[str], known: Collection[str]) -> None:
    """Raises Invalid."""
    _raise_any(lessons=checked_lessons(chosen, known))


def check_pinnable(*, is_visible: bool, is_pinned: bool, pinned: int) -> None:
    """Whether a thread can stand above the others of its question, of which `pinned` do so already.

    Raises Conflict.
    """
    if is_pinned:
        raise Conflict(_("This conversation is pinned already."))
    if not is_visible:
        raise Conflict(_("Only a conversation that everybody can read can be pinned."))
    if pinned >= MOST_PINNED:
        raise Conflict(
            _(
                "At most %(n)s conversations of a question can be pinned. Unpin another one first.",
                n=MOST_PINNED,
            )
        )


def check_split(
    title: str,
    lessons: Collection[str],
    *,
    known_lessons: Collection[str],
    chosen: Collection[str],
    readable: Mapping[str, bool],
) -> None:
    """Whether the chosen comments can become a thread. Raises Invalid with every field that has a problem.

    readable: each comment of the thread in the order of writing, and whether everybody can read it.
    """
    _raise_any(
        comments=checked_choice(chosen, readable),
        title=checked_title(title),
        lessons=checked_lessons(lessons, known_lessons),
    )


def checked_choice(chosen: Collection[str], readable: Mapping[str, bool]) -> str | None:
    if not chosen:
        return _("Choose at least one comment.")
    if not set(chosen) <= readable.keys():
        return _("Choose comments of this conversation only.")
    if next(iter(readable)) in chosen:
        return _("The opening text stays where it is. Choose comments below it.")
    if not next(can_read for one, can_read in readable.items() if one in chosen):
        return _(
            "The first of these comments becomes the opening text, and not everybody can read that one. "
            "Choose another one as the first."
        )
    return None


def check_mergeable(*, is_same: bool, are_visible: bool, are_concluded: bool) -> None:
    """Whether one thread can go on in another. Raises Conflict.

    are_visible: both of them; are_concluded: the question of either.
    """
    if is_same:
        raise Conflict(_("A conversation cannot be merged with itself. Choose another one."))
    if not are_visible:
        raise Conflict(_("Only conversations that everybody can read can be merged."))
    if are_concluded:
        raise Conflict(_("A concluded question keeps its conversations as they are."))


def _raise_any(**problems: str | None) -> None:
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise Invalid(found)
