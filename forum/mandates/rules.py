"""What a mandate must be, where it holds and until when."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from forum.accounts.names import is_reserved
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.mandates.models import (
    LONGEST_CONTACT,
    LONGEST_EVIDENCE,
    LONGEST_LINE,
    LONGEST_NAME,
    MandateState,
    ScopeKind,
)

LONGEST_SPAN = timedelta(days=731)
"""Two years: after that somebody looks again whether it still holds."""
LATEST_START = timedelta(days=92)
REMINDERS = (30, 7)
"""Days before the end."""
EVIDENCE_KEPT = timedelta(days=183)
"""After the end: as long as somebody can object to a decision."""

_WEB_ADDRESS = re.compile(r"https?://[^\s/$.?#][^\s]*\.[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """`id`: 0 for the whole forum."""

    kind: ScopeKind
    id: int = 0

    def includes(self, other: "Scope", where: "Place | None" = None) -> bool:
        """Whether who speaks here may let somebody else speak there. `where`: the thread's place, when
        `other` is one.

        A question does not include its lessons, nor a lesson its questions: in both, some threads stand
        outside the other.
        """
        if self.kind is ScopeKind.FORUM or self == other:
            return True
        return other.kind is ScopeKind.THREAD and where is not None and where.is_within(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is about to write or vote. `thread_id`: None for what stands in no thread (yet)."""

    question_id: int
    lesson_ids: frozenset[int] = frozenset()
    thread_id: int | None = None

    def is_within(self, scope: Scope) -> bool:
        if scope.kind is ScopeKind.LESSON:
            return scope.id in self.lesson_ids
        if scope.kind is ScopeKind.THREAD:
            return scope.id == self.thread_id
        return scope in (Scope(ScopeKind.FORUM), Scope(ScopeKind.QUESTION, self.question_id))


@dataclass(frozen=True, slots=True)
class Ask:
    """What the form sends. `scope`: `forum`, `lesson:<slug>`, `question:<slug>` or `thread:<public id>`; days
    as in an <input type=date>. `perspective`, `website` and `described`: of an organisation that is new."""

    organisation: str = ""
    perspective: str = ""
    website: str = ""
    described: str = ""
    scope: str = "forum"
    starts_on: str = ""
    ends_on: str = ""
    evidence: str = ""
    link: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an organisation is called and tells of itself. `perspective`: its slug, "" for none."""

    name: str
    described: str = ""
    website: str = ""
    perspective: str = ""


def today(now: datetime, timezone: str) -> date:
    return now.astimezone(ZoneInfo(timezone)).date()


def name_key(name: str) -> str:
    """Two names with the same key are the same organisation."""
    return " ".join(re.findall(r"\w+", clean_line(name).casefold()))


def is_ended(state: MandateState, ends_on: date, day: date) -> bool:
    return state is MandateState.CONFIRMED and ends_on < day


def holds(state: MandateState, starts_on: date, ends_on: date, day: date) -> bool:
    return state is MandateState.CONFIRMED and starts_on <= day <= ends_on


def checked_ask(ask: Ask, day: date, perspectives: Collection[str]) -> dict[str, Any]:
    """The fields as they are stored. Raises Invalid with every field that has a problem."""
    problems: dict[str, str | None] = {
        "organisation": _problem_of_name(ask.organisation),
        "website": _problem_of_address(ask.website),
        "described": _too_long(ask.described, LONGEST_LINE),
        "link": _problem_of_address(ask.link),
        "contact": _missing_or_too_long(
            ask.contact,
            LONGEST_CONTACT,
            _("Name somebody in the organisation who can confirm this, and what they do there."),
        ),
        "evidence": _missing_or_too_long(
            ask.evidence, LONGEST_EVIDENCE, _("Say what shows that you may speak for this organisation.")
        ),
    }
    if ask.perspective and ask.perspective not in perspectives:
        problems["perspective"] = _("Choose a role from the list.")
    starts_on = _day(ask.starts_on) if ask.starts_on.strip() else day
    ends_on = _day(ask.ends_on)
    problems |= _problems_of_span(starts_on, ends_on, day)
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise Invalid(found)
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "evidence": ask.evidence.strip(),
        "link": clean_line(ask.link),
        "contact": clean_line(ask.contact),
    }


def checked_particulars(given: Particulars, perspectives: Collection[str]) -> Particulars:
    """As they are stored. Raises Invalid with every field that has a problem."""
    problems = {
        "name": _problem_of_name(given.name),
        "described": _too_long(given.described, LONGEST_LINE),
        "website": _problem_of_address(given.website),
    }
    if given.perspective and given.perspective not in perspectives:
        problems["perspective"] = _("Choose a role from the list.")
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise Invalid(found)
    name, described, website = (clean_line(line) for line in (given.name, given.described, given.website))
    return Particulars(name, described, website, given.perspective)


def check_mergeable(id: int, into_id: int, *, is_merged: bool, is_into_merged: bool) -> None:
    """Raises Conflict for an organisation that was merged before, Invalid at `into` for what takes none."""
    if is_merged:
        raise Conflict(_("This organisation was merged into another one already."))
    if id == into_id:
        raise Invalid({"into": _("An organisation cannot be merged into itself. Choose another one.")})
    if is_into_merged:
        raise Invalid({"into": _("That one was merged into another one. Choose the one that is left.")})


def _problem_of_name(name: str) -> str | None:
    line = clean_line(name)
    if len(line) < 2 or not name_key(line):
        return _("Fill in the name of the organisation.")
    if is_reserved(line):
        return _("This name looks like that of the forum's staff. Fill in the name of your organisation.")
    return _too_long(line, LONGEST_NAME)


def _problem_of_address(value: str) -> str | None:
    line = clean_line(value)
    if line and not _WEB_ADDRESS.fullmatch(line):
        return _("Write the whole web address, with https:// in front.")
    return _too_long(line, LONGEST_LINE)


def _missing_or_too_long(value: str, most: int, missing: str) -> str | None:
    return _too_long(value, most) if value.strip() else missing


def _too_long(value: str, most: int) -> str | None:
    return _("Make it shorter: at most %(n)s characters.", n=most) if len(value.strip()) > most else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def _problems_of_span(starts_on: date | None, ends_on: date | None, day: date) -> dict[str, str | None]:
    problems: dict[str, str | None] = {}
    if starts_on is None or not day <= starts_on <= day + LATEST_START:
        problems["starts_on"] = _("Choose a first day: today, or one in the next three months.")
    if ends_on is None:
        problems["ends_on"] = _("Choose the last day on which you may speak for the organisation.")
    elif starts_on and ends_on < starts_on:
        problems["ends_on"] = _("The last day comes before the first. Choose a later one.")
    elif ends_on < day:
        problems["ends_on"] = _("This day is over. Choose a later one.")
    elif starts_on and ends_on - starts_on > LONGEST_SPAN:
        problems["ends_on"] = _("A mandate lasts at most two years. After that you ask for it again.")
    return problems


def check_refusable(state: MandateState) -> None:
    """Whether it waits for an answer: also when its last day came first, or it would wait for ever. Raises
    Conflict."""
    if state is MandateState.CONFIRMED:
        raise Conflict(_("This mandate was confirmed in the meantime."))
    if state is not MandateState.ASKED:
        raise Conflict(_("This request is over: it was refused or withdrawn in the meantime."))


def check_decidable(state: MandateState, ends_on: date, day: date) -> None:
    """Whether a mandate that was asked for can be confirmed still. Raises Conflict."""
    check_refusable(state)
    if ends_on < day:
        raise Conflict(_("The last day of this mandate is over. It has to be asked for again."))


def check_confirmable(state: MandateState, ends_on: date, day: date) -> None:
    """As `check_decidable`, for moderators, who can also take back what they decided. Raises Conflict."""
    can_return = state in (MandateState.REFUSED, MandateState.REVOKED)
    check_decidable(MandateState.ASKED if can_return else state, ends_on, day)


def check_withdrawable(state: MandateState, ends_on: date, day: date, *, is_own: bool) -> None:
    """Whether it can be ended: what is only asked for, by who asked it. Raises Conflict."""
    if state is MandateState.ASKED and not is_own:
        raise Conflict(
            _("This is only asked for yet. If it is not right, leave it: a moderator looks at it.")
        )
    if state not in (MandateState.ASKED, MandateState.CONFIRMED):
        raise Conflict(_("This mandate holds no longer, so there is nothing to withdraw."))
    if is_ended(state, ends_on, day):
        raise Conflict(_("This mandate has ended by itself already."))


def check_revocable(state: MandateState, ends_on: date, day: date) -> None:
    """Raises Conflict."""
    if state is not MandateState.CONFIRMED or ends_on < day:
        raise Conflict(_("This mandate does not hold, so there is nothing to end."))
