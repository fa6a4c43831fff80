"""Samenspraak: a forum around the open questions of an article.

Nothing but the standard library here: `python3 -m forum run` starts before anything is installed.
"""

from pathlib import Path

__version__ = "0.1.0"

_package = Path(__file__).resolve().parent
_installed = _package / "_site"

ROOT = _installed if _installed.is_dir() else _package.parent
"""Holds templates/, static/ and migrations/: the repository, or inside an installed package its _site."""
