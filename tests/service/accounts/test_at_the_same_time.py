"""Two requests at once: what may happen once happens once."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.service import Registration, confirm_email, register, request_confirmation
from forum.accounts.tokens import LinkExpired
from tests.factories import a_user, as_actor
from tests.letters import secret_in, sent_by, text_of


def at_once(app, call, times: int = 6) -> list:
    """What each call gave, or the error it raised."""

    def one(_number):
        with app.app_context():
            try:
                return call()
            except Exception as error:
                return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(lambda number: contextvars.Context().run(one, number), range(times)))


def test_an_address_registered_many_times_at_once_has_one_account(app, article, db, mailbox):
    form = Registration("robin@example.nl", "Robin Smit", "korenbloem fiets zes", "provider", accepts=True)
    answers = at_once(app, lambda: register(form))
    assert answers == [None] * 6
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 1
    links = [message for message in sent_by(mailbox, form.email) if "/account/confirm" in text_of(message)]
    assert len(links) == 1


def test_a_link_used_many_times_at_once_works_once(app, db, mailbox):
    newcomer = a_user("newcomer", is_confirmed=False)
    request_confirmation(as_actor(newcomer))
    secret = secret_in(sent_by(mailbox, newcomer.email)[0])
    db.session.rollback()
    answers = at_once(app, lambda: confirm_email(secret))
    assert sum(isinstance(answer, LinkExpired) for answer in answers) == 5
