"""What stands before and in the lines of a readable copy, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from forum.lib.i18n import _, current_locale, lazy
from forum.settings import settings

HEADINGS: Mapping[str, Any] = {
    "about": lazy("About yourself"),
    "accepted_rules": lazy("Version of the house rules that you agreed to"),
    "account": lazy("Account"),
    "action": lazy("Action"),
    "added_at": lazy("Added"),
    "after": lazy("Afterwards"),
    "answer": lazy("Your answer"),
    "answered_at": lazy("Answered"),
    "answers": lazy("Answers"),
    "asked_at": lazy("Asked"),
    "at": lazy("When"),
    "before": lazy("Before"),
    "cadence": lazy("How often you hear of it"),
    "capacity": lazy("You speak"),
    "choice": lazy("Your choice"),
    "chosen_at": lazy("Chosen"),
    "claimed_at": lazy("Taken up"),
    "closed_at": lazy("Settled"),
    "comment": lazy("Comment"),
    "contact": lazy("Who can confirm it"),
    "copy": lazy("Number of the copy"),
    "created_at": lazy("When"),
    "decision": lazy("Decision"),
    "device": lazy("Device and browser"),
    "edited_at": lazy("Edited"),
    "email": lazy("E-mail address"),
    "duty_since": lazy("Has to have a second proof since"),
    "email_confirmed_at": lazy("Address confirmed"),
    "erase_at": lazy("Will be erased"),
    "failed_at": lazy("Last came back"),
    "failures": lazy("Times"),
    "fields": lazy("What you typed"),
    "ground": lazy("Ground"),
    "group": lazy("Opinion group"),
    "handle": lazy("Short name"),
    "hears_mentions": lazy("You hear when somebody mentions you"),
    "is_automated": lazy("Decided by the forum itself"),
    "is_automatic": lazy("Follows by itself"),
    "is_restriction": lazy("Takes something away"),
    "is_weekend_quiet": lazy("Nothing on Saturdays and Sundays"),
    "is_vouched_for": lazy("Opened by who runs the forum"),
    "issuer": lazy("Address of the provider"),
    "joined_at": lazy("Joined"),
    "keeps_votes": lazy("Your votes go on counting, without your name"),
    "language": lazy("Language"),
    "last_seen_at": lazy("Last seen"),
    "leads_to": lazy("Leads to"),
    "led_to": lazy("Led to"),
    "link": lazy("Link"),
    "linked_at": lazy("Linked"),
    "mailed_at": lazy("Mailed"),
    "mails": lazy("Mails about what you follow"),
    "mark": lazy("Do you recognise it?"),
    "marked_at": lazy("When"),
    "most_uses": lazy("Uses at most"),
    "name": lazy("Name"),
    "new_since": lazy("New since"),
    "number": lazy("Number"),
    "organisation": lazy("Organisation"),
    "outcome": lazy("Outcome"),
    "perspective": lazy("Role in the field"),
    "place": lazy("Place"),
    "position": lazy("Position"),
    "provider": lazy("Provider"),
    "published_at": lazy("Published"),
    "purpose": lazy("What for"),
    "question": lazy("Question"),
    "quiet_hours": lazy("Quiet hours"),
    "quote": lazy("Your words"),
    "read_at": lazy("Read"),
    "ready_at": lazy("Ready"),
    "reason": lazy("Reason"),
    "reminded_at": lazy("Reminded"),
    "report": lazy("Report"),
    "proved_at": lazy("Last showed who you are"),
    "revoked_at": lazy("Revoked"),
    "role": lazy("Role on the forum"),
    "saved_at": lazy("Saved"),
    "scope": lazy("What you cannot do"),
    "security_detail": lazy("Device, name or number"),
    "settled_at": lazy("Settled"),
    "seen_at": lazy("Seen"),
    "since": lazy("Since"),
    "size": lazy("Size in bytes"),
    "slot": lazy("Part"),
    "starts_on": lazy("From"),
    "state": lazy("State"),
    "stopped_at": lazy("We stopped sending"),
    "subject": lazy("Who you are there"),
    "suspension": lazy("Suspension"),
    "text": lazy("Text"),
    "thread": lazy("Conversation"),
    "title": lazy("Title"),
    "until": lazy("Until"),
    "used_at": lazy("Used"),
    "uses": lazy("Used"),
    "version": lazy("Version"),
    "voted_at": lazy("When"),
    "what": lazy("What"),
    "without_name": lazy("Without your name"),
    "written_at": lazy("Written"),
    "x": lazy("Place, from left to right"),
    "y": lazy("Place, from low to high"),
}

VALUES: Mapping[Any, Any] = {
    "agree": lazy("agree"),
    "all": lazy("all"),
    "account": lazy("account"),
    "appeal": lazy("objection"),
    "asked": lazy("asked"),
    "at_once": lazy("at once"),
    "comment": lazy("comment"),
    "confirm": lazy("confirm an address"),
    "daily": lazy("daily"),
    "decision": lazy("decision"),
    "differ": lazy("where we differ"),
    "feed": lazy("in your own feed only"),
    "held": lazy("waits for a moderator"),
    "hidden": lazy("hidden by moderation"),
    "lesson": lazy("lesson"),
    "meant": lazy("as you meant it"),
    "member": lazy("member"),
    "mention": lazy("mention"),
    "merged": lazy("merged into another"),
    "moderator": lazy("moderator"),
    "none": lazy("none"),
    "next_step": lazy("next step"),
    "not_meant": lazy("not as you meant it"),
    "not_recognisable": lazy("not recognisable"),
    "notice": lazy("notice"),
    "off": lazy("not"),
    "organisation": lazy("for an organisation"),
    "personal": lazy("for yourself"),
    "position": lazy("position"),
    "question": lazy("question"),
    "recognisable": lazy("recognisable"),
    "reply": lazy("reply"),
    "report": lazy("report"),
    "reset": lazy("choose a new password"),
    "standing": lazy("standing of a position"),
    "synthesis": lazy("synthesis"),
    "taken_out": lazy("taken off the list"),
    "thread": lazy("conversation"),
    "unknown": lazy("what we do not know"),
    "visible": lazy("visible"),
    "weekly": lazy("weekly"),
    "with_remark": lazy("with a remark"),
    "withdrawn": lazy("withdrawn"),
}
CHOICES = {1: lazy("Agree"), 0: lazy("Pass"), -1: lazy("Disagree")}
TYPED = frozenset(
    {
        "about",
        "device",
        "email",
        "fields",
        "handle",
        "name",
        "organisation",
        "place",
        "quote",
        "reason",
        "text",
    }
    | {"contact", "link", "title", "before", "after", "question", "perspective", "leads_to", "led_to"}
)
"""Never read as a word of ours: somebody may have typed exactly that."""

ADDRESSES: Mapping[str, str] = {
    "comment": "/comments/{}",
    "decision": "/decisions/{}",
    "position": "/positions/{}",
    "question": "/questions/{}",
    "report": "/flags/{}",
    "thread": "/threads/{}",
}


def heading(name: str) -> str:
    """The name itself when it has no heading, which a test finds."""
    return str(HEADINGS.get(name, name))


def address(name: str, value: Any) -> str:
    """Where this thing stands on the forum; "" for what is no thing of its own."""
    page = ADDRESSES.get(name)
    return settings().base_url + page.format(value) if page and value else ""


def moment(value: datetime) -> str:
    local = value.astimezone(ZoneInfo(settings().timezone))
    return f"{_day(local.date(), current_locale())}, {local:%H:%M}"


@lru_cache(maxsize=1024)
def _day(day: date, locale: str) -> str:
    """Babel's formats are slow, and many rows are of one day."""
    return format_date(day, format="long", locale=Locale.parse(locale))


def in_words(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return _day(value, current_locale())
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "choice":
        return str(CHOICES[value])
    if isinstance(value, Mapping):
        return "\n\n".join(f"{key}: {_joined(each)}" for key, each in value.items())
    if name in TYPED or not isinstance(value, str):
        return str(value)
    return str(VALUES.get(value, value))


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
