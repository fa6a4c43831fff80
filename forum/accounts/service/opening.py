"""Opening an account, by oneself or by who runs the forum, and giving it a role."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from forum.accounts import passwords, rules
from forum.accounts.administered import others_who_administer
from forum.accounts.duty import is_required
from forum.accounts.handles import give_handle
from forum.accounts.invitations import Invited, invited_by, is_over, use_up
from forum.accounts.joining import Joining, check_address, check_may_join
from forum.accounts.models import Purpose, User
from forum.accounts.names import clean_name
from forum.accounts.naming import name_of_member
from forum.accounts.perspectives import perspectives
from forum.accounts.queries import user_id_of
from forum.accounts.service.links import write_if_few, write_to
from forum.accounts.sessions import end_sessions
from forum.accounts.staff import administrator_ids
from forum.accounts.tokens import Continuation
from forum.audit import recorded
from forum.lib import clock
from forum.lib.db import atomic, db, insert_if_absent, serialise
from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.i18n import _, current_locale
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P
from forum.settings import settings

NOWHERE = Continuation()


@dataclass(frozen=True, slots=True)
class Registration:
    """The form, as typed. `rules`: the version of the house rules that it asked to agree to; `invitation`:
    the secret of the link by which somebody came."""

    email: str
    name: str
    password: str = field(repr=False)
    perspective: str = ""
    organisation: str = ""
    accepts: bool = False
    rules: int = 0
    invitation: str = field(default="", repr=False)


def register(form: Registration, *, then: Continuation = NOWHERE) -> None:
    """Open an account, and mail the address: a link to confirm it, or that there is an account already.

    From outside both are the same, so that nobody learns who has an account here. Raises Invalid.
    """
    joining, invited = Joining(settings().registration), invited_by(form.invitation)
    check_may_join(joining, is_invited=bool(form.invitation))
    problems: dict[str, str] = {}
    choices = {choice.slug: choice.id for choice in perspectives(current_locale())}
    name = rules.collected(problems, lambda: name_of_member(form.name))
    email = rules.collected(problems, lambda: address_that_may_join(form.email, joining, invited))
    personal = [form.email[:200], form.name[:200], settings().site_name]
    rules.collected(problems, lambda: passwords.check_password(form.password, personal=personal))
    perspective = rules.collected(problems, lambda: rules.check_perspective(form.perspective, choices))
    organisation = rules.collected(problems, lambda: rules.clean_organisation(form.organisation))
    rules.collected(problems, lambda: rules.check_accepted(form.accepts))
    if joining is Joining.INVITE and invited is None:
        problems |= is_over().fields
    if problems:
        raise Invalid(problems)
    _open(
        email,
        then,
        invited,
        name=name,
        password_hash=passwords.hash_password(form.password),
        perspective_id=choices.get(perspective),
        organisation=organisation or None,
        locale=current_locale(),
        accepted_rules=form.rules,
    )


def address_that_may_join(typed: str, joining: Joining, invited: Invited | None) -> str:
    """In its canonical form. Raises Invalid at `email`."""
    domains = settings().registration_domains
    return check_address(rules.clean_email(typed), joining, domains, invited.email if invited else None)


@atomic
def _open(email: str, then: Continuation, invited: Invited | None, **values: object) -> None:
    is_new = insert_if_absent(User, email=email, joined_at=clock.now(), **values)
    user_id = user_id_of(email)
    if user_id is None:  # an imported pseudonym's address: as for any other, one hears nothing about it
        return
    if is_new:
        if invited is not None:
            use_up(invited, user_id)
        give_handle(db.session.get_one(User, user_id))
        write_to(user_id, Purpose.CONFIRM, then)
    else:
        write_if_few(user_id, Purpose.NOTICE, then)


def create_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role = Role.MEMBER,
    perspective: str = "",
    password: str | None = None,
) -> None:
    """Open an account for somebody whom the actor vouches for; the address counts as confirmed.

    Without a password they choose one through "forgotten password". Raises Invalid.
    """
    require(actor, P.USER_CREATE)
    problems: dict[str, str] = {}
    choices = {choice.slug: choice.id for choice in perspectives(current_locale())}
    canonical = rules.collected(problems, lambda: rules.clean_email(email))
    cleaned = rules.collected(problems, lambda: clean_name(name, is_staff=True))
    if perspective:
        rules.collected(problems, lambda: rules.check_perspective(perspective, choices))
    if password is not None:
        personal = [email, name, settings().site_name]
        rules.collected(problems, lambda: passwords.check_password(password, personal=personal))
    if problems:
        raise Invalid(problems)
    _create(
        actor,
        canonical,
        role,
        name=cleaned,
        password_hash=passwords.hash_password(password) if password is not None else None,
        perspective_id=choices.get(perspective),
    )


@atomic
def _create(actor: Actor, email: str, role: Role, **values: object) -> None:
    now = clock.now()
    vouched: dict[str, object] = {"email_confirmed_at": now, "is_vouched_for": True, "role": role}
    if is_required(role, settings().require_second_factor):
        vouched["duty_since"] = now
    if not insert_if_absent(User, email=email, joined_at=now, **vouched, **values):
        raise Invalid({"email": _("There is already an account with this e-mail address.")})
    user = db.session.scalars(sa.select(User).where(User.email == email)).one()
    with recorded(actor, "user.create", user):
        give_handle(user, is_staff=user.role is not Role.MEMBER)


@atomic
def promote(actor: Actor, email: str, role: Role, *, reason: str) -> None:
    """Give an account a role. It signs in anew: a session never gains or loses rights on the way.

    Raises Conflict when nobody would be left to administer the forum.
    """
    require(actor, P.USER_PROMOTE)
    canonical = rules.clean_email(email)
    serialise("administrators")
    user = db.session.scalar(
        sa.select(User).where(User.email == canonical, User.is_pseudonym.is_(False)).with_for_update()
    )
    if user is None:
        raise Invalid({"email": _("There is no account with this e-mail address.")})
    if user.role is role:
        return
    if actor.id is not None and actor.id not in administrator_ids():
        # Another administrator took the actor's role away in this very moment.
        raise Refused(_("You are not allowed to do this."))
    if user.role is Role.ADMIN and not others_who_administer(user.id):
        raise Conflict(
            _("Nobody else could administer the forum then. First make somebody else administrator.")
        )
    with recorded(actor, "user.promote", user, reason):
        user.role = role
    user.duty_since = clock.now() if is_required(role, settings().require_second_factor) else None
    end_sessions(user.id)
