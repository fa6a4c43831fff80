"""The command `forum`: the command line, and how it comes by the application.

The application is imported when a command asks for it: `forum analyse` needs neither it nor Flask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.cli import run

if TYPE_CHECKING:
    from flask import Flask


def main() -> None:
    run(_create_app)


def _create_app() -> Flask:
    from forum.app import create_app

    return create_app()


if __name__ == "__main__":
    main()
