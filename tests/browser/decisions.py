"""Decide something about a comment, as a moderator: for what is there before a test begins.

A program, run with the settings of the forum under test: `e-mail of the moderator, id of the comment`.
"""

import sys

from forum.accounts.queries import user_id_of
from forum.app import create_app
from forum.moderation.service import perform
from forum.permissions import Actor, Role

REASON = "You attack a person here, not what they say.\n\nDisagreeing is fine: write about the matter."


def main() -> None:
    email, comment = sys.argv[1:]
    with create_app().app_context():
        moderator = Actor(user_id_of(email), role=Role.MODERATOR, is_confirmed=True)
        about = f"comment:{comment}"
        perform(moderator, "hide", about, ground="hateful", reason=REASON)
        perform(moderator, "restore", about, ground="review", reason="We looked again: it is in order.")
        print(perform(moderator, "hide", about, ground="hateful", reason=REASON).public_id)


if __name__ == "__main__":
    main()
