"""Where one reads why something was taken away."""

from collections.abc import Sequence

from flask import url_for

from forum.moderation.kinds import Kind
from forum.moderation.tombstones import Tombstone, tombstones
from forum.permissions import Permission as P
from forum.permissions import can
from forum.web.viewer import actor

Grave = tuple[str, str]
"""The ground, and the address of the decision."""


def graves(kind: Kind, public_ids: Sequence[str]) -> dict[str, Grave]:
    """Of those of these things that were taken away. 1 statement, 0 for none."""
    return {
        public_id: (str(each.rule.label), _address(each))
        for public_id, each in tombstones(kind, public_ids).items()
    }


def _address(tombstone: Tombstone) -> str:
    """Whom it concerns reads the whole of it, with what they can do; everybody else the public log."""
    is_theirs = actor().id is not None and tombstone.addressee_id == actor().id
    page = "decisions.show" if is_theirs or can(actor(), P.QUEUE_WORK) else "moderation_log.entry"
    return url_for(page, public_id=tombstone.decision_public_id)
