"""What a position, a vote and a reason must be."""

from collections.abc import Iterable

from forum.articles.source import LONGEST_POSITION
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.positions.models import LONGEST_REASON, LONGEST_SOURCE_QUOTE, Choice, PositionState
from forum.positions.wording import normalised

CHOICES = {"agree": Choice.AGREE, "disagree": Choice.DISAGREE, "pass": Choice.PASS}


def choice_named(text: str) -> Choice:
    """Raises Invalid for anything but agree, disagree and pass."""
    try:
        return CHOICES[text]
    except KeyError:
        raise Invalid({"choice": _("Choose agree, disagree or pass.")}) from None


def name_of(choice: Choice) -> str:
    """As it stands in forms and addresses: the reverse of `choice_named`."""
    return choice.name.lower()


def checked_statement(statement: str) -> str:
    """The statement as it is kept. Raises Invalid."""
    if len(statement.strip().splitlines()) > 1:
        raise Invalid({"statement": _("Put your position on one line.")})
    line = clean_line(statement)
    if not normalised(line):
        raise Invalid({"statement": _("Write one sentence that people can agree or disagree with.")})
    if len(line) > LONGEST_POSITION:
        raise Invalid(
            {
                "statement": _(
                    "Your position has %(length)s characters. Make it shorter: at most %(most)s.",
                    length=len(line),
                    most=LONGEST_POSITION,
                )
            }
        )
    return line


def check_new(statement: str, existing: Iterable[str]) -> None:
    """Raises Invalid when one of the existing statements has the same words in the same order."""
    words = normalised(statement)
    for other in existing:
        if normalised(other) == words:
            raise Invalid(
                {"statement": _("This position is there already: “%(statement)s”", statement=other)}
            )


def checked_reason(reason: str) -> str | None:
    """The reason as it is kept, None for an empty one. Raises Invalid."""
    line = clean_line(reason)
    if len(line) > LONGEST_REASON:
        raise Invalid(
            {
                "reason": _(
                    "Your reason has %(length)s characters. Make it shorter: at most %(most)s.",
                    length=len(line),
                    most=LONGEST_REASON,
                )
            }
        )
    return line or None


def checked_quote(quote: str, text: str) -> str:
    """The quote as it is kept. Raises Invalid when it is not in the text. White space does not count."""
    line = clean_line(quote)
    if line not in clean_line(text):
        raise Invalid({"quote": _("Choose a sentence as it stands in the comment.")})
    if len(line) > LONGEST_SOURCE_QUOTE:
        raise Invalid(
            {"quote": _("Choose a shorter part: at most %(most)s characters.", most=LONGEST_SOURCE_QUOTE)}
        )
    return line


def check_stands(state: PositionState, *, is_superseded: bool, is_question_open: bool) -> None:
    """Raises Conflict when the position takes no votes and no better wording any more, with the reason."""
    if state is PositionState.HELD:
        raise Conflict(_("This position waits for a moderator. Come back to it after that."))
    if state is not PositionState.VISIBLE:
        raise Conflict(_("This position was removed."))
    if is_superseded:
        raise Conflict(_("A better wording took the place of this position. Go on with that one."))
    if not is_question_open:
        raise Conflict(_("This question is closed, so its positions stay as they are."))


def check_withdrawable(state: PositionState, *, is_superseded: bool, is_frozen: bool) -> None:
    """Raises Conflict when even its author cannot withdraw the position any more."""
    if is_frozen:
        raise Conflict(_("Somebody voted on this position already. From then on it belongs to everybody."))
    if is_superseded:
        raise Conflict(_("A better wording took the place of this position, so it stays as its history."))
    if state is PositionState.HIDDEN:
        raise Conflict(_("A moderator removed this position."))
