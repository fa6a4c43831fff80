"""The command `forum`: the command line, and how it comes by the application.

The application is imported when a command asks for it: `forum analyse` needs neither it nor Flask.
"""

from forum.cli import run


def main() -> None:
    run(_create_app)


def _create_app():
    from forum.app import create_app

    return create_app()


if __name__ == "__main__":
    main()
