"""Making an account for somebody whom a provider sent, and who was not here before."""

from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts import rules
from forum.accounts.handles import give_handle
from forum.accounts.identities import Arrival, SignOnAttempt
from forum.accounts.invitations import Invitation, InvitationState, Invited, is_over, state_of, use_up
from forum.accounts.joining import Joining
from forum.accounts.models import Purpose, User
from forum.accounts.naming import name_of_member
from forum.accounts.oidc.problems import AttemptOver
from forum.accounts.perspectives import Perspective, perspectives
from forum.accounts.provider_sessions import begin_at_provider
from forum.accounts.queries import user_id_of
from forum.accounts.service.admitting import SignedIn, admit
from forum.accounts.service.links import write_if_few, write_to
from forum.accounts.service.opening import address_that_may_join
from forum.accounts.service.signing_on import KnownAddress, add_identity, check_may_arrive
from forum.accounts.tokens import Continuation, hash_token
from forum.lib import clock
from forum.lib.db import atomic, db, insert_if_absent
from forum.lib.errors import Invalid
from forum.lib.i18n import current_locale
from forum.settings import Provider, settings


@dataclass(frozen=True, slots=True)
class Arriving:
    """Somebody who came from a provider and is about to join, with what is known."""

    arrival: Arrival
    then: Continuation
    invited: Invited | None


@dataclass(frozen=True, slots=True)
class JoinForm:
    """As typed. `email` counts only where the provider does not answer for one."""

    name: str
    email: str = ""
    perspective: str = ""
    organisation: str = ""
    accepts: bool = False
    rules: int = 0


def arriving(provider: Provider, public_id: str, *, browser: str) -> Arriving:
    """2 statements at most. Raises AttemptOver."""
    return _arriving(_waiting(provider, public_id, browser))


def _waiting(provider: Provider, public_id: str, browser: str, *, lock: bool = False) -> SignOnAttempt:
    select = sa.select(SignOnAttempt).where(
        SignOnAttempt.public_id == public_id,
        SignOnAttempt.provider == provider.name,
        SignOnAttempt.browser_hash == hash_token(browser),
    )
    attempt = db.session.scalar(select.with_for_update() if lock else select)
    is_over = attempt is None or attempt.joined_at is not None or clock.now() >= attempt.expires_at
    if attempt is None or attempt.arrival is None or is_over:
        raise AttemptOver
    return attempt


def _arriving(attempt: SignOnAttempt) -> Arriving:
    return Arriving(
        arrival=Arrival(**(attempt.arrival or {})),
        then=Continuation(attempt.continue_to, attempt.draft_key),
        invited=_invited(attempt.invitation_id),
    )


def _invited(invitation_id: int | None) -> Invited | None:
    if invitation_id is None:
        return None
    row = db.session.execute(
        sa.select(Invitation, Perspective.slug)
        .outerjoin(Perspective, Perspective.id == Invitation.perspective_id)
        .where(Invitation.id == invitation_id)
    ).one_or_none()
    if row is None or state_of(row[0], clock.now()) is not InvitationState.OPEN:
        return None
    return Invited(row[0].id, "", row[0].email or "", row[1] or "", row[0].organisation or "")


@atomic
def join_by_provider(
    provider: Provider,
    public_id: str,
    form: JoinForm,
    *,
    browser: str,
    user_agent: str = "",
    device: str = "",
) -> SignedIn | KnownAddress | None:
    """Open the account with the identity, and sign in.

    Where the provider does not answer for the address, nobody is signed in: as with any registration, a
    mail goes there (None), and the answer is the same for an address that has an account. Raises Invalid,
    Refused and AttemptOver.
    """
    attempt = _waiting(provider, public_id, browser, lock=True)
    who = _arriving(attempt)
    check_may_arrive(provider, has_invitation=attempt.invitation_id is not None)
    email, values = _checked(provider, form, who, needs_invitation=attempt.invitation_id is not None)
    is_answered_for, now = who.arrival.is_email_verified, clock.now()
    values["email_confirmed_at"] = now if is_answered_for else None
    is_new = insert_if_absent(User, email=email, joined_at=now, **values)
    user_id = user_id_of(email)
    attempt.joined_at = now
    if not is_new:
        if is_answered_for:
            return KnownAddress(email, who.then)
        if user_id is not None:  # not an imported pseudonym's address
            write_if_few(user_id, Purpose.NOTICE, who.then)
        return None
    user = db.session.get_one(User, user_id)
    if who.invited is not None:
        use_up(who.invited, user.id)
    give_handle(user)
    add_identity(provider, who.arrival, user.id)
    if is_answered_for:
        via = begin_at_provider(provider.name, who.arrival, user.id)
        return admit(user, user_agent, device, then=who.then, tells=False, via=via)
    write_to(user.id, Purpose.CONFIRM, who.then)
    return None


def _checked(
    provider: Provider, form: JoinForm, who: Arriving, *, needs_invitation: bool
) -> tuple[str, dict[str, object]]:
    """The address and the other values. Raises Invalid."""
    joining = Joining.OPEN if provider.join == "always" else Joining(settings().registration)
    problems: dict[str, str] = {}
    choices = {choice.slug: choice.id for choice in perspectives(current_locale())}
    typed = who.arrival.email if who.arrival.is_email_verified else form.email
    name = rules.collected(problems, lambda: name_of_member(form.name))
    email = rules.collected(problems, lambda: address_that_may_join(typed, joining, who.invited))
    perspective = rules.collected(problems, lambda: rules.check_perspective(form.perspective, choices))
    organisation = rules.collected(problems, lambda: rules.clean_organisation(form.organisation))
    rules.collected(problems, lambda: rules.check_accepted(form.accepts))
    if joining is Joining.INVITE and needs_invitation and who.invited is None:
        problems |= is_over().fields
    if problems:
        raise Invalid(problems)
    return email, {
        "name": name,
        "perspective_id": choices.get(perspective),
        "organisation": organisation or None,
        "locale": current_locale(),
        "accepted_rules": form.rules,
    }
