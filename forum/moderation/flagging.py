"""Reporting something: by who has an account, and by anybody who sees something illegal (DSA, article 16)."""

from urllib.parse import urlsplit

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.names import clean_name
from forum.accounts.rules import clean_email, collected
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import ForumError, Invalid, NotFound
from forum.lib.i18n import _, current_locale, force_locale
from forum.moderation.events import Flagged
from forum.moderation.flag_history import flag_of, hidden_lately, last_answer, notice_of, was_let_stand
from forum.moderation.flag_rules import (
    automatic_reason,
    check_good_faith,
    check_temper,
    checked_explanation,
    hides_at_once,
    ref_at,
)
from forum.moderation.grounds import FLAG_GROUNDS, rule_of
from forum.moderation.items import open_item
from forum.moderation.kinds import Ground, Kind, Waits
from forum.moderation.models import Flag
from forum.moderation.performing import perform
from forum.moderation.rules import checked_ground
from forum.moderation.targets import Target, parsed, target
from forum.permissions import SYSTEM, Actor, require
from forum.permissions import Permission as P
from forum.settings import settings

FLAGGABLE = frozenset({Kind.COMMENT, Kind.THREAD, Kind.POSITION, Kind.REMARK})


@atomic
def raise_flag(actor: Actor, place: str, *, ground: str, explanation: str = "") -> Flag:
    """Report what `place` names (`comment:abc`, or an address of this forum) to the moderators.

    Everybody reports a thing once: pressing again returns the first report. Raises NotFound for what is not
    there or cannot be seen, SignInNeeded, Refused for one's own, and Invalid.
    """
    about = _at(place)
    if actor.id is not None and (earlier := flag_of(actor.id, about)):
        return _again(earlier, ground)
    if not about.row.is_visible:
        raise _nothing_at(place)
    require(actor, P.FLAG_RAISE, about.row)
    chosen, words = _checked(ground, explanation)
    now = clock.now()
    check_temper(chosen, last_answer(actor.user_id, about), now)

    hides = _hides(actor, about, chosen)
    flag = _put(about, chosen, words, reporter_id=actor.user_id, hid=hides)
    if hides:
        with force_locale(settings().default_locale):
            reason = automatic_reason(chosen)
        perform(SYSTEM, "hold", about.ref, ground=chosen.value, reason=reason)
    return flag


@atomic
def give_notice(
    place: str,
    *,
    explanation: str,
    name: str,
    email: str,
    is_good_faith: bool,
    is_nameless: bool = False,
) -> Flag:
    """Report illegal content without an account: what, why, by whom, in good faith.

    is_nameless: who reports sexual abuse of a child need not say who they are (DSA, article 16, 2, under c).
    The same thing reported again from the same address returns the first notice. Raises NotFound, and Invalid
    with all that is wrong at once.
    """
    problems: dict[str, str] = {}
    about = None
    try:
        about = _at(place)
    except Invalid as error:
        problems |= error.fields
    words = collected(problems, lambda: checked_explanation(explanation, Ground.ILLEGAL))
    reporter_name = None if is_nameless else collected(problems, lambda: clean_name(name))
    reporter_email = None if is_nameless else collected(problems, lambda: clean_email(email))
    collected(problems, lambda: check_good_faith(is_good_faith))
    if problems or about is None:
        raise Invalid(problems)

    if earlier := notice_of(reporter_email, words, about):
        return earlier
    if not about.row.is_visible:
        raise _nothing_at(place)
    return _put(about, Ground.ILLEGAL, words, reporter_name=reporter_name, reporter_email=reporter_email)


def _at(place: str) -> Target:
    """Locked. Raises NotFound for the name of nothing that takes reports, Invalid for such an address."""
    if not _is_name(place):
        ours = settings()
        ref = ref_at(place, {urlsplit(ours.base_url).hostname or "", *ours.trusted_hosts})
    elif parsed(place)[0] in FLAGGABLE:
        ref = place
    else:
        raise NotFound
    try:
        return target(ref)
    except NotFound:
        raise _nothing_at(place) from None


def _is_name(place: str) -> bool:
    return place.partition(":")[0] in {kind.value for kind in Kind}


def _nothing_at(place: str) -> ForumError:
    if _is_name(place):
        return NotFound()
    return Invalid({"place": _("There is nothing to be seen at this address. Was it copied whole?")})


def _checked(ground: str, explanation: str) -> tuple[Ground, str]:
    """Raises Invalid with all that is wrong at once."""
    problems: dict[str, str] = {}
    chosen = Ground(collected(problems, lambda: checked_ground(ground, FLAG_GROUNDS).value) or Ground.SPAM)
    words = collected(problems, lambda: checked_explanation(explanation, chosen))
    if problems:
        raise Invalid(problems)
    return chosen, words


def _again(earlier: Flag, ground: str) -> Flag:
    if checked_ground(ground, FLAG_GROUNDS) is earlier.ground:
        return earlier
    words = _(
        "You have reported this already, as “%(ground)s”. Your report is in; you need not report it again.",
        ground=rule_of(earlier.ground).label,
    )
    raise Invalid({"ground": words})


def _hides(actor: Actor, about: Target, ground: Ground) -> bool:
    if not rule_of(ground).hides_at_once:
        return False
    # Held until the commit, so that two reports at once do not both hide the last thing that may be hidden.
    reporter = db.session.scalars(
        sa.select(User).where(User.id == actor.user_id).with_for_update(key_share=True)
    ).one()
    now = clock.now()
    return hides_at_once(
        ground,
        joined_at=reporter.joined_at,
        is_vouched_for=reporter.is_vouched_for,
        hidden=hidden_lately(reporter.id, now),
        most=settings().flag_hides,
        was_let_stand=was_let_stand(about, ground),
        now=now,
    )


def _put(about: Target, ground: Ground, explanation: str, **reporter) -> Flag:
    item = open_item(Waits.FLAGS, about.kind, about.id, urgency=rule_of(ground).urgency)
    flag = Flag(
        item_id=item.id,
        kind=about.kind,
        target_id=about.id,
        ground=ground,
        explanation=explanation,
        locale=current_locale(),
        created_at=clock.now(),
        **reporter,
    )
    db.session.add(flag)
    db.session.flush()
    emit(Flagged(flag.id))
    return flag
