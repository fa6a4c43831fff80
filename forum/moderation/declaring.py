"""How an action is declared: its name, what it is about, who may do it, what it asks, and how to undo it.

Route, form, entry in the register, decision, undo and line in the public log follow from the declaration.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.lib.errors import NotFound
from forum.moderation.grounds import FLAG_GROUNDS
from forum.moderation.kinds import Ground, Kind
from forum.moderation.targets import Target
from forum.permissions import Actor, Permission

Details = dict[str, Any]
"""What an action changed: the fields with which its undo puts it back. Never shown to anybody."""


@dataclass(frozen=True, slots=True)
class Act:
    """One run of an action. `fields`: what its form asks beside ground and reason, as it was sent."""

    actor: Actor
    target: Target
    ground: Ground
    reason: str
    fields: Mapping[str, Sequence[str]]

    @property
    def row(self) -> Any:
        return self.target.row

    def text(self, name: str) -> str:
        return next(iter(self.fields.get(name, ())), "")

    def texts(self, name: str) -> list[str]:
        return list(self.fields.get(name, ()))


Effect = Callable[[Act], Details | None]


@dataclass(frozen=True, slots=True)
class Action:
    """`label`: on the button; `done`: in the log, of what was done. `asks`: the fields of its form. `undo`:
    the action that takes it back, with the `Details` as its fields. `is_restriction`: it takes something
    away, so it can be appealed. `settles`: what waited for a decision about this target no longer does.
    `has_own_page`: its form is not the general one, but stands on a page that asks more of who uses it.
    """

    name: str
    on: tuple[Kind, ...]
    label: Any
    done: Any
    permission: Permission
    grounds: tuple[Ground, ...]
    effect: Effect
    asks: tuple[str, ...] = ()
    undo: str | None = None
    is_restriction: bool = False
    settles: bool = False
    has_own_page: bool = False


ACTIONS: dict[str, Action] = {}

WRONG = FLAG_GROUNDS
TIDY = (Ground.ORDER, Ground.DUPLICATE, Ground.OFF_TOPIC, Ground.OTHER)
FINE = (Ground.REVIEW, Ground.ORDER)


def declare(name: str, **declaration: Any) -> Callable[[Effect], Effect]:
    """`@declare("hide", on=…, …)` over the effect: the fields of Action, by name."""

    def register(effect: Effect) -> Effect:
        ACTIONS[name] = Action(name=name, effect=effect, **declaration)
        return effect

    return register


def action_named(name: str) -> Action:
    """Raises NotFound."""
    try:
        return ACTIONS[name]
    except KeyError:
        raise NotFound from None


def actions_on(kind: Kind) -> list[Action]:
    """In the order of their declaration."""
    return [action for action in ACTIONS.values() if kind in action.on]
