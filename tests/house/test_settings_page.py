"""Every setting stands in docs/settings.md, with its default and its explanation."""

from pathlib import Path

from forum.settings import documented

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_lists_exactly_the_settings_there_are():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `FORUM_")]
    assert rows == [
        f"| `{name}` | {f'`{default}`' if default else ''} | {about} |"
        for name, default, about in documented()
    ]
