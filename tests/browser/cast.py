"""Open many accounts at once, of people who read the house rules: with `forum user create` each would cost
the start of a Python.

Reads lines `e-mail TAB name TAB role TAB password`; a program, run with the settings of the forum under test.
"""

import sys

from forum.accounts.queries import user_id_of
from forum.accounts.service import create_user
from forum.app import create_app
from forum.house_rules.service import agree
from forum.permissions import SYSTEM, Actor, Role

RULES = 1  # a test that publishes others does so in a forum of its own


def main() -> None:
    with create_app().app_context():
        for line in sys.stdin:
            email, name, role, password = line.rstrip("\n").split("\t")
            create_user(
                SYSTEM,
                email=email,
                name=name,
                role=Role(role),
                perspective="zorgaanbieder",
                password=password,
            )
            agree(Actor(user_id_of(email)), RULES)


if __name__ == "__main__":
    main()
