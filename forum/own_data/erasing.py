"""Erasing an account in all rooms (General Data Protection Regulation, article 17).

In steps, each a transaction of its own and safe to run twice: a worker that dies half-way goes on where it
was. Only the last step takes the name and the address away, so that until then it is known whose it is.
What is declared as GONE or CLEARED needs no code here. What stays, and why: docs/decisions/0029-erasure.md.
"""

import logging
from collections.abc import Callable

import sqlalchemy as sa

from forum.accounts.erasing import Erasure
from forum.accounts.events import ErasureDone
from forum.accounts.models import User
from forum.accounts.sessions import end_sessions
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.batches import BATCH
from forum.lib.db import atomic, db
from forum.lib.i18n import _, force_locale
from forum.lib.ids import new_public_id
from forum.mandates.models import Mandate, MandateState
from forum.own_data.copies import forget_old_files
from forum.own_data.declared import DECLARED
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.mentions import take_out_mentions
from forum.own_data.pseudonyms import address_of_nobody, part_with_votes
from forum.own_data.traces import take_out_traces
from forum.permissions import SYSTEM, Role
from forum.settings import settings

log = logging.getLogger(__name__)


def erase_due() -> int:
    """Erase the accounts whose time has come, and those that were begun. Returns how many."""
    return sum(erase(erasure_id) for erasure_id in _due())


def erase(erasure_id: int) -> bool:
    """False when it is not time yet, or was done before."""
    user_id = _begin(erasure_id)
    if user_id is None:
        return False
    # First what still needs to know how this person is called, last the account itself.
    for name, step in OWN_WAYS.items():
        if name != "account":
            step(user_id)
    for one in DECLARED:
        if one.erased is Fate.GONE:
            _in_batches(_delete(one, user_id))
        elif one.erased is Fate.CLEARED:
            _in_batches(_clear(one, user_id))
    OWN_WAYS["account"](user_id)
    forget_old_files()
    return True


def _due() -> list[int]:
    waiting = (
        sa.select(Erasure.id)
        .join(User, User.id == Erasure.user_id)
        .where(Erasure.done_at.is_(None))
        .where(sa.or_(Erasure.begun_at.is_not(None), User.erase_at <= clock.now()))
        .order_by(Erasure.id)
    )
    return list(db.session.scalars(waiting))


@atomic
def _begin(erasure_id: int) -> int | None:
    """From here on there is no way back. Returns whose account it is."""
    erasure = db.session.get(Erasure, erasure_id, populate_existing=True)
    if erasure is None or erasure.done_at is not None:
        return None
    user = db.session.get_one(User, erasure.user_id, with_for_update=True, populate_existing=True)
    erasure = db.session.get(Erasure, erasure_id, with_for_update=True, populate_existing=True)
    if erasure is None or user.erase_at is None or user.erase_at > clock.now():
        return None
    if user.role is Role.ADMIN:
        log.warning("account %s administers the forum since it asked to be erased: it stays", user.public_id)
        return None
    erasure.begun_at = erasure.begun_at or clock.now()
    end_sessions(user.id)
    return user.id


def _delete(one: OwnData, user_id: int) -> sa.Delete:
    return sa.delete(one.table).where(_some(one, user_id))


def _clear(one: OwnData, user_id: int) -> sa.Update:
    return sa.update(one.table).where(_some(one, user_id)).values({one.column.name: None})


def _some(one: OwnData, user_id: int) -> sa.ColumnElement[bool]:
    """A batch of the rows, whatever their primary key is."""
    key = list(one.table.primary_key.columns)
    rows = sa.select(*key).where(one.column == user_id, *one.where).limit(BATCH)
    return key[0].in_(rows) if len(key) == 1 else sa.tuple_(*key).in_(rows)


def _in_batches(statement: sa.Delete | sa.Update) -> None:
    @atomic
    def one_batch() -> int:
        return db.session.execute(statement).rowcount  # type: ignore[attr-defined]

    while one_batch():
        pass


@atomic
def _end(user_id: int) -> None:
    """Nothing says any more who it was, but the address to which the last mail goes."""
    user = db.session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    erasure = db.session.scalars(sa.select(Erasure).where(Erasure.user_id == user_id)).one()
    end_sessions(user_id)
    take_out_traces(user)
    erasure.farewell_name, erasure.farewell_email = user.name, user.email
    erasure.farewell_locale = user.locale
    erasure.done_at = clock.now()
    erasure.keeps_votes = False  # so that it does not lead to a pseudonym
    with recorded(SYSTEM, "user.erase", user):
        make_nobody(user)
    emit(ErasureDone(erasure.id))


def make_nobody(user: User) -> None:
    """What stays of an account, as declared/accounts.py has it in AFTER."""
    user.public_id = new_public_id()
    with force_locale(settings().default_locale):
        user.name = _("Former participant")
    user.email = address_of_nobody(user.public_id)
    user.handle = user.email_confirmed_at = user.password_hash = None
    user.role = Role.MEMBER
    user.organisation = user.about = user.locale = None
    user.joined_at = user.joined_at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    user.is_pseudonym, user.is_vouched_for = True, False
    user.suspension = user.suspended_until = user.duty_since = None
    user.accepted_rules = 0
    user.erase_at = None


@atomic
def _end_mandates(user_id: int) -> None:
    """Nobody speaks by them any more, and what showed that they held names people. Who held one before stays
    in the organisation's history, under the name of nobody."""
    mandates = sa.select(Mandate).where(Mandate.holder_id == user_id).order_by(Mandate.id)
    for mandate in db.session.scalars(mandates.with_for_update()):
        if mandate.state in (MandateState.ASKED, MandateState.CONFIRMED):
            with recorded(SYSTEM, "mandate.withdraw", mandate):
                mandate.state, mandate.settled_at = MandateState.WITHDRAWN, clock.now()
        mandate.evidence = mandate.link = mandate.contact = ""


OWN_WAYS: dict[str, Callable[[int], None]] = {
    "account": _end,
    "votes": part_with_votes,
    "mentions": take_out_mentions,
    "mandates": _end_mandates,
}
