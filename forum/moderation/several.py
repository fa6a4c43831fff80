"""Letting several held posts through in one go."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forum.lib.db import db
from forum.lib.errors import ForumError, NotFound, Stale
from forum.lib.i18n import _
from forum.moderation.declaring import action_named
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Item
from forum.moderation.performing import perform
from forum.moderation.rules import checked_ground, checked_reason
from forum.moderation.targets import parsed
from forum.moderation.things import ids_named
from forum.permissions import Actor, require
from forum.permissions import Permission as P

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Several:
    """`done`: the public ids of the decisions. `left`: what could not be done, and why, by `comment:abc`."""

    done: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def approve_several(
    actor: Actor, refs: Sequence[str], *, ground: str, reason: str, submission_key: str = ""
) -> Several:
    """Each in a transaction of its own: what somebody else settled meanwhile does not stop the others.

    Raises SignInNeeded, Refused, and Invalid for a ground or reason that will not do.
    """
    require(actor, P.QUEUE_WORK)
    checked_ground(ground, action_named("approve").grounds)
    checked_reason(reason)
    wanted = list(dict.fromkeys(refs))[:MOST_AT_ONCE]
    items = held_items(wanted)
    done: list[str] = []
    left: list[tuple[str, str]] = []
    for ref in wanted:
        try:
            if ref not in items:
                raise Stale(None, _("Another moderator has settled this in the meantime."))
            decision = perform(
                actor,
                "approve",
                ref,
                ground=ground,
                reason=reason,
                item=items[ref],
                submission_key=f"{submission_key}-{ref.partition(':')[2]}" if submission_key else "",
            )
            done.append(decision.public_id)
        except ForumError as error:
            left.append((ref, error.message))
    return Several(tuple(done), tuple(left))


def held_items(refs: Sequence[str]) -> dict[str, str]:
    """The public ids of the items in which these things wait to be seen. 2 statements for each kind."""
    named: dict[Kind, list[str]] = defaultdict(list)
    for ref in refs:
        try:
            kind, public_id = parsed(ref)
        except NotFound:
            continue
        named[kind].append(public_id)
    found: dict[str, str] = {}
    for kind, public_ids in named.items():
        ids = ids_named(kind, public_ids)
        open_ones = sa.select(Item.target_id, Item.public_id).where(
            Item.kind == kind,
            Item.target_id.in_(ids),
            Item.waits == Waits.HELD,
            Item.closed_at.is_(None),
        )
        for target_id, item in db.session.execute(open_ones):
            found[f"{kind.value}:{ids[target_id]}"] = item
    return found
