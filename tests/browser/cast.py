"""Open many accounts at once: with `forum user create` each would cost the start of a Python.

Reads lines `e-mail TAB name TAB role TAB password`; a program, run with the settings of the forum under test.
"""

import sys

from forum.accounts.service import create_user
from forum.app import create_app
from forum.permissions import SYSTEM, Role


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


if __name__ == "__main__":
    main()
