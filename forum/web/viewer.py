"""Who looks at this page: one statement for each request, by Flask-Login and our own session rows.

The signed cookie carries a session token only; what it may do is looked up each time, so that ending
a session or suspending somebody works at once.
"""

from dataclasses import dataclass
from typing import cast

from flask import Flask, g, has_request_context, request, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user

from forum.accounts.events import SessionSeen
from forum.accounts.queries import SessionViewer, viewer_of_session
from forum.accounts.sessions import ABSOLUTE, is_glance_due
from forum.following.queries import unread
from forum.house_rules.queries import newest_number
from forum.jobs import later
from forum.lib import clock
from forum.lib.errors import SignInNeeded
from forum.lib.i18n import _
from forum.mandates.using import has_any
from forum.permissions import ANONYMOUS, Actor
from forum.web.unsigned import is_unsigned

login_manager = LoginManager()

NEWEST_RULES = newest_number()
UNREAD = unread()
HAS_MANDATES = has_any()


@dataclass(frozen=True)
class Viewer(UserMixin):
    """The signed-in person as templates see them."""

    token: str
    account: SessionViewer

    is_signed_in = True

    def get_id(self) -> str:
        return self.token

    @property
    def actor(self) -> Actor:
        return self.account.actor

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def role(self) -> str:
        return self.account.actor.role.value if self.account.actor.role else ""

    @property
    def locale(self) -> str | None:
        return self.account.locale

    @property
    def public_id(self) -> str:
        return self.account.public_id

    @property
    def is_from_provider(self) -> bool:
        """Whether this session began at a provider, where they may want to sign out too."""
        return "provider" in session

    @property
    def is_confirmed(self) -> bool:
        return self.account.actor.is_confirmed

    @property
    def has_rules_to_read(self) -> bool:
        return self.account.accepted_rules < self.account.newest_rules

    @property
    def unread(self) -> int:
        """Notifications, 100 for more than 99."""
        return self.account.unread

    @property
    def has_mandates(self) -> bool:
        """Whether some may fit a place; which do, is asked there."""
        return self.account.has_mandates

    @property
    def is_barred(self) -> bool:
        """From writing, by a suspension that holds now or because the account will be erased."""
        return self.account.suspension is not None or self.account.erase_at is not None


class Visitor(AnonymousUserMixin):
    """Somebody who is not signed in."""

    is_signed_in = False
    is_from_provider = False
    is_confirmed = False
    has_rules_to_read = False
    unread = 0
    has_mandates = False
    is_barred = False
    actor = ANONYMOUS
    name = ""
    role = ""
    locale = None
    public_id = ""


def recognise(app: Flask) -> None:
    app.config.update(
        PERMANENT_SESSION_LIFETIME=ABSOLUTE,
        SESSION_REFRESH_EACH_REQUEST=False,  # the cookie is set when signing in, not with every page
        SESSION_PROTECTION=None,  # the session row says whether it still holds
    )
    login_manager.anonymous_user = Visitor
    login_manager.init_app(app)


@login_manager.user_loader
def _load(token: str) -> Viewer | None:
    account = viewer_of_session(token, newest_rules=NEWEST_RULES, unread=UNREAD, has_mandates=HAS_MANDATES)
    if account is None:
        return None
    if is_glance_due(account.last_seen_at, clock.now()):
        later(SessionSeen(account.session_id))
    return Viewer(token, account)


def viewer() -> Viewer | Visitor:
    if not has_request_context():
        return Visitor()
    # Without a cookie there is no session to read, and the page stays the same for everybody.
    if "viewer" not in g:
        knows_sessions = request.cookies and not is_unsigned()
        g.viewer = current_user._get_current_object() if knows_sessions else Visitor()
    return cast(Viewer | Visitor, g.viewer)


def actor() -> Actor:
    return viewer().actor


def signed_in() -> Viewer:
    """Raises SignInNeeded."""
    person = viewer()
    if not isinstance(person, Viewer):
        raise SignInNeeded(_("Please sign in to do this."))
    return person
