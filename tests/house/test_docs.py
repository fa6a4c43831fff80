"""What the documentation shows works, and where it points there is something."""

import re
from pathlib import Path

import pytest

from forum.articles.queries import question_page
from forum.permissions import SYSTEM
from forum.transfer.article import check_file, load_article

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.fixture
def example(tmp_path) -> Path:
    """The article in docs/articles.md, as a file of its own."""
    text = (ROOT / "docs" / "articles.md").read_text()
    found = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
    assert found is not None
    path = tmp_path / "buurtzorg.md"
    path.write_text(found[1])
    return path


def test_the_example_of_an_article_is_in_order(example):
    assert check_file(example) == []


def test_the_example_of_an_article_loads_with_its_question_at_its_passage(db, example):
    load_article(SYSTEM, example)
    assert question_page("wie-begint", "nl").passage == "iemand moet de eerste zijn"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
        assert (page.parent / target).exists(), target
