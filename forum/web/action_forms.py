"""The form of an action, made from its declaration: on a page of its own, in the queue, or in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from forum.articles.queries import lesson_list, question_list
from forum.discussion.drafts import action_place, draft_at
from forum.lib import clock
from forum.lib.i18n import current_locale, ngettext
from forum.moderation.choosing import Option, beside, comments_to_split, lessons_of_thread
from forum.moderation.declaring import Action
from forum.moderation.grounds import GroundRule, rule_of
from forum.moderation.kinds import Ground, Kind
from forum.moderation.views import Thing
from forum.settings import settings
from forum.web import forms
from forum.web.moments import date
from forum.web.viewer import actor

OWN_FIELDS = ("question", "comments", "into", "lessons", "title", "statement", "scope", "until", "outcome")
# What the page adds to those: an address in the place of a choice, a day in the place of a span.
BESIDE = ("into_address", "until_day")
DAYS_TO_CHOOSE = (1, 7, 30)

PAGE, PANE, SLOT = "page", "pane", "slot"
PLACES = (PAGE, PANE, SLOT)
"""Where a form stands: on a page of its own, with an item of the queue, or below what it is about."""

KEYS = {"approve": "a", "hide": "h", "uphold": "a", "reverse": "h"}
"""Of the actions with which most items end."""

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class GroundChoice:
    ground: Ground
    rule: GroundRule


@dataclass(frozen=True, slots=True)
class ActionForm:
    """What `_action_form.html` shows. `choices`: for a field that chooses, what there is to choose from.
    `is_quick`: all of it is filled in, so one press does it. `place`: see PLACES. `draft`: place of
    the draft it was filled from.
    """

    action: Action
    thing: Thing
    grounds: tuple[GroundChoice, ...]
    values: dict[str, Any]
    back: str
    choices: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    item: str = ""
    reverses: str = ""
    draft: str = ""
    message: str = ""
    is_quick: bool = False
    place: str = PAGE
    submission_key: str = field(default_factory=forms.new_submission_key)

    @property
    def shortcut(self) -> str:
        return KEYS.get(self.action.name, "")

    @property
    def key(self) -> str:
        """Part of the ids on the page, since a page holds several of these forms."""
        return f"{self.action.name}-{self.thing.kind.value}-{self.thing.public_id}"


def form_of(
    action: Action,
    thing: Thing,
    *,
    ground: Ground | None = None,
    back: str,
    item: str = "",
    reverses: str = "",
    typed: Values | None = None,
    message: str = "",
    place: str = PAGE,
) -> ActionForm:
    """ground: to stand ready, when the action allows it. typed: what was sent and refused.

    1 statement at most for each field of the action's own, and 1 for what was kept of it before signing in.
    """
    kept_at = action_place(action.name, thing.ref)
    draft = draft_at(actor(), kept_at) if typed is None and place != PANE else None
    values = _values(action, thing, ground)
    kept = typed if typed is not None else _as_lists(draft or {})
    for name in ("reason", "ground", *action.asks, *BESIDE):
        if name in kept:
            several = name in ("comments", "lessons")
            values[name] = list(kept[name]) if several else next(iter(kept[name]), "")
    return ActionForm(
        action=action,
        thing=thing,
        grounds=tuple(GroundChoice(one, rule_of(one)) for one in action.grounds),
        values=values,
        back=back,
        choices={name: _CHOICES[name](thing) for name in action.asks if name in _CHOICES},
        item=item,
        reverses=reverses,
        draft=kept_at if draft else "",
        message=message,
        is_quick=action.name == "approve" and typed is None,
        place=place,
        submission_key=(forms.text("submission_key") if typed is not None else "")
        or forms.new_submission_key(),
    )


def _as_lists(draft: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in draft.items()}


def _values(action: Action, thing: Thing, ground: Ground | None) -> dict[str, Any]:
    """What stands ready in an empty form. What takes something away begins without a reason: whoever it is
    about has a right to one of their own."""
    chosen = ground if ground in action.grounds else None
    if chosen is None and (not action.is_restriction or len(action.grounds) == 1):
        chosen = action.grounds[0]
    reasons = rule_of(chosen).reasons if chosen and _is_routine(action, thing) else ()
    return {
        "ground": chosen.value if chosen else "",
        "reason": str(reasons[0]) if reasons else "",
        "title": thing.title if action.name == "retitle" else "",
        "statement": thing.title,
        "lessons": lessons_of_thread(thing.id) if "lessons" in action.asks else [],
        "comments": [],
        "until": _days(thing)[1].slug if "until" in action.asks else "",
    }


def _is_routine(action: Action, thing: Thing) -> bool:
    return not action.is_restriction and thing.kind not in (Kind.APPEAL, Kind.ACCOUNT)


def _questions(thing: Thing) -> tuple[Option, ...]:
    here = thing.question.slug if thing.question else ""
    return tuple(
        Option(one.slug, f"{one.number}. {one.title}")
        for one in question_list(current_locale())
        if one.is_open and one.slug != here
    )


def _lessons(_thing: Thing) -> tuple[Option, ...]:
    return tuple(Option(one.slug, f"{one.number}. {one.title}") for one in lesson_list(current_locale()))


def _days(_thing: Thing) -> tuple[Option, ...]:
    """Some days from today on, as the field `until` takes them."""
    now = clock.now()
    return tuple(
        Option(
            (now + timedelta(days=days)).astimezone(ZoneInfo(settings().timezone)).date().isoformat(),
            ngettext(
                "%(num)s day, until %(day)s",
                "%(num)s days, until %(day)s",
                days,
                day=date(now + timedelta(days=days)),
            ),
        )
        for days in DAYS_TO_CHOOSE
    )


_CHOICES: dict[str, Callable[[Thing], tuple[Option, ...]]] = {
    "question": _questions,
    "comments": lambda thing: comments_to_split(thing.id),
    "into": lambda thing: beside(thing, current_locale()),
    "lessons": _lessons,
    "until": _days,
}


def sent_fields(action: Action) -> dict[str, list[str]]:
    """The action's own fields as its form sent them; an address or a day typed beside a choice counts."""
    sent = {name: forms.texts(name) for name in action.asks if name in request.form}
    if "into" in action.asks and (address := forms.text("into_address").strip()):
        sent["into"] = [_public_id_in(address)]
    if "until" in action.asks and sent.get("until") == ["day"]:
        sent["until"] = [forms.text("until_day") or "-"]
    return sent


def _public_id_in(address: str) -> str:
    """Of `https://…/threads/<id>/<title>` or `/positions/<id>`; anything else as it is."""
    parts = [part for part in address.partition("?")[0].partition("#")[0].split("/") if part]
    for name in ("threads", "positions"):
        if name in parts[:-1]:
            return parts[parts.index(name) + 1]
    return address
