"""Decide something about a comment, as a moderator: for what is there before a test begins."""

from forum.accounts.queries import user_id_of
from forum.moderation.service import perform
from forum.permissions import Actor, Role

REASON = "You attack a person here, not what they say.\n\nDisagreeing is fine: write about the matter."


def decide_thrice(moderator: str, comment: str) -> str:
    """moderator: their address. Returns the public id of the last decision, which took the comment away."""
    actor = Actor(user_id_of(moderator), role=Role.MODERATOR, is_confirmed=True)
    about = f"comment:{comment}"
    perform(actor, "hide", about, ground="hateful", reason=REASON)
    perform(actor, "restore", about, ground="review", reason="We looked again: it is in order.")
    return perform(actor, "hide", about, ground="hateful", reason=REASON).public_id
