"""What a position, a vote and a reason must be."""

from collections.abc import Iterable

from forum.articles.source import LONGEST_POSITION
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.positions.models import (
    LONGEST_REASON,
    LONGEST_SOURCE_QUOTE,
    Choice,
    Position,
    PositionState,
)
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


def check_stands(
    state: PositionState, *, is_superseded: bool, is_question_open: bool, is_merged: bool = False
) -> None:
    """Raises Conflict when the position takes no votes and no better wording any more, with the reason."""
    if state is PositionState.HELD:
        raise Conflict(_("This position waits for a moderator. Come back to it after that."))
    if state is not PositionState.VISIBLE:
        raise Conflict(_("This position was removed."))
    if is_merged:
        raise Conflict(
            _("Another position says the same, and has the votes of this one. Go on with that one.")
        )
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
    if state in (PositionState.HIDDEN, PositionState.TAKEN_OUT):
        raise Conflict(_("A moderator removed this position."))


def check_showable(state: PositionState) -> None:
    """Raises Conflict when a moderator cannot give this position (back) to readers."""
    if state is PositionState.VISIBLE:
        raise Conflict(_("Everybody can read this position already."))
    if state is PositionState.WITHDRAWN:
        raise Conflict(_("Its author withdrew this position, so it stays withdrawn."))


def check_takable(state: PositionState, to: PositionState) -> None:
    """Raises Conflict when a moderator cannot take this position out of sight, in this way."""
    if state is PositionState.VISIBLE or (
        state is PositionState.HELD and to in (PositionState.HIDDEN, PositionState.TAKEN_OUT)
    ):
        return
    raise Conflict(
        {
            PositionState.HELD: _("This position waits for a moderator already."),
            PositionState.HIDDEN: _("A moderator hid this position already."),
            PositionState.TAKEN_OUT: _("A moderator took this position out already."),
            PositionState.WITHDRAWN: _("Its author withdrew this position, so nobody else sees it."),
        }[state]
    )


def check_mergeable(position: Position, into: Position) -> None:
    """Raises Conflict when `position` must keep its votes, Invalid at `into` when that one takes none."""
    if position.superseded_by_id is not None:
        raise Conflict(_("Another position took the place of this one already."))
    if position.state is PositionState.HELD:
        raise Conflict(_("This position waits for a moderator. Let it through first, or take it out."))
    if not position.is_visible:
        raise Conflict(_("This position is not shown, so its votes stay where they are."))
    if into.id == position.id:
        problem = _("Choose another position: this one cannot be joined with itself.")
    elif into.question_id != position.question_id:
        problem = _("Choose a position on the same question.")
    elif into.superseded_by_id is not None:
        problem = _("Another position took the place of that one. Choose the one that takes votes now.")
    elif not into.is_visible or into.is_meta:
        problem = _("Choose a position that everybody can vote on.")
    else:
        return
    raise Invalid({"into": problem})
