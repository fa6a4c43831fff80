"""Commands of moderation, in one place to import from. Importing it declares the actions."""

from forum.moderation import actions
from forum.moderation.appeals import make_appeal
from forum.moderation.flagging import give_notice, raise_flag
from forum.moderation.items import claim_item, release_item, settle_task
from forum.moderation.performing import perform

__all__ = [
    "actions",
    "claim_item",
    "give_notice",
    "make_appeal",
    "perform",
    "raise_flag",
    "release_item",
    "settle_task",
]
