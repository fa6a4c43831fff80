"""What a synthesis and a mark under it must be."""

import re
from collections.abc import Mapping, Sequence

from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.i18n import _, ngettext
from forum.lib.text import clean_line
from forum.synthesis.models import LONGEST_REMARK, Mark, Slot

MOST_WORDS = 250
"""In the four slots together: who has five minutes reads it whole."""

LONGEST_TEXT = 4000
"""Characters in a slot, addresses of links included; the words are what is meant to be short."""

MOST_POSITIONS = 12
"""In a slot; all others stand below the synthesis."""

WITH_POSITIONS = (Slot.AGREE, Slot.DIFFER)
"""The slots that positions can stand in."""

_WORD = re.compile(r"\S*[^\W_]\S*")


def positions_field(slot: Slot) -> str:
    """How forms call the positions of a slot."""
    return f"{slot.value}_positions"


def words_in(source: str) -> int:
    """What stands between white space and holds a letter or a digit; static/js/synthesis.js counts alike."""
    return len(_WORD.findall(source))


def check_synthesis(sources: Mapping[Slot, str], positions: Mapping[Slot, Sequence[str]]) -> None:
    """positions: public ids. Raises Invalid with every field that has a problem; `words` is the whole."""
    problems: dict[str, str] = {}
    for slot, source in sources.items():
        if len(source) > LONGEST_TEXT:
            problems[slot.value] = _(
                "Your text has %(length)s characters. Make it shorter: at most %(most)s.",
                length=len(source),
                most=LONGEST_TEXT,
            )
    problems |= _problems_with_positions(positions)
    words = sum(map(words_in, sources.values()))
    if not words:
        problems[Slot.AGREE.value] = _("Write something in at least one of the four parts.")
    if words > MOST_WORDS:
        problems["words"] = _(
            "The four parts have %(words)s words together. Make them shorter: at most %(most)s.",
            words=words,
            most=MOST_WORDS,
        )
    if problems:
        raise Invalid(problems)


def _problems_with_positions(positions: Mapping[Slot, Sequence[str]]) -> dict[str, str]:
    problems: dict[str, str] = {}
    for slot, chosen in positions.items():
        if chosen and slot not in WITH_POSITIONS:
            raise ValueError(f"no positions stand in {slot}")
        if len(chosen) > MOST_POSITIONS:
            problems[positions_field(slot)] = ngettext(
                "You chose %(num)s position here. Choose at most %(most)s.",
                "You chose %(num)s positions here. Choose at most %(most)s.",
                len(chosen),
                most=MOST_POSITIONS,
            )
    if set(positions.get(Slot.AGREE, ())) & set(positions.get(Slot.DIFFER, ())):
        problems[positions_field(Slot.DIFFER)] = _(
            "You chose the same position twice: people agree on it, or they differ on it."
        )
    return problems


def mark_named(text: str) -> Mark:
    """Raises Invalid for anything that is not a mark."""
    try:
        return Mark(text)
    except ValueError:
        raise Invalid(
            {"mark": _("Choose recognisable, recognisable with a remark, or not recognisable.")}
        ) from None


def checked_remark(mark: Mark, remark: str) -> str:
    """The remark as it is kept, one paragraph; "" with a mark that takes none. Raises Invalid."""
    if mark is Mark.RECOGNISABLE:
        return ""
    line = clean_line(remark)
    if not line:
        what = (
            _("Write your remark, or choose “recognisable”.")
            if mark is Mark.WITH_REMARK
            else _("Write why you do not recognise it: that helps the moderators to do better.")
        )
        raise Invalid({"remark": what})
    if len(line) > LONGEST_REMARK:
        raise Invalid(
            {
                "remark": _(
                    "Your remark has %(length)s characters. Make it shorter: at most %(most)s.",
                    length=len(line),
                    most=LONGEST_REMARK,
                )
            }
        )
    return line


def check_markable(*, is_participant: bool, is_own: bool) -> None:
    """Raises Refused, with what would help."""
    if is_own:
        raise Refused(
            _("You wrote this version yourself. Whether it is recognisable is for the others to say.")
        )
    if not is_participant:
        raise Refused(
            _(
                "Take part in this question first: vote on a position, propose one, or write in a "
                "conversation. After that you can say whether you recognise the synthesis."
            )
        )


def check_latest(version: int, latest: int) -> None:
    """Raises Conflict when somebody marks another version than the last one."""
    if version != latest:
        raise Conflict(
            _(
                "There is a new version of this synthesis. Reload the page, read that one, and say whether "
                "you recognise it."
            )
        )


def check_replaceable(before: str, after: str, *, is_hidden: bool) -> None:
    """Raises Invalid when a remark that a moderator hid would get another text."""
    if is_hidden and after and after != before:
        raise Invalid(
            {
                "remark": _(
                    "A moderator took your remark away, so it cannot be changed. You can still choose "
                    "“recognisable”, and you can object to the decision."
                )
            }
        )
