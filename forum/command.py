"""The command `forum`: the command line, and how it comes by the application.

The application is imported when a command asks for it: `forum analyse` needs neither it nor Flask.
"""

from forum.cli import run
from forum.lib.importing import without_collecting


def main() -> None:
    run(make_app)


def make_app():
    """The application; the web server starts it by this name."""
    with without_collecting():
        from forum.app import create_app

    return create_app()


if __name__ == "__main__":
    main()
