import pytest
import sqlalchemy as sa

from forum.accounts import passwords
from forum.accounts.identities import Identity
from forum.accounts.models import User, UserSession
from forum.lib.db import atomic
from tests.factories import a_user
from tests.oidc_provider import running_provider
from tests.web.accounts.signing_on import ROBIN, as_setting

PASSWORD = "korenbloem fiets zes"


@atomic
def with_password(user: User) -> User:
    user.password_hash = passwords.hash_password(PASSWORD)
    return user


@pytest.fixture
def dana(article):
    """A member with a password: PASSWORD."""
    return with_password(a_user("dana", perspective="provider"))


@pytest.fixture
def noord(clock):
    """A provider that works, and at which nobody is signed in yet."""
    with running_provider(clock) as provider:
        yield provider


@pytest.fixture
def robin(with_noord, noord, db):
    """Somebody with an account who signs in at the provider."""
    noord.somebody = dict(ROBIN)

    @atomic
    def link():
        one = a_user("robin")
        db.session.flush()
        now = one.joined_at
        db.session.add(
            Identity(user_id=one.id, issuer=noord.issuer, subject="robin-1", provider="noord", linked_at=now)
        )
        return one

    return link()


@pytest.fixture
def with_noord(noord, configure, article):
    """The forum, on which people can sign in at it as `noord`; takes other settings of the provider."""

    def change(**fields):
        configure(oidc_providers=(as_setting(noord, **fields),))

    change()
    return change


@pytest.fixture
def accounts(db, robin):
    """What may not change."""

    def look():
        db.session.rollback()
        tables = (User, UserSession, Identity)
        return [[tuple(row) for row in db.session.execute(sa.select(model.__table__))] for model in tables]

    return look


@pytest.fixture
def refuses(nobody, accounts):
    """Run something that must end at a page with these words, with nobody signed in and nothing changed."""

    def check(page, words, status):
        assert words in page.words("main"), page.words("main")
        assert page.status_code == status
        assert page.select_one("main a.button[href^='/login']")
        assert nobody.get("/account").status_code == 303
        assert accounts() == before

    before = accounts()
    return check
