"""What administrators do for somebody's account. Each act stands in the register."""

from forum.accounts.mailboxes import forget_failures
from forum.accounts.models import Purpose, User
from forum.accounts.service.links import write_to
from forum.accounts.service.opening import promote
from forum.accounts.sessions import end_sessions
from forum.accounts.tokens import Continuation
from forum.audit import recorded
from forum.lib import clock
from forum.lib.db import atomic, found
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P

LONGEST_REASON = 500  # characters


@atomic
def change_role(actor: Actor, public_id: str, *, role: str, reason: str) -> None:
    """Give somebody another role; they sign in again. Raises as `promote`, and Invalid and NotFound."""
    require(actor, P.USER_PROMOTE)
    user = _person(public_id)
    problems: dict[str, str] = {}
    roles = {one.value: one for one in Role}
    cleaned = clean_line(reason[: 4 * LONGEST_REASON])
    if role not in roles:
        problems["role"] = _("Choose one of the roles.")
    elif roles[role] is user.role:
        problems["role"] = _("This is their role already. Choose another one.")
    if not cleaned:
        problems["reason"] = _("Say in a few words why. It stands in the register.")
    elif len(cleaned) > LONGEST_REASON:
        problems["reason"] = _("Use at most %(most)s characters.", most=LONGEST_REASON)
    if problems:
        raise Invalid(problems)
    promote(actor, user.email, roles[role], reason=cleaned)


@atomic
def confirm_by_hand(actor: Actor, public_id: str) -> None:
    """The address is theirs: an administrator knows. Again, it changes nothing. Raises NotFound."""
    require(actor, P.ADMINISTER)
    user = _person(public_id)
    if user.email_confirmed_at is None:
        with recorded(actor, "user.confirm", user):
            user.email_confirmed_at = clock.now()
            forget_failures(user.id)


@atomic
def send_reset_link(actor: Actor, public_id: str) -> None:
    """Mail them a link for a new password. Who sends it does not see it. Raises NotFound."""
    require(actor, P.ADMINISTER)
    user = _person(public_id)
    with recorded(actor, "user.send_reset", user):
        write_to(user.id, Purpose.RESET, Continuation())


@atomic
def sign_out_everywhere(actor: Actor, public_id: str) -> None:
    """End their sessions in every browser; one's own has its own page. Raises Conflict and NotFound."""
    require(actor, P.ADMINISTER)
    user = _person(public_id)
    if user.id == actor.id:
        raise Conflict(_("You can sign out your own devices under “Security” of your account."))
    with recorded(actor, "user.sign_out", user):
        end_sessions(user.id)


@atomic
def vouch(actor: Actor, public_id: str, *, for_them: bool) -> None:
    """Say that one knows who somebody is, or take that back. Their first comments then need not wait, and
    their votes count at once. Raises NotFound."""
    require(actor, P.ADMINISTER)
    user = _person(public_id)
    if user.is_vouched_for != for_them:
        with recorded(actor, "user.vouch" if for_them else "user.unvouch", user):
            user.is_vouched_for = for_them


def _person(public_id: str) -> User:
    user = found(User, public_id, lock=True)
    if user.is_pseudonym:
        raise NotFound
    return user
