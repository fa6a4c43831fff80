"""Inviting people, and taking an invitation back."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts import rules
from forum.accounts.events import InvitationMade
from forum.accounts.invitations import (
    LONGEST_DAYS,
    MOST_USES,
    Invitation,
    InvitationState,
    secret_in,
    state_of,
)
from forum.accounts.perspectives import perspectives
from forum.accounts.queries import Recipient
from forum.accounts.tokens import hash_token, secret_of
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found
from forum.lib.errors import Invalid
from forum.lib.i18n import _, current_locale
from forum.lib.ids import new_token
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings


@atomic
def invite(
    actor: Actor,
    *,
    email: str = "",
    perspective: str = "",
    organisation: str = "",
    uses: int = 1,
    days: int = 30,
) -> Invitation:
    """Make a link for so many accounts, for so many days. With an address it is mailed there, and is for
    that address only, once. Raises Invalid."""
    require(actor, P.INVITE)
    problems: dict[str, str] = {}
    choices = {choice.slug: choice.id for choice in perspectives(current_locale())}
    canonical = rules.collected(problems, lambda: rules.clean_email(email)) if email.strip() else ""
    if perspective:
        rules.collected(problems, lambda: rules.check_perspective(perspective, choices))
    organisation = rules.collected(problems, lambda: rules.clean_organisation(organisation))
    if not 1 <= uses <= MOST_USES:
        problems["uses"] = _("Choose a number from 1 to %(most)s.", most=MOST_USES)
    if not 1 <= days <= LONGEST_DAYS:
        problems["days"] = _("Choose a number from 1 to %(most)s.", most=LONGEST_DAYS)
    if problems:
        raise Invalid(problems)
    nonce, now = new_token(), clock.now()
    invitation = Invitation(
        nonce=nonce,
        token_hash=hash_token(secret_of(nonce, settings().secret_key, use="invitation")),
        email=canonical or None,
        locale=current_locale(),
        perspective_id=choices.get(perspective),
        organisation=organisation or None,
        most_uses=1 if canonical else uses,
        made_by_id=actor.id,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(invitation)
    db.session.flush()
    with recorded(actor, "invitation.make", invitation):
        pass
    if canonical:
        emit(InvitationMade(invitation.id))
    return invitation


@atomic
def revoke_invitation(actor: Actor, public_id: str) -> None:
    """From now on the link makes no account. Accounts that it made stay. Raises NotFound."""
    require(actor, P.INVITE)
    invitation = found(Invitation, public_id, lock=True)
    if invitation.revoked_at is None:
        with recorded(actor, "invitation.revoke", invitation):
            invitation.revoked_at = clock.now()


def letter_of(invitation_id: int) -> tuple[Recipient, str, int] | None:
    """For the worker: to whom, the secret, and the days left. None: it does not work any more."""
    invitation = db.session.scalar(sa.select(Invitation).where(Invitation.id == invitation_id))
    now = clock.now()
    if invitation is None or not invitation.email or state_of(invitation, now) is not InvitationState.OPEN:
        return None
    days = max(1, round((invitation.expires_at - now) / timedelta(days=1)))
    return Recipient(None, invitation.email, invitation.email, invitation.locale), secret_in(invitation), days
