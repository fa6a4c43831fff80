"""What a report must be, whether it takes something out of sight, and what it may not be used for."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from math import ceil
from urllib.parse import urlsplit

from forum.lib.errors import Invalid
from forum.lib.i18n import _, ngettext
from forum.lib.markdown_source import cleaned
from forum.lib.text import nfc
from forum.moderation.grounds import rule_of
from forum.moderation.kinds import Ground, Kind
from forum.moderation.models import LONGEST_EXPLANATION

NEEDS_EXPLANATION = frozenset({Ground.ILLEGAL, Ground.OTHER})
# These always work. On any other ground, who has just answered something first lets it rest.
SERIOUS = frozenset({Ground.ILLEGAL, Ground.CLIENT_DATA, Ground.TENDER})
RESTS_FOR = timedelta(hours=1)
# What somebody's reports hide is counted over this span; an account that is younger hides nothing.
HIDES_WITHIN = timedelta(days=1)
# In days, by urgency: what a reporter is told.
ANSWERED_WITHIN = {1: 1, 2: 2, 3: 2}
AT_LAST = 7

_PLACE = re.compile(r"/(comments|threads|positions|remarks)/([a-z0-9]{1,20})(/[^/]*)?/?")
_COMMENT_IN_THREAD = re.compile(r"comment-([a-z0-9]{1,20})")
_KINDS = {
    "comments": Kind.COMMENT,
    "threads": Kind.THREAD,
    "positions": Kind.POSITION,
    "remarks": Kind.REMARK,
}


def checked_explanation(value: str, ground: Ground) -> str:
    """As it is kept. Raises Invalid at `explanation`."""
    # A far too long text is judged by its beginning: it is refused anyway.
    text = cleaned(nfc(value[: 10 * LONGEST_EXPLANATION])).strip()
    if not text and ground in NEEDS_EXPLANATION:
        raise Invalid({"explanation": _("Tell us what is wrong, so that a moderator can judge it.")})
    if len(text) > LONGEST_EXPLANATION:
        message = _(
            "Your text has %(length)s characters. Make it shorter: at most %(most)s.",
            length=len(value),
            most=LONGEST_EXPLANATION,
        )
        raise Invalid({"explanation": message})
    return text


def check_good_faith(is_good_faith: bool) -> str:
    if not is_good_faith:
        raise Invalid({"good_faith": _("Tick the box to show that you report this in good faith.")})
    return ""


def check_temper(ground: Ground, answered_at: datetime | None, now: datetime) -> None:
    """A report is no way to win an argument. `answered_at`: when the reporter last answered what they report.

    Raises Invalid at `ground` within an hour of that, unless the ground is a serious one.
    """
    if ground in SERIOUS or answered_at is None or now - answered_at >= RESTS_FOR:
        return
    minutes = ceil((answered_at + RESTS_FOR - now) / timedelta(minutes=1))
    reason = ngettext(
        "You have just answered this, and a report is not for a difference of opinion. Wait %(num)s minute "
        "or choose another ground: what is illegal, or about a client or a tender, you can report now.",
        "You have just answered this, and a report is not for a difference of opinion. Wait %(num)s minutes "
        "or choose another ground: what is illegal, or about a client or a tender, you can report now.",
        minutes,
    )
    raise Invalid({"ground": reason})


def hides_at_once(
    ground: Ground,
    *,
    joined_at: datetime,
    is_vouched_for: bool,
    hidden: int,
    most: int,
    was_let_stand: bool,
    now: datetime,
) -> bool:
    """Whether this report takes the thing out of sight until a moderator looks.

    hidden: what this person's reports hid within a day. was_let_stand: a moderator looked at it for this
    ground and left it, or gave it back; what somebody reports after that waits for a moderator too.
    """
    is_known = is_vouched_for or now - joined_at >= HIDES_WITHIN
    return rule_of(ground).hides_at_once and is_known and hidden < most and not was_let_stand


def automatic_reason(ground: Ground) -> str:
    """What the author reads of something that a report took out of sight."""
    if ground is Ground.CLIENT_DATA:
        return _(
            "Somebody reported that a client or resident can be recognised by this. Until a moderator has "
            "looked, only you and the moderators can see it."
        )
    return _(
        "Somebody reported that this is about a tender that is still open. Until a moderator has looked, "
        "only you and the moderators can see it."
    )


def answered_within(ground: Ground) -> int:
    """Days within which we mean to answer a report."""
    return ANSWERED_WITHIN.get(rule_of(ground).urgency, AT_LAST)


def ref_at(place: str, hosts: Collection[str]) -> str:
    """`comment:abc` for the address of something here that can be reported, as people copy it: whole, or from
    the path on. A comment in its thread is that comment. hosts: the names of this forum.

    Raises Invalid at `place` for anything else.
    """
    typed = place.strip()
    try:
        parts = urlsplit(typed if typed.startswith("/") or "://" in typed else f"//{typed}")
        is_web = parts.scheme in ("", "http", "https")
        is_here = is_web and (parts.hostname in hosts if parts.netloc else typed.startswith("/"))
    except ValueError:
        is_here, parts = False, urlsplit("")
    found = _PLACE.fullmatch(parts.path)
    if not is_here or found is None:
        raise Invalid(
            {"place": _("Paste the address of a comment, a conversation or a position of this forum.")}
        )
    kind, public_id = _KINDS[found[1]], found[2]
    if kind is Kind.THREAD and (comment := _COMMENT_IN_THREAD.fullmatch(parts.fragment)):
        kind, public_id = Kind.COMMENT, comment[1]
    return f"{kind.value}:{public_id}"
