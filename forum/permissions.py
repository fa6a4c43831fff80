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
    """Whoever acts: plain values, read once for each request. `id` is None for ANONYMOUS and SYSTEM.

    `is_suspended`: reads only. `is_silenced`: may vote, and writes nothing. `is_leaving`: wants their account
    erased, and is suspended until that is done.
    """

    id: int | None
    role: Role | None = None
    is_confirmed: bool = False
    is_suspended: bool = False
    is_silenced: bool = False
    is_leaving: bool = False
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


def is_not_barred(actor: Actor, _target: Any) -> bool:
    return not (actor.is_suspended or actor.is_silenced)


def may_write(actor: Actor, target: Any) -> bool:
    return in_good_standing(actor, target) and not actor.is_silenced


def moderates(actor: Actor, _target: Any) -> bool:
    return actor.role in (Role.MODERATOR, Role.ADMIN) and is_not_barred(actor, _target)


def administers(actor: Actor, target: Any) -> bool:
    return actor.role is Role.ADMIN and moderates(actor, target)


def is_system(actor: Actor, _target: Any) -> bool:
    return actor.is_system


def is_own(actor: Actor, target: Any) -> bool:
    return actor.id is not None and target.author_id == actor.id


def is_not_own(actor: Actor, target: Any) -> bool:
    """Nobody decides about themselves."""
    return target.author_id != actor.id


def may_touch(actor: Actor, target: Any) -> bool:
    """What belongs to an administrator is for administrators."""
    return target.author_role is not Role.ADMIN or actor.role is Role.ADMIN


def is_addressee(actor: Actor, target: Any) -> bool:
    """A decision is about what this person wrote, about their account, or about what they reported."""
    return actor.id is not None and actor.id in target.addressee_ids


def did_not_decide(actor: Actor, target: Any) -> bool:
    """An appeal is answered by another moderator than the one who decided."""
    return target.decider_id != actor.id


def is_not_concerned(actor: Actor, target: Any) -> bool:
    """Nor by whoever the decision was about: somebody else may have objected to it."""
    return target.concerned_id != actor.id


def is_confirmer(actor: Actor, target: Any) -> bool:
    """Speaks for the same organisation, at least in that place."""
    return actor.id is not None and actor.id in target.confirmer_ids


def is_overseer(actor: Actor, target: Any) -> bool:
    """Speaks for the same organisation in the whole forum."""
    return actor.id is not None and actor.id in target.overseer_ids


def is_visible(_actor: Actor, target: Any) -> bool:
    return target.is_visible


def is_in_place(_actor: Actor, target: Any) -> bool:
    """Nobody took it away: it is visible, or waits for a moderator."""
    return target.is_visible or target.is_held


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
    COMMENT_SIGN = "comment.sign"  # show one's name with a text that left it out
    POSITION_PROPOSE = "position.propose"  # target: a question
    POSITION_READ = "position.read"
    POSITION_VOTE = "position.vote"
    POSITION_SUPERSEDE = "position.supersede"
    POSITION_WITHDRAW = "position.withdraw"
    SOURCE_ANSWER = "source.answer"  # target: the comment that a position was taken from
    FLAG_RAISE = "flag.raise"  # target: a contribution
    APPEAL_MAKE = "appeal.make"  # target: a decision
    QUEUE_WORK = "queue.work"  # the queue, notes, the whole register
    CURATE = "moderation.curate"  # put in order, without judging: target: a contribution or a question
    DECIDE = "moderation.decide"  # take away, give back, suspend: target: a contribution or an account
    APPEAL_ANSWER = "appeal.answer"  # target: an appeal
    SYNTHESIS_WRITE = "synthesis.write"  # target: a question
    SYNTHESIS_RECOGNISE = "synthesis.recognise"  # target: a question
    RECOGNITION_WITHDRAW = "recognition.withdraw"  # one's own
    MANDATE_ASK = "mandate.ask"
    MANDATE_READ = "mandate.read"  # with its evidence; target: a mandate, and who else holds one
    MANDATE_CONFIRM = "mandate.confirm"
    MANDATE_WITHDRAW = "mandate.withdraw"
    ORGANISATION_CORRECT = "organisation.correct"
    ORGANISATION_MERGE = "organisation.merge"  # cannot be undone
    RULES_EDIT = "rules.edit"  # the house rules
    ADMINISTER = "forum.administer"  # see how it runs, and mend it
    DRAFT_KEEP = "draft.keep"
    PREVIEW = "preview"
    ACCOUNT_CHANGE = "account.change"  # one's own
    PROFILE_CHANGE = "profile.change"  # one's own: what others see of it
    INVITE = "invitation.make"  # and see, and revoke
    OWN_DATA_TAKE = "own_data.take"  # one's own, also when suspended or closed
    ACCOUNT_ERASE = "account.erase"  # one's own
    USER_ERASE = "user.erase"  # somebody's who asked for it in another way
    USER_CREATE = "user.create"
    USER_PROMOTE = "user.promote"
    FACTORS_FORGET = "factors.forget"  # of somebody who lost them all
    ARTICLE_LOAD = "article.load"
    DATA_IMPORT = "data.import"
    DATA_EXPORT = "data.export"  # holds votes of single people: by the command line only


P = Permission

Policy = dict[Permission, tuple[tuple[Condition, ...], ...]]

POLICY: Policy = {
    P.THREAD_READ: ((is_visible,), (moderates,)),
    P.THREAD_START: ((may_write, is_open),),
    P.COMMENT_POST: ((may_write, is_visible, is_open),),
    P.COMMENT_READ: ((is_visible,), (moderates,), (is_own,)),
    P.COMMENT_EDIT: ((may_write, is_own, is_in_place, is_open),),
    P.COMMENT_WITHDRAW: ((signed_in, is_own, is_in_place),),
    P.COMMENT_SIGN: ((may_write, is_own, is_in_place),),
    P.POSITION_PROPOSE: ((may_write, is_open),),
    P.POSITION_READ: ((is_visible,), (moderates,), (is_own,)),
    P.POSITION_VOTE: ((in_good_standing, is_visible, is_open),),
    P.POSITION_SUPERSEDE: ((may_write, is_own, is_visible, is_open),),
    P.POSITION_WITHDRAW: ((signed_in, is_own, is_unvoted),),
    P.SOURCE_ANSWER: ((in_good_standing, is_own, is_visible),),
    P.FLAG_RAISE: ((may_write, is_visible, is_not_own),),
    P.APPEAL_MAKE: ((signed_in, is_addressee),),
    P.QUEUE_WORK: ((moderates,),),
    P.CURATE: ((moderates,),),
    P.DECIDE: ((moderates, is_not_own, may_touch), (is_system,)),
    P.APPEAL_ANSWER: ((moderates, is_not_own, did_not_decide, is_not_concerned),),
    P.SYNTHESIS_WRITE: ((moderates, is_open),),
    P.SYNTHESIS_RECOGNISE: ((may_write,),),
    P.RECOGNITION_WITHDRAW: ((signed_in, is_own),),
    P.MANDATE_ASK: ((may_write,),),
    P.MANDATE_READ: ((is_own,), (in_good_standing, is_confirmer), (moderates,)),
    P.MANDATE_CONFIRM: ((may_write, is_not_own, is_confirmer),),
    P.MANDATE_WITHDRAW: ((signed_in, is_own), (in_good_standing, is_overseer)),
    P.ORGANISATION_CORRECT: ((moderates,),),
    P.ORGANISATION_MERGE: ((administers,),),
    P.RULES_EDIT: ((administers,),),
    P.ADMINISTER: ((administers,), (is_system,)),
    P.DRAFT_KEEP: ((signed_in,),),
    P.PREVIEW: ((anyone,),),
    P.ACCOUNT_CHANGE: ((signed_in,),),
    P.PROFILE_CHANGE: ((signed_in, is_not_barred),),
    P.INVITE: ((moderates,),),
    P.OWN_DATA_TAKE: ((signed_in,), (is_system,)),
    P.ACCOUNT_ERASE: ((signed_in,),),
    P.USER_ERASE: ((is_system,),),
    P.USER_CREATE: ((administers,), (is_system,)),
    P.USER_PROMOTE: ((administers,), (is_system,)),
    P.FACTORS_FORGET: ((administers,), (is_system,)),
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
    if actor.is_leaving:
        raise Refused(_("Your account is about to be erased, so you cannot do this now."))
    if actor.is_suspended:
        raise Refused(_("Your account is suspended, so you cannot do this now."))
    if not actor.is_confirmed:
        raise Refused(_("Please confirm your e-mail address first. We have sent you a message with a link."))
    if getattr(target, "concluded_at", None) is not None:
        raise Refused(_("This question is concluded: it takes no new contributions."))
    if target is not None and not getattr(target, "is_open", True):
        raise Refused(_("This conversation is closed to new contributions."))
    if actor.is_silenced:
        raise Refused(_("Your account cannot write now. You can still read and vote."))
    raise Refused(_("You are not allowed to do this."))
