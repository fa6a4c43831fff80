"""The rules that a forum starts with. They become version 1 in the database when somebody first agrees to
them, or publishes others: so a later release with other words changes nothing that people agreed to.
"""

from pathlib import Path

from forum.house_rules.rules import PROFILE
from forum.lib.rendered import Rendered, rendered

FOLDER = Path(__file__).parents[1] / "content"


def starter(locale: str) -> Rendered:
    return rendered((FOLDER / f"rules.{locale}.md").read_text(encoding="utf-8"), PROFILE)
