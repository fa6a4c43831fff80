"""Open many accounts at once, of people who read the house rules."""

from forum.accounts.queries import user_id_of
from forum.accounts.service import create_user
from forum.house_rules.service import agree
from forum.permissions import SYSTEM, Actor, Role

RULES = 1  # a test that publishes others does so in a forum of its own


def open_accounts(people: list[tuple[str, str, str]], role: str) -> None:
    """people: of each the address, the name and the password."""
    for email, name, password in people:
        create_user(
            SYSTEM, email=email, name=name, role=Role(role), perspective="zorgaanbieder", password=password
        )
        agree(Actor(user_id_of(email)), RULES)
