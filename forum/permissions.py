"""Who may do what: one table. Services call `require` on line one, so every door passes the same gate.

A permission lists its alternatives; each alternative lists the conditions that must all hold. What
is not listed is not allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from forum.lib.errors import Refused, SignInNeeded
from forum.lib.i18n import _


class Role(Enum):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: plain values, read once for each request. `id` is None for ANONYMOUS and SYSTEM."""

    id: int | None
    role: Role | None = None
    is_confirmed: bool = False
    is_suspended: bool = False
    joined_at: datetime | None = None
    is_system: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None

    @property
    def user_id(self) -> int:
        """The account of somebody who must be signed in by now. Raises SignInNeeded."""
        if self.id is None:
            raise SignInNeeded(_("Please sign in to do this."))
        return self.id


ANONYMOUS = Actor(id=None)
SYSTEM = Actor(id=None, is_confirmed=True, is_system=True)

Condition = Callable[[Actor, Any], bool]


def anyone(_actor: Actor, _target: Any) -> bool:
    return True


def signed_in(actor: Actor, _target: Any) -> bool:
    return actor.is_signed_in


def in_good_standing(actor: Actor, _target: Any) -> bool:
    return actor.is_signed_in and actor.is_confirmed and not actor.is_suspended


def moderates(actor: Actor, _target: Any) -> bool:
    return actor.role in (Role.MODERATOR, Role.ADMIN) and not actor.is_suspended


def administers(actor: Actor, _target: Any) -> bool:
    return actor.role is Role.ADMIN and not actor.is_suspended


def is_system(actor: Actor, _target: Any) -> bool:
    return actor.is_system


def is_own(actor: Actor, target: Any) -> bool:
    return actor.id is not None and target.author_id == actor.id


def is_visible(_actor: Actor, target: Any) -> bool:
    return target.is_visible


def is_open(_actor: Actor, target: Any) -> bool:
    """Nothing closed it: a locked thread or a concluded question takes no new contributions."""
    return target.is_open


def is_unvoted(_actor: Actor, target: Any) -> bool:
    """A position nobody voted on yet; from the first vote on it belongs to everybody."""
    return not target.is_frozen


class Permission(Enum):
    """`<thing>.<act>`, as it also stands in templates: `can('comment.edit', comment)`."""

    THREAD_READ = "thread.read"
    THREAD_START = "thread.start"  # target: a question
    COMMENT_POST = "comment.post"  # target: a thread
    COMMENT_READ = "comment.read"
    COMMENT_EDIT = "comment.edit"
    COMMENT_WITHDRAW = "comment.withdraw"
    POSITION_PROPOSE = "position.propose"  # target: a question
    POSITION_READ = "position.read"
    POSITION_VOTE = "position.vote"
    POSITION_SUPERSEDE = "position.supersede"
    POSITION_WITHDRAW = "position.withdraw"
    SOURCE_ANSWER = "source.answer"  # target: the comment that a position was taken from
    DRAFT_KEEP = "draft.keep"
    PREVIEW = "preview"
    ACCOUNT_CHANGE = "account.change"  # one's own
    USER_CREATE = "user.create"
    USER_PROMOTE = "user.promote"
    ARTICLE_LOAD = "article.load"
    DATA_IMPORT = "data.import"
    DATA_EXPORT = "data.export"  # holds votes of single people: by the command line only


P = Permission

Policy = dict[Permission, tuple[tuple[Condition, ...], ...]]

POLICY: Policy = {
    P.THREAD_READ: ((is_visible,), (moderates,)),
    P.THREAD_START: ((in_good_standing, is_open),),
    P.COMMENT_POST: ((in_good_standing, is_visible, is_open),),
    P.COMMENT_READ: ((is_visible,), (moderates,), (is_own,)),
    P.COMMENT_EDIT: ((in_good_standing, is_own, is_visible, is_open),),
    P.COMMENT_WITHDRAW: ((signed_in, is_own, is_visible),),
    P.POSITION_PROPOSE: ((in_good_standing, is_open),),
    P.POSITION_READ: ((is_visible,), (moderates,), (is_own,)),
    P.POSITION_VOTE: ((in_good_standing, is_visible, is_open),),
    P.POSITION_SUPERSEDE: ((in_good_standing, is_own, is_visible, is_open), (moderates, is_visible, is_open)),
    P.POSITION_WITHDRAW: ((signed_in, is_own, is_unvoted),),
    P.SOURCE_ANSWER: ((in_good_standing, is_own, is_visible),),
    P.DRAFT_KEEP: ((signed_in,),),
    P.PREVIEW: ((anyone,),),
    P.ACCOUNT_CHANGE: ((signed_in,),),
    P.USER_CREATE: ((administers,), (is_system,)),
    P.USER_PROMOTE: ((administers,), (is_system,)),
    P.ARTICLE_LOAD: ((administers,), (is_system,)),
    P.DATA_IMPORT: ((administers,), (is_system,)),
    P.DATA_EXPORT: ((is_system,),),
}


def can(actor: Actor, permission: Permission, target: Any = None) -> bool:
    return any(all(holds(actor, target) for holds in all_of) for all_of in POLICY[permission])


def require(actor: Actor, permission: Permission, target: Any = None) -> None:
    """Raises SignInNeeded when signing in could help, otherwise Refused with the reason."""
    if can(actor, permission, target):
        return
    if not actor.is_signed_in and not actor.is_system:
        raise SignInNeeded(_("Please sign in to do this."))
    if actor.is_suspended:
        raise Refused(_("Your account is suspended, so you cannot do this now."))
    if not actor.is_confirmed:
        raise Refused(_("Please confirm your e-mail address first. We have sent you a message with a link."))
    if target is not None and not getattr(target, "is_open", True):
        raise Refused(_("This conversation is closed to new contributions."))
    raise Refused(_("You are not allowed to do this."))
