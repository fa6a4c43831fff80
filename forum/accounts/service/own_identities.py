"""Unlinking on the page of one's own account. Linking is in signing_on.py: it takes a way there and back."""

import sqlalchemy as sa

from forum.accounts.factors import Passkey
from forum.accounts.identities import Identity
from forum.accounts.models import User
from forum.accounts.security_events import Happened, note
from forum.audit import recorded
from forum.lib.db import atomic, db, found
from forum.lib.errors import Conflict, NotFound
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings


@atomic
def unlink(actor: Actor, public_id: str) -> None:
    """Raises NotFound, and Conflict for the last way in."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    identity = found(Identity, public_id, lock=True)
    if identity.user_id != user.id:
        raise NotFound
    others = sa.or_(
        sa.exists().where(Identity.user_id == user.id, Identity.id != identity.id),
        sa.exists().where(Passkey.user_id == user.id),
    )
    if user.password_hash is None and not db.session.scalar(sa.select(others)):
        raise Conflict(_("This is the only way into your account. Choose a password first; then unlink it."))
    with recorded(actor, "identity.unlink", user):
        note(user.id, Happened.PROVIDER_UNLINKED, _title(identity.provider))
        db.session.delete(identity)


def _title(provider: str) -> str:
    """What it is called; its name when it left the settings."""
    return next((one.title for one in settings().oidc_providers if one.name == provider), provider)
