"""Commands on what one follows and on one's own notifications. For who is suspended too."""

import sqlalchemy as sa

from forum.accounts.tokens import hash_token
from forum.following.followed import Followed, followed, once_followed
from forum.following.models import Cadence, FeedKey, Follow, FollowKind, FollowSettings, Notification
from forum.lib import clock
from forum.lib.db import atomic, copy_if_absent, db, insert_if_absent, upsert
from forum.lib.ids import new_token
from forum.permissions import Actor, require
from forum.permissions import Permission as P

BY_ITSELF = Cadence.DAILY
"""How somebody hears of what they take part in, until they choose: not a mail for each comment."""


@atomic
def follow(actor: Actor, ref: str, cadence: Cadence) -> Followed:
    """Follow it, or follow it in another way. Raises NotFound for what this actor cannot read."""
    require(actor, P.ACCOUNT_CHANGE)
    thing = followed(actor, ref)
    _choose(actor.user_id, thing, cadence)
    return thing


@atomic
def unfollow(actor: Actor, ref: str) -> Followed:
    """Taking part later does not bring it back. What was taken away since can be left too."""
    require(actor, P.ACCOUNT_CHANGE)
    thing = once_followed(ref)
    if not _has_chosen(actor.user_id, thing):
        thing = followed(actor, ref)
    _choose(actor.user_id, thing, Cadence.OFF)
    return thing


@atomic
def follow_by_itself(actor: Actor, is_automatic: bool) -> None:
    """Whether one follows what one takes part in, from now on."""
    require(actor, P.ACCOUNT_CHANGE)
    values = {"user_id": actor.user_id, "is_automatic": is_automatic}
    upsert(FollowSettings, values, update={"is_automatic": is_automatic})


@atomic
def make_feed_key(actor: Actor) -> str:
    """A secret for the address of one's own feed, which nobody can tell again; an earlier one ends."""
    require(actor, P.ACCOUNT_CHANGE)
    secret = new_token()
    made = {"token_hash": hash_token(secret), "made_at": clock.now()}
    upsert(FeedKey, {"user_id": actor.user_id} | made, update=made)
    return secret


@atomic
def drop_feed_key(actor: Actor) -> None:
    require(actor, P.ACCOUNT_CHANGE)
    db.session.execute(sa.delete(FeedKey).where(FeedKey.user_id == actor.user_id))


@atomic
def hear_mentions(actor: Actor, hears: bool) -> None:
    """Whether one is told when somebody mentions one, from now on."""
    require(actor, P.ACCOUNT_CHANGE)
    values = {"user_id": actor.user_id, "hears_mentions": hears}
    upsert(FollowSettings, values, update={"hears_mentions": hears})


@atomic
def mark_read(actor: Actor, ids: list[int]) -> None:
    """One's own among these."""
    require(actor, P.ACCOUNT_CHANGE)
    read_now(actor.user_id, Notification.id.in_(ids))


@atomic
def mark_all_read(actor: Actor, *, up_to: int) -> None:
    """Those up to the newest that was on the page: what came since was not seen."""
    require(actor, P.ACCOUNT_CHANGE)
    read_now(actor.user_id, Notification.id <= up_to)


def read_now(user_id: int, which: sa.ColumnElement[bool]) -> None:
    """Part of a command."""
    db.session.execute(
        sa.update(Notification)
        .where(Notification.user_id == user_id, Notification.read_at.is_(None), which)
        .values(read_at=clock.now())
    )


def takes_part(user_id: int, kind: FollowKind, target_id: int) -> None:
    """Part of a command: follow what somebody takes part in, unless they said otherwise of it or of all."""
    is_off = sa.select(FollowSettings.user_id).where(
        FollowSettings.user_id == user_id, FollowSettings.is_automatic.is_(False)
    )
    if db.session.scalar(is_off) is not None:
        return
    insert_if_absent(
        Follow,
        user_id=user_id,
        kind=kind,
        target_id=target_id,
        cadence=BY_ITSELF,
        is_automatic=True,
        since=clock.now(),
    )


def lead_on(kind: FollowKind, from_id: int, to_id: int) -> None:
    """Part of a command: who followed what went on elsewhere follows that, unless they chose already."""
    rows = sa.select(
        Follow.user_id,
        Follow.kind,
        sa.literal(to_id).label("target_id"),
        Follow.cadence,
        Follow.is_automatic,
        Follow.since,
    ).where(Follow.kind == kind, Follow.target_id == from_id)
    copy_if_absent(Follow, rows)


def _has_chosen(user_id: int, thing: Followed) -> bool:
    key = {"user_id": user_id, "kind": thing.kind, "target_id": thing.id}
    return db.session.scalar(sa.select(Follow.user_id).filter_by(**key)) is not None


def _choose(user_id: int, thing: Followed, cadence: Cadence) -> None:
    chosen = {"cadence": cadence, "is_automatic": False}
    key = {"user_id": user_id, "kind": thing.kind, "target_id": thing.id}
    upsert(Follow, key | chosen | {"since": clock.now()}, update=chosen)
