"""Decisions as those see them who they are about or who reported something: frozen values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.moderation.declaring import action_named
from forum.moderation.grounds import GroundRule, rule_of
from forum.moderation.kinds import Ground, Kind, Outcome
from forum.moderation.performing import Undoing
from forum.moderation.rules import APPEALABLE_FOR
from forum.moderation.views import Thing
from forum.moderation.wording import effect, headline

_TITLED = frozenset({Kind.THREAD, Kind.POSITION, Kind.QUESTION})


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with its statement of reasons. `thing`: what it is about, None when that is no more.
    `was_reported`: somebody pointed it out; `is_undone`: a later decision took it back.
    """

    id: int
    public_id: str
    at: datetime
    action: str
    kind: Kind
    target_id: int
    target_public_id: str
    addressee_id: int | None
    ground: Ground
    reason: str
    scope: str | None
    until: datetime | None
    is_automated: bool
    is_restriction: bool
    was_reported: bool
    is_undone: bool
    thing: Thing | None

    @property
    def words(self) -> str:
        """How what it is about begins: a title, a sentence, a text. Only for whoever wrote that."""
        if self.thing is None or self.kind is Kind.ACCOUNT:
            return ""
        return self.thing.title if self.kind in _TITLED else self.thing.text

    @property
    def headline(self) -> Any:
        """To whose it is."""
        return headline(self.action, self.kind)

    @property
    def done(self) -> Any:
        """To everybody else."""
        return action_named(self.action).done

    @property
    def effect(self) -> Any:
        return effect(self.action, self.scope)

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)

    @property
    def appealable_until(self) -> datetime:
        return self.at + APPEALABLE_FOR


@dataclass(frozen=True, slots=True)
class Answer:
    """How an appeal ended, and why. `by`: None for who may not know."""

    outcome: Outcome
    reason: str
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class AppealView:
    """`by`: the name of who objects, None for their own. `answer`: None while it waits. `can_answer`: this
    moderator may give it."""

    public_id: str
    text: str
    at: datetime
    by: str | None
    answer: Answer | None
    can_answer: bool

    @property
    def is_own(self) -> bool:
        return self.by is None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """`decided_by` and `undo` (how to take it back) are for moderators. `appeals`: those that this viewer may
    read."""

    decision: DecisionView
    is_author: bool
    is_reporter: bool
    is_moderator: bool
    can_appeal: bool
    appeals: tuple[AppealView, ...]
    decided_by: str | None
    undo: Undoing | None

    @property
    def own_appeal(self) -> AppealView | None:
        return next((each for each in self.appeals if each.is_own), None)


@dataclass(frozen=True, slots=True)
class Objection:
    """That somebody objected to a decision. `outcome`: None while nobody answered."""

    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """`can_appeal`: there is still time to, and nobody did."""

    decision: DecisionView
    objection: Objection | None
    can_appeal: bool


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What somebody reported, in their own words, and what became of it: None while it waits."""

    id: int
    public_id: str
    kind: Kind
    ground: Ground
    explanation: str
    at: datetime
    decision_public_id: str | None
    done: Any
    decided_at: datetime | None
    objection: Objection | None

    @property
    def rule(self) -> GroundRule:
        return rule_of(self.ground)
