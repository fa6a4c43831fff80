"""An authenticator app in somebody's hand."""

from pyotp.hotp import HOTP

from forum.accounts import authenticator
from forum.accounts.service import NewFactor, add_app
from forum.lib import clock
from forum.settings import settings
from tests.factories import as_actor


class Phone:
    """Shows the codes of one account."""

    def __init__(self, user_id: int, nonce: str) -> None:
        self.nonce = nonce
        self._secret = authenticator.secret_of(nonce, user_id, settings().secret_key)

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many steps later."""
        return HOTP(self._secret).at(authenticator.step_of(clock.now()) + steps)


def with_app(user) -> tuple[Phone, NewFactor]:
    """Set up an app for somebody; the code that confirmed it is used up."""
    phone = Phone(user.id, authenticator.new_nonce())
    return phone, add_app(as_actor(user), nonce=phone.nonce, code=phone.code())
