"""The moderators' pages are accessible in both themes, and fit every width, whatever people wrote."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contexts import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import QUESTION, Pen, thread_address
from tests.browser.site import Site
from tests.browser.watching import Watch

LONG = "Samenwerkingsverbandsovereenkomstonderhandelingen"
RICH = f"""Wie spreekt er?

> {LONG * 3}

| wie | wat |
|---|---|
| {LONG} | {"veel " * 60} |

```
{"code " * 60}
```"""
WHY = f"U valt hier een persoon aan, niet wat die zegt: {LONG}{LONG}."


@dataclass(frozen=True)
class Scene:
    """A moderator's browser; the rest are addresses and public ids."""

    page: Page
    watch: Watch
    thread: str
    comment: str
    position: str
    account: str
    items: dict[str, str]

    def form(self, action: str, ref: str = "") -> str:
        return f"/moderation/{action}?target={ref or f'comment:{self.comment}'}"

    @property
    def thread_ref(self) -> str:
        return f"thread:{thread_address(self.thread).rpartition('/')[2]}"


@pytest.fixture(scope="module")
def scene(chromium: Browser, site: Site) -> Iterator[Scene]:
    need_axe()
    contexts = [browser_of(chromium, site, locale="nl-NL") for _ in range(5)]
    watch = Watch(contexts[0], site.address)
    mo, ada, bob, anna, carol = (Pen(context.request) for context in contexts)
    for moderator in (mo, ada):
        moderator.sign_in(site.moderator())
    for member in (bob, anna, carol):
        member.sign_in(site.member())
    thread = bob.start_thread(f"Wie spreekt er namens de {LONG}?", RICH)
    comment = bob.comment(thread, RICH)
    reply = bob.comment(thread, RICH, parent=comment)
    position = bob.propose(f"Wie namens de {LONG} spreekt, kiezen we elk jaar opnieuw.")
    anna.report(f"comment:{reply}", "hateful", RICH)
    anna.report(f"position:{position}", "off_topic", f"Zie de {LONG}.")
    held, away, settled = (carol.comment(thread, RICH) for _ in range(3))
    mo.decide("hold", f"comment:{held}", ground="review", reason=WHY)
    anna.report(f"comment:{settled}", "spam")
    decision = ada.decide("hide", f"comment:{away}", ground="hateful", reason=WHY)
    carol.object_to(decision, RICH)
    page = contexts[0].new_page()
    page.goto("/moderation")
    waiting = page.locator(".queue-row > a")
    found = {link.inner_text(): link.get_attribute("href") or "" for link in waiting.all()}

    def item(word: str) -> str:
        return next(address for text, address in reversed(found.items()) if word in text)

    items = {name: item(word) for name, word in WORDS.items()}
    mo.decide("hide", f"comment:{settled}", ground="spam", reason=WHY)
    yield Scene(page, watch, thread, comment, position, account_of(page, thread), items)
    for context in contexts:
        context.close()


WORDS = {
    "flag": "Haatdragend",
    "position": "Hoort hier niet bij",
    "appeal": "Bezwaar",
    "held": "Wacht op een",
    "settled": "Spam",
}
"""By which an item is known in the list."""


def account_of(page: Page, thread: str) -> str:
    page.goto(thread)
    return page.locator(".byline .who a").first.get_attribute("href") or ""


def at(scene: Scene, address: str) -> Page:
    scene.page.goto(address)
    return scene.page


def deciding(scene: Scene) -> Page:
    page = at(scene, scene.items["flag"])
    page.keyboard.press("h")
    expect(page.locator(".decision[open] textarea")).to_be_visible()
    return page


def more(scene: Scene) -> Page:
    page = at(scene, scene.items["flag"])
    page.locator(".decision > summary").last.click()
    expect(page.locator(".decision-more")).to_be_visible()
    return page


def refused(scene: Scene) -> Page:
    page = at(scene, scene.form("hide"))
    with page.expect_navigation():
        page.locator(".action-form").evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    return page


def ticked(scene: Scene) -> Page:
    page = at(scene, "/moderation")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#several")).to_be_visible()
    return page


def sent_invitation(scene: Scene, **fields: str) -> Page:
    page = at(scene, "/admin/invitations")
    for name, value in fields.items():
        page.locator(f"#invite [name={name}]").fill(value)
    page.locator("#invite .actions button").click()
    expect(page.locator(".error-summary" if fields else ".notices .notice")).to_be_visible()
    return page


def in_place(scene: Scene) -> Page:
    page = menu(scene)
    page.locator(".moderate[open] a").first.click()
    expect(page.locator(".answer-slot .action-form")).to_be_visible()
    return page


def menu(scene: Scene) -> Page:
    page = at(scene, scene.thread)
    page.locator(f"#comment-{scene.comment} .moderate summary").click()
    return page


def decided(scene: Scene) -> Page:
    page = at(scene, scene.form("retitle", scene.thread_ref))
    page.locator("[name=title]").fill(f"Wie spreekt er namens {LONG}, en hoe lang?")
    page.locator(".action-form .actions button").click()
    expect(page.locator("#decided .decided")).to_be_visible()
    return page


LOOKS: dict[str, Callable[[Scene], Page]] = {
    "queue": lambda scene: at(scene, "/moderation"),
    "invitations": lambda scene: at(scene, "/admin/invitations"),
    "invitations, refused": lambda scene: sent_invitation(scene, email="x"),
    "invitations, made": lambda scene: sent_invitation(scene),
    "queue, with a tick": ticked,
    "item": lambda scene: at(scene, scene.items["flag"]),
    "item, deciding": deciding,
    "item, something else": more,
    "item, a position": lambda scene: at(scene, scene.items["position"]),
    "item, an appeal": lambda scene: at(scene, scene.items["appeal"]),
    "item, held": lambda scene: at(scene, scene.items["held"]),
    "item, settled": lambda scene: at(scene, scene.items["settled"]),
    "form": lambda scene: at(scene, scene.form("hide")),
    "form, refused": refused,
    "form to split": lambda scene: at(scene, scene.form("split", scene.thread_ref)),
    "form to merge": lambda scene: at(scene, scene.form("merge", scene.thread_ref)),
    "form to move": lambda scene: at(scene, scene.form("move", scene.thread_ref)),
    "form to join": lambda scene: at(scene, scene.form("join", f"position:{scene.position}")),
    "form to reword": lambda scene: at(scene, scene.form("supersede", f"position:{scene.position}")),
    "form to conclude": lambda scene: at(scene, scene.form("conclude", f"question:{QUESTION}")),
    "form to suspend": lambda scene: at(
        scene, scene.form("suspend", f"account:{scene.account.rpartition('/')[2]}")
    ),
    "account": lambda scene: at(scene, scene.account),
    "thread, for a moderator": lambda scene: at(scene, scene.thread),
    "thread, with a form in place": in_place,
    "position, for a moderator": lambda scene: at(scene, f"/positions/{scene.position}"),
    "question, for a moderator": lambda scene: at(scene, f"/questions/{QUESTION}"),
    "after a decision": decided,
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    page = LOOKS[look](scene)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    problems = problems_of(page) + scene.watch.problems
    assert not problems, "\n".join(problems)


def test_an_open_menu_is_accessible(scene: Scene):
    problems = problems_of(menu(scene), f"#comment-{scene.comment} .moderate")
    assert not problems, "\n".join(problems)
