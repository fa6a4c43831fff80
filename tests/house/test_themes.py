"""The dark theme is the light one in other colours: what is looked at in one theme holds in the other."""

import re

import pytest

from forum import ROOT

STYLES = sorted((ROOT / "static").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
PAGES = sorted(page for page in (ROOT / "templates").rglob("*.html") if page.parent.name != "mail")
ASKS = "prefers-color-scheme"
# The colour of the browser's own bar, around the page.
AROUND = re.compile(rf'<meta name="theme-color" content="#\w+" media="\({ASKS}: \w+\)">')


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS, *PAGES], ids=lambda file: str(file.relative_to(ROOT)))
def test_only_light_dark_which_gives_a_colour_tells_the_themes_apart(file):
    assert ASKS not in AROUND.sub("", file.read_text(encoding="utf-8"))
