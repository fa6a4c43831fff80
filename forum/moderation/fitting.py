"""Which actions make sense on something as it stands now. What would be refused is not offered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from forum.moderation.declaring import Action, actions_on
from forum.moderation.kinds import Kind


@dataclass(frozen=True, slots=True)
class Situation:
    """How something stands. `state`: as its row spells it, "" for what has none. `is_over`: a concluded
    question, a position with a better wording, an answered appeal, a closed account, a mandate
    whose last day is over, an organisation that was merged into another."""

    kind: Kind
    state: str = ""
    is_locked: bool = False
    is_pinned: bool = False
    is_suspended: bool = False
    is_over: bool = False

    @property
    def is_seen(self) -> bool:
        return self.state == "visible"

    @property
    def is_gone(self) -> bool:
        """Taken away by a moderator, who can put it back."""
        return self.state in ("hidden", "taken_out")


_FITS: dict[str, Callable[[Situation], bool]] = {
    # A remark that waits is hidden: it has no state of its own for that.
    "approve": lambda now: now.state != "merged" and (not now.is_gone or now.kind is Kind.REMARK),
    "hide": lambda now: now.is_seen or now.state == "held",
    "restore": lambda now: now.is_gone,
    "hold": lambda now: now.is_seen,
    "lock": lambda now: now.is_seen and not now.is_locked,
    "unlock": lambda now: now.is_locked and now.state != "merged",
    "pin": lambda now: now.is_seen and not now.is_pinned,
    "unpin": lambda now: now.is_pinned,
    "withdraw": lambda now: now.is_seen and not now.is_over,
    "supersede": lambda now: now.is_seen and not now.is_over,
    "join": lambda now: now.is_seen and not now.is_over,
    "conclude": lambda now: not now.is_over,
    "reopen": lambda now: now.is_over,
    "suspend": lambda now: not now.is_over,
    "lift": lambda now: now.is_suspended or now.is_over,
    "close": lambda now: not now.is_over,
    "confirm": lambda now: now.state in ("asked", "refused", "revoked") and not now.is_over,
    "refuse": lambda now: now.state == "asked" and not now.is_over,
    "revoke": lambda now: now.state == "confirmed" and not now.is_over,
    "correct": lambda now: not now.is_over,
    "unite": lambda now: not now.is_over,
    "uphold": lambda now: not now.is_over,
    "reverse": lambda now: not now.is_over,
}


def _is_there(now: Situation) -> bool:
    return now.state in ("", "visible", "held")


@cache
def fitting(now: Situation) -> tuple[Action, ...]:
    """In the order of their declaration. Kept: a thread of 200 comments asks it 200 times."""
    return tuple(action for action in actions_on(now.kind) if _FITS.get(action.name, _is_there)(now))
