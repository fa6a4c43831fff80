"""The pages on which administrators make and edit articles. How: tests/browser/looks.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import Look, at, see_that_all_is_well, sent, submitted
from tests.browser.pen import QUESTION
from tests.browser.scene import LONG, RICH, Scene

ARTICLES = "/admin/articles"
ARTICLE = f"{ARTICLES}/samenwerken"
# Not the draft that an earlier look left.
EDIT, NEW, NEW_FILE = f"{ARTICLE}/edit?saved=1", f"{ARTICLES}/new?saved=1", f"{ARTICLES}/new?saved=1&way=file"
EDIT_QUESTION = f"{ARTICLE}/questions/{QUESTION}?saved=1"
ADD = f"{ARTICLE}/new-question?saved=1"
AN_ARTICLE = {"title_nl": f"Over {LONG}", "intro_nl": LONG, "nl": RICH.replace("###", "##")}
A_QUESTION = {"title_nl": f"Waarom {LONG}?", "intro_nl": LONG, "reason": "Die ontbrak."}


def checked(page: Page, address: str, form: str, **fields: str) -> Page:
    """A form after its text was checked over htmx, in order or not."""
    page.goto(address)
    for name, value in fields.items():
        page.locator(f"{form} [name={name}]").fill(value)
    page.locator(f"{form} [name=intent][value=preview]").click()
    expect(page.locator(f"{form} [autofocus]").first).to_be_visible()
    return page


def conflict(scene: Scene) -> Page:
    page = at(scene.administrator, EDIT)
    page.locator("#article-edit [name=version]").evaluate("one => one.value = 0")
    page.locator("#article-edit [name=nl]").fill(f"Heel iets anders, over {LONG}.")
    page.locator("#article-edit [name=reason]").fill("Beter.")
    return submitted(page, "#article-edit")


LOOKS: dict[str, Look] = {
    "articles": lambda scene: at(scene.administrator, ARTICLES),
    "article": lambda scene: at(scene.administrator, ARTICLE),
    "editing": lambda scene: at(scene.administrator, EDIT),
    "editing, checked": lambda scene: checked(scene.administrator, EDIT, "#article-edit"),
    "editing, refused": lambda scene: checked(
        scene.administrator, EDIT, "#article-edit", nl=f"## {LONG} {{lesson={LONG}}}"
    ),
    "editing, conflict": conflict,
    "new article": lambda scene: at(scene.administrator, NEW),
    "new article, checked": lambda scene: checked(scene.administrator, NEW, "#article-new", **AN_ARTICLE),
    "new article, refused": lambda scene: checked(
        scene.administrator, NEW, "#article-new", lesson_lines=f"- {LONG}"
    ),
    "new article, name taken": lambda scene: sent(
        scene.administrator, NEW, "#article-new", slug="samenwerken", **AN_ARTICLE
    ),
    "new article of a file": lambda scene: at(scene.administrator, NEW_FILE),
    "new article of a file, refused": lambda scene: checked(
        scene.administrator, NEW_FILE, "#article-new", whole=f"---\n{LONG}: [\n---\n{LONG * 3}"
    ),
    "editing a question": lambda scene: at(scene.administrator, EDIT_QUESTION),
    "editing a question, refused": lambda scene: checked(
        scene.administrator, EDIT_QUESTION, "#question", exact_nl=LONG
    ),
    "new question": lambda scene: at(scene.administrator, ADD),
    "new question, checked": lambda scene: checked(
        scene.administrator,
        ADD,
        "#question",
        exact_nl="alle handen gaan omhoog",
        positions_nl=f"Een {LONG}.",
        **A_QUESTION,
    ),
    "new question, refused": lambda scene: checked(scene.administrator, ADD, "#question", **A_QUESTION),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    see_that_all_is_well(scene, look, LOOKS[look])
