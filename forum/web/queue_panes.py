"""The two halves of the queue's page, as its templates want them: the list, and one item with its forms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from flask import url_for

from forum.lib.errors import NotFound
from forum.lib.i18n import _
from forum.moderation.declaring import Action
from forum.moderation.fitting import Situation, fitting
from forum.moderation.grounds import rule_of
from forum.moderation.items import TASKS
from forum.moderation.kinds import Ground, Kind
from forum.moderation.targets import parsed
from forum.moderation.things import thing_named
from forum.moderation.views import ItemPage, QueuePage, QueueRow, Thing
from forum.permissions import Permission as P
from forum.permissions import can
from forum.web import forms
from forum.web.action_forms import PANE, ActionForm, form_of
from forum.web.viewer import actor


@dataclass(frozen=True, slots=True)
class Left:
    """What could not be let through with the others, and why."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class ListPane:
    """`groups`: by urgency. `done` and `left`: of several let through at once. `ticked`: still to be."""

    groups: tuple[tuple[int, tuple[QueueRow, ...]], ...]
    current: str
    after: str | None
    next_url: str | None
    first_url: str | None
    reason: str
    done: int = 0
    left: tuple[Left, ...] = ()
    ticked: Sequence[str] = ()
    submission_key: str = field(default_factory=forms.new_submission_key)

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @property
    def first(self) -> str:
        """The public id of the item to begin with."""
        return self.groups[0][1][0].public_id

    @property
    def has_several(self) -> bool:
        return any(row.is_approvable for _urgency, rows in self.groups for row in rows)


@dataclass(frozen=True, slots=True)
class More:
    """Another action, on a page of its own."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Pane:
    """`page` None: no item is open. `forms`: the decisions at hand; `more`: the others.
    `kept`: what this moderator had written when another was first."""

    page: ItemPage | None
    forms: tuple[ActionForm, ...] = ()
    more: tuple[More, ...] = ()
    message: str = ""
    kept: str = ""

    @property
    def is_task(self) -> bool:
        """It is done elsewhere, and can be marked as done."""
        return self.page is not None and (self.page.row.waits in TASKS or self.page.thing is None)

    @property
    def is_for_others(self) -> bool:
        """There is something to decide, but not for this moderator."""
        return self.page is not None and not self.forms and not self.is_task


def list_pane(page: QueuePage, after: str | None, *, current: str, reason: str = "", **told) -> ListPane:
    address = url_for("queue.index")
    return ListPane(
        groups=tuple((urgency, tuple(rows)) for urgency, rows in groupby(page.rows, lambda row: row.urgency)),
        current=current,
        after=after,
        next_url=f"{address}?after={page.next}" if page.next else None,
        first_url=address if after else None,
        reason=reason or str(rule_of(Ground.REVIEW).reasons[0]),
        **told,
    )


def left_of(left: Sequence[tuple[str, str]], locale: str) -> tuple[Left, ...]:
    """1 statement for each of them."""
    return tuple(Left(_title(ref, locale), message) for ref, message in left)


def _title(ref: str, locale: str) -> str:
    try:
        thing = thing_named(*parsed(ref), locale)
    except NotFound:
        thing = None
    if thing is None:
        return _("Something that is not there any more")
    return thing.text or thing.title


def pane_of(page: ItemPage | None, *, message: str = "", kept: str = "") -> Pane:
    if page is None or page.settled or page.thing is None:
        return Pane(page, message=message, kept=kept)
    thing = page.thing
    allowed = [one for one in fitting(thing.now) if can(actor(), one.permission, thing)]
    here, item = url_for("queue.item", public_id=page.row.public_id), page.row.public_id
    at_hand = tuple(
        form_of(one, thing, ground=_ground(one, page), back=here, item=item, place=PANE)
        for one in allowed
        if is_at_hand(one)
    )
    others = [one for one in allowed if not is_at_hand(one)]
    quick = [
        More(_("Leave it, for a reason of your own"), _address(form.action, thing.ref, here, item))
        for form in at_hand
        if form.is_quick
    ]
    return Pane(
        page,
        forms=at_hand,
        more=(
            *quick,
            *(More(str(one.label), _address(one, thing.ref, here, item)) for one in others),
            *_about_author(page, thing, here),
        ),
        message=message,
        kept=kept,
    )


def is_at_hand(action: Action) -> bool:
    """It decides, and asks nothing but why."""
    return action.permission in (P.DECIDE, P.APPEAL_ANSWER) and not action.asks


def _ground(action: Action, page: ItemPage) -> Ground | None:
    """The most urgent of the flags; of an appeal that of the decision, when it stands."""
    if page.context.appealed is not None and action.name == "uphold":
        return page.context.appealed.decision.ground
    return next((ground for ground, _count in page.row.grounds if ground in action.grounds), None)


def _about_author(page: ItemPage, thing: Thing, here: str) -> list[More]:
    if page.record is None or page.record.person.is_pseudonym or thing.kind is Kind.ACCOUNT:
        return []
    standing = page.record.standing
    now = Situation(
        Kind.ACCOUNT,
        is_suspended=standing is not None,
        is_over=standing is not None and standing.suspension == "closed",
    )
    name, ref = page.record.person.name, f"{Kind.ACCOUNT.value}:{page.record.person.public_id}"
    return [
        More(_("%(action)s: %(name)s", action=one.label, name=name), _address(one, ref, here))
        for one in fitting(now)
        if can(actor(), one.permission, thing)
    ]


def _address(action: Action, ref: str, back: str, item: str = "") -> str:
    return url_for("actions.form", action=action.name, target=ref, item=item or None, next=back)
