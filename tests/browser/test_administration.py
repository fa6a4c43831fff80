"""An administrator edits the article, chooses a passage again, and gives a role: in a forum of its own."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import Pen
from tests.browser.site import Site, Someone, running
from tests.browser.watching import Watch

ARTICLE = "/admin/articles/samenwerken"
CHECK = "Check and show what changes"

Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def own_forum(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("forum")) as site:
        yield site


@pytest.fixture
def enter(chromium: Browser, own_forum: Site) -> Iterator[Enter]:
    opened = []

    def page_of(someone: Someone, *, javascript: bool = True) -> Page:
        context = browser_of(chromium, own_forum, javascript=javascript)
        opened.append((context, Watch(context, own_forum.address)))
        Pen(context.request).sign_in(someone)
        return context.new_page()

    yield page_of
    for context, watch in opened:
        context.close()
        assert not watch.problems, watch.problems


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_is_edited_with_a_preview_and_read_on_the_article(
    enter: Enter, own_forum: Site, javascript: bool
):
    title = f"Who decides, {'with' if javascript else 'without'} scripts?"
    page = enter(own_forum.administrator(), javascript=javascript)
    page.goto(f"{ARTICLE}/edit")
    front = page.locator("#article-front")
    text = front.input_value()
    old = re.search(r"\n    title:\n      nl: .+\n      en: (.+)\n", text[text.index("\nquestions:") :])
    assert old is not None
    front.fill(text.replace(old[1], f"'{title}", 1))
    page.get_by_role("button", name=CHECK).click()
    mistake = page.locator("#article-front-mistakes a").first
    expect(mistake).to_be_visible()
    if javascript:
        mistake.click()
        expect(page.locator("#article-front")).to_be_focused()
    page.locator("#article-front").fill(text.replace(old[1], f"'{title}'", 1))
    page.locator("#article-reason").fill("Shorter.")
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator(".changes")).to_contain_text(title)
    expect(page.locator(".text-preview mark").first).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Readers see it now.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_lost_passage_is_chosen_by_selecting_words(enter: Enter, own_forum: Site):
    page = enter(own_forum.administrator())
    page.goto(ARTICLE)
    page.locator("#questions-title ~ ul a").last.click()
    text = page.locator("[data-choose-passage=en] .article")
    text.evaluate(
        """(text) => {
          const first = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          let node = first.nextNode();
          while (node.data.trim().length < 40) node = first.nextNode();
          const range = document.createRange();
          range.setStart(node, 0);
          range.setEnd(node, 30);
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
          text.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }"""
    )
    chosen = page.locator("[name=exact_en]").input_value()
    assert len(chosen) > 20
    page.locator("#question-reason").fill("Nearer to the point.")
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator(".changes")).to_contain_text(chosen)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Readers see it now.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_an_article_is_made_and_gets_a_question(enter: Enter, own_forum: Site, javascript: bool):
    name = f"neighbours-{'with' if javascript else 'without'}-scripts"
    page = enter(own_forum.administrator(), javascript=javascript)
    page.goto("/admin/articles")
    page.get_by_role("link", name="New article").click()
    form = page.locator("#article-new")
    form.locator("[name=title_nl]").fill(name)
    form.locator("[name=nl]").fill("Iemand moet de eerste zijn.")
    form.locator("[name=slug]").press("Enter")  # looks, and publishes nothing
    expect(page.locator("#new-intro_nl-error")).to_have_text("Fill this in.")
    form.locator("[name=intro_nl]").fill("Over buren.")
    page.get_by_role("button", name="Check and show how it will look").click()
    expect(page.locator(".text-preview")).to_contain_text("Iemand moet de eerste zijn.")
    page.get_by_role("button", name="Publish the article").click()
    expect(page.get_by_text("Published.")).to_be_visible()

    page.get_by_role("link", name="Add a question").click()
    form = page.locator("form#question")
    form.locator("[name=title_nl]").fill(f"Wie begint {name}?")
    form.locator("[name=intro_nl]").fill("Iedereen wacht.")
    form.locator("[name=exact_nl]").fill("de eerste")
    form.locator("[name=positions_nl]").fill("De gemeente begint.")
    form.locator("[name=reason]").fill("It was missing.")
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator(".passage-text mark")).to_have_text("de eerste")
    page.get_by_role("button", name="Add the question").click()
    expect(page.get_by_text("The question is added. Readers see it now.")).to_be_visible()
    page.goto(f"/articles/{name}")
    expect(page.locator(".passage mark")).to_have_text("de eerste")
    expect(page.get_by_role("heading", name=f"Wie begint {name}?")).to_be_visible()


def test_who_was_later_sees_both_texts_without_leaving_the_page(enter: Enter, own_forum: Site):
    page = enter(own_forum.administrator())
    page.goto(f"{ARTICLE}/edit")
    form = page.locator("#article-edit")
    form.locator("[name=version]").evaluate("one => one.value = 0")
    form.locator("[name=nl]").fill("Heel iets anders.")
    form.locator("[name=reason]").fill("Shorter.")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".conflict")).to_be_focused()
    expect(form.locator("[name=nl]")).to_have_value("Heel iets anders.")


def test_somebody_becomes_moderator(enter: Enter, own_forum: Site):
    member = own_forum.member()
    page = enter(own_forum.administrator())
    page.goto("/admin/people")
    page.get_by_label("Name, address, handle or organisation").fill(member.email)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=member.name).click()
    page.locator("#role-role").select_option("moderator")
    page.locator("#role-reason").fill("Knows the field.")
    page.get_by_role("button", name="Change the role").click()
    expect(page.locator("#admin-person .notice")).to_contain_text("They have to sign in again.")
    theirs = enter(member)
    theirs.goto("/moderation")
    expect(theirs.get_by_role("heading", level=1)).to_be_visible()


def test_every_page_about_articles_is_accessible_and_fits(enter: Enter, own_forum: Site):
    need_axe()
    page = enter(own_forum.administrator())
    problems = []
    for path in ("/admin/articles", ARTICLE, f"{ARTICLE}/edit"):
        page.goto(path)
        problems += [f"{path}: {found}" for found in problems_of(page)]
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator(".what-changes")).to_be_visible()
    problems += [f"checked: {found}" for found in problems_of(page)]
    page.locator("#article-nl").fill("## Nergens {lesson=nergens}")
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator("#article-nl-mistakes")).to_be_visible()
    problems += [f"mistakes: {found}" for found in problems_of(page)]
    page.goto(ARTICLE)
    page.locator("#questions-title ~ ul a").first.click()
    expect(page.locator("form#question")).to_be_visible()
    problems += [f"question: {found}" for found in problems_of(page)]
    assert not problems, "\n".join(problems)


def test_on_a_phone_the_tab_one_is_on_is_in_sight(enter: Enter, own_forum: Site):
    page = enter(own_forum.administrator())
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/admin", "/admin/settings"):
        page.goto(address)
        expect(page.locator("#admin-nav [aria-current]")).to_be_in_viewport(ratio=0.9)
