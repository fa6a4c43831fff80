"""From a fresh checkout to a running forum, with the standard library alone.

`make run` and its kin call `python3 -m forum <command>`. `commands` holds what they do, `environment`
makes .venv what it should be and remembers that it is, `installers` drives pip and uv.
"""

from forum.bootstrap.commands import main

__all__ = ["main"]
