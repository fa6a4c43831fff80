import pytest

from forum.accounts import passwords
from forum.accounts.models import User
from forum.lib.db import atomic, db
from tests.browsing import Person
from tests.lives import Life, a_full_life

PASSWORD = "a quiet river in spring"


@pytest.fixture
def life(article, mo, bob, ada) -> Life:
    return a_full_life(mo, bob, ada)


@pytest.fixture
def as_alice(app, alice) -> Person:
    """With a password, to show that it is her."""
    _has_password(alice)
    return Person(app, alice)


@pytest.fixture
def password() -> str:
    return PASSWORD


@atomic
def _has_password(user):
    db.session.get_one(User, user.id).password_hash = passwords.hash_password(PASSWORD)
