import pytest

from forum.accounts import passwords
from forum.accounts.models import User
from forum.lib.db import atomic
from tests.factories import a_user

PASSWORD = "korenbloem fiets zes"


@atomic
def with_password(user: User) -> User:
    user.password_hash = passwords.hash_password(PASSWORD)
    return user


@pytest.fixture
def dana(article):
    """A member with a password: PASSWORD."""
    return with_password(a_user("dana", perspective="provider"))
