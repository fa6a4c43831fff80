"""What holds for every page: accessible in both themes, nothing sticks out, nothing goes wrong unseen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.notifications.unsubscribing import Subscription, token_for
from tests.browser.conftest import browser_of
from tests.browser.looking import need_axe, problems_of
from tests.browser.pen import QUESTION, Pen, thread_address
from tests.browser.site import Site, eventually
from tests.browser.watching import Watch

# An open menu lies over what is below it, for as long as one is in it: only the menu itself is looked at.
PART = {"menu": ".account-menu"}
LONG = "Samenwerkingsverbandsovereenkomstonderhandelingen"
RICH = f"""A list:

- **one**
- two, with a [link](https://example.nl/{"path/" * 30})

> Quoted,
> twice.

### A heading in a comment

| who | what |
|---|---|
| {LONG} | {"much " * 40} |

```
{"code " * 50}
```

{LONG * 3} https://example.nl/{LONG * 3}"""


@dataclass(frozen=True)
class Scene:
    """A forum in use, and browsers of a visitor, of anna, of carol who wrote too much, of a newcomer, of a
    moderator and of an administrator."""

    visitor: Page
    anna: Page
    carol: Page
    newcomer: Page
    moderator: Page
    administrator: Page
    watches: list[Watch]
    thread: str
    comment: str
    hers: str
    positions: list[str]
    her_position: str
    decision: str
    objected: str
    mandate: str
    carols_mandate: str
    link_to_confirm: str
    link_to_reset: str
    link_to_stop: str

    @property
    def new_comment(self) -> str:
        return f"{thread_address(self.thread)}/comments/new"


@pytest.fixture(scope="module")
def scene(chromium: Browser, site: Site) -> Iterator[Scene]:
    need_axe()
    contexts = [browser_of(chromium, site, locale="nl-NL") for _ in range(7)]
    watches = [Watch(context, site.address) for context in contexts]
    nobody, anna, bob, carol, unconfirmed, mo, ada = (Pen(context.request) for context in contexts)
    anna.sign_in(site.member())
    bob.sign_in(site.member())
    carol.sign_in(forgetful := site.member())
    mo.sign_in(site.moderator())
    mandate = anna.ask_mandate(f"Stichting {LONG} Midden-Nederland", described=f"Wij doen {LONG}.")
    mo.confirm_mandate(mandate)
    thread = bob.start_thread(f"Wie spreekt er namens de {LONG}, en hoe lang eigenlijk?", RICH)
    comment = bob.comment(thread, RICH)
    hers = anna.comment(thread, "Deze tekst verandert.", parent=comment)
    below = bob.comment(thread, "Daaronder.", parent=hers)
    deep = anna.comment(thread, "Nog dieper.", parent=below)
    deepest = bob.comment(thread, "Dieper kan niet.", parent=deep, withhold="yes")
    anna.comment(thread, RICH, parent=deepest, capacity=mandate)
    anna.edit(hers, "Deze tekst is veranderd.\n\nEn langer geworden.")
    anna.withdraw(anna.comment(thread, "Dit wordt ingetrokken."))
    for number in range(5):
        carol.comment(thread, f"Nummer {number}")
    positions = site.let_vote(QUESTION, each=8)
    anna.vote(positions[0], "agree")
    anna.vote(positions[1], "disagree")
    her_position = anna.propose(f"Wie namens de {LONG} spreekt, kiezen we samen, elk jaar opnieuw.")
    ada.sign_in(site.administrator())
    site.lose_a_message(f"OSError: {LONG * 3}")
    mo.summarise(f"Wij delen {RICH[:200]}", question=QUESTION)
    anna.mark("not_recognisable", f"De {LONG} ontbreken hier nog.", question=QUESTION)
    mo.summarise("Wij delen het **doel**, en ook de weg erheen.", question=QUESTION)
    anna.mark("with_remark", f"De {LONG} ontbreken hier nog.", question=QUESTION)
    carols = carol.ask_mandate(f"Stichting {LONG} Midden-Nederland", scope="lesson:wie-is-wij")
    mo.confirm_mandate(carols)
    their_reason = f"Zo niet.\n\n{LONG}."
    taken, gone = anna.comment(thread, RICH), anna.propose(f"De {LONG} zijn klaar.")
    decision = mo.decide("hide", f"comment:{taken}", ground="hateful", reason=their_reason)
    objected = mo.decide("hide", f"position:{gone}", ground="off_topic", reason=their_reason)
    anna.object_to(objected, f"Dat zie ik anders.\n\n{LONG * 2}")
    for place in (thread, f"/questions/{QUESTION}", "/lessons/wie-is-wij", f"/positions/{positions[0]}"):
        anna.follow(place)
    bob.comment(thread, RICH)
    eventually(anna.hears_something, "a notification")
    nobody.register(newcomer := site.stranger())
    nobody.forget_password(forgetful)
    unconfirmed.sign_in(newcomer)
    yield Scene(
        visitor=contexts[0].new_page(),
        anna=contexts[1].new_page(),
        carol=contexts[3].new_page(),
        newcomer=contexts[4].new_page(),
        moderator=contexts[5].new_page(),
        administrator=contexts[6].new_page(),
        watches=watches,
        thread=thread,
        comment=comment,
        hers=hers,
        positions=positions,
        her_position=her_position,
        decision=decision,
        objected=objected,
        mandate=mandate,
        carols_mandate=carols,
        link_to_confirm=site.link_mailed_to(newcomer.email),
        link_to_reset=site.link_mailed_to(forgetful.email),
        link_to_stop=f"/unsubscribe/{token_for(Subscription(1, 'digests'), site.secret_key)}",
    )
    for context in contexts:
        context.close()


Look = Callable[[Scene], Page]


def at(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def sent(page: Page, address: str, form: str, **fields: str) -> Page:
    """The page that answers a form, also where htmx would send it."""
    page.goto(address)
    for name, value in fields.items():
        page.locator(f"{form} [name={name}]").fill(value)
    return submitted(page, form)


def submitted(page: Page, form: str) -> Page:
    with page.expect_navigation():
        page.locator(form).evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    return page


def conflict(scene: Scene) -> Page:
    page = at(scene.anna, f"/comments/{scene.hers}/edit")
    page.locator("#edit [name=version]").evaluate("one => one.value = 1")
    page.locator("#edit [name=body]").fill("Deze tekst is anders.\n\nEn langer geworden.")
    return submitted(page, "#edit")


def synthesis_conflict(scene: Scene) -> Page:
    page = at(scene.moderator, EDIT_SYNTHESIS)
    page.locator("#writing [name=version]").evaluate("one => one.value = 1")
    page.locator("#writing [name=agree]").fill("Wij delen het **belang**, en ook de weg erheen.")
    return submitted(page, "#writing")


def expired(scene: Scene) -> Page:
    page = at(scene.anna, NEW_THREAD)
    page.locator("#thread [name=body]").fill(RICH)
    page.locator("#thread [name=csrf_token]").evaluate("one => one.remove()")
    return submitted(page, "#thread")


def open_reply(scene: Scene) -> Page:
    page = at(scene.anna, scene.thread)
    page.locator(f"#comment-{scene.comment} .comment-actions [hx-get*='quote=1']").click()
    expect(page.locator(f"#composer-{scene.comment} textarea")).to_be_focused()
    return page


def open_report(scene: Scene) -> Page:
    page = at(scene.anna, scene.thread)
    page.locator(f"#comment-{scene.comment} .comment-actions [hx-get*=flags]").click()
    expect(page.locator(".report-title")).to_be_focused()
    return page


def receipt(scene: Scene) -> Page:
    page = at(scene.anna, f"/flags/new?target=position:{scene.positions[0]}")
    page.locator("[name=ground][value=duplicate]").check()
    return submitted(page, f"#report-{scene.positions[0]}")


def open_menu(scene: Scene) -> Page:
    page = at(scene.anna, "/questions")
    page.locator(".account-menu summary").click()
    return page


def open_choice(scene: Scene) -> Page:
    page = at(scene.anna, "/account/following")
    page.locator(".follow-how summary").first.click()
    return page


def own_feed(scene: Scene) -> Page:
    """Right after its address was made over htmx."""
    page = at(scene.anna, "/account/following")
    page.locator("#own-feed button").first.click()
    expect(page.locator("#own-feed-address")).to_be_visible()
    return page


def mails_refused(scene: Scene) -> Page:
    page = at(scene.anna, "/account/mails")
    page.locator("[name=quiet][value=own]").check()
    page.locator("[name=quiet_until]").fill(page.locator("[name=quiet_from]").input_value())
    return submitted(page, "#mails")


def somebody(scene: Scene) -> Page:
    """The page of an account, for administrators."""
    page = at(scene.administrator, "/admin/people?q=m&role=moderator")
    page.locator(".person-row a").first.click()
    expect(page.locator("form#role")).to_be_visible()
    return page


def discarding(scene: Scene) -> Page:
    page = at(scene.administrator, "/admin/jobs")
    page.locator(".message-actions summary").click()
    return page


def at_person(scene: Scene, part: str) -> Page:
    """The page of who wrote a comment, by the link at their name."""
    page = at(scene.visitor, f"/comments/{scene.comment}")
    path = page.locator(".who a[href^='/people/']").first.get_attribute("href")
    return at(scene.visitor, f"{path}{part}")


def organisation_of(scene: Scene) -> str:
    page = at(scene.visitor, "/organisations")
    return page.locator(".organisation-row a").first.get_attribute("href") or ""


def voted(scene: Scene) -> Page:
    """The ballot right after a vote over htmx."""
    page = at(scene.carol, f"/questions/{QUESTION}/ballot")
    page.locator("#ballot .ballot-card [name=choice]").first.click()
    expect(page.locator(".just-voted")).to_be_visible()
    return page


SYNTHESIS = f"/questions/{QUESTION}/synthesis"
EDIT_SYNTHESIS = f"{SYNTHESIS}/edit"
NEW_POSITION = f"/questions/{QUESTION}/positions/new"
NEW_THREAD = f"/questions/{QUESTION}/threads/new"
LOOKS: dict[str, Look] = {
    "article": lambda scene: at(scene.visitor, "/"),
    "questions": lambda scene: at(scene.visitor, "/questions"),
    "question": lambda scene: at(scene.visitor, f"/questions/{QUESTION}"),
    "question without threads": lambda scene: at(scene.visitor, "/questions/belang-of-structuur"),
    "lessons": lambda scene: at(scene.visitor, "/lessons"),
    "lesson": lambda scene: at(scene.visitor, "/lessons/wie-is-wij"),
    "lessons combined": lambda scene: at(scene.visitor, "/lessons/wie-is-wij+gedeelde-waarden"),
    "thread": lambda scene: at(scene.visitor, scene.thread),
    "thread, signed in": lambda scene: at(scene.anna, scene.thread),
    "thread, at a comment": lambda scene: at(scene.visitor, f"/comments/{scene.comment}"),
    "thread, replying": open_reply,
    "menu": open_menu,
    "new thread, signed out": lambda scene: at(scene.visitor, NEW_THREAD),
    "new thread": lambda scene: at(scene.anna, NEW_THREAD),
    "new thread, refused": lambda scene: sent(scene.anna, NEW_THREAD, "#thread"),
    "new comment, signed out": lambda scene: at(
        scene.visitor, f"{thread_address(scene.thread)}/comments/new"
    ),
    "reply": lambda scene: at(
        scene.anna, f"{thread_address(scene.thread)}/comments/new?parent={scene.comment}&quote=1"
    ),
    "comment, refused": lambda scene: sent(scene.anna, scene.thread, "#composer-new"),
    "edit": lambda scene: at(scene.anna, f"/comments/{scene.hers}/edit"),
    "edit, refused": lambda scene: sent(scene.anna, f"/comments/{scene.hers}/edit", "#edit", body=""),
    "edit, conflict": conflict,
    "history": lambda scene: at(scene.visitor, f"/comments/{scene.hers}/history"),
    "withdraw": lambda scene: at(scene.anna, f"/comments/{scene.hers}/withdraw"),
    "positions": lambda scene: at(scene.visitor, "/positions?results=1"),
    "positions, none": lambda scene: at(
        scene.visitor, "/positions?state=shared&question=belang-of-structuur"
    ),
    "position": lambda scene: at(scene.visitor, f"/positions/{scene.positions[0]}"),
    "position with results": lambda scene: at(scene.visitor, f"/positions/{scene.positions[1]}?results=1"),
    "position, voted": lambda scene: at(scene.anna, f"/positions/{scene.positions[0]}"),
    "position, one's own": lambda scene: at(scene.anna, f"/positions/{scene.her_position}"),
    "vote, signed out": lambda scene: at(scene.visitor, f"/positions/{scene.positions[0]}/vote"),
    "vote, waiting": lambda scene: at(scene.anna, f"/positions/{scene.positions[2]}/vote"),
    "ballot": lambda scene: at(scene.visitor, f"/questions/{QUESTION}/ballot"),
    "ballot, voted": voted,
    "question, signed in": lambda scene: at(scene.anna, f"/questions/{QUESTION}?results=1"),
    "synthesis": lambda scene: at(scene.visitor, SYNTHESIS),
    "synthesis, marked": lambda scene: at(scene.anna, SYNTHESIS),
    "synthesis, to be marked": lambda scene: at(scene.carol, SYNTHESIS),
    "synthesis, refused": lambda scene: sent(scene.carol, SYNTHESIS, ".mark-form"),
    "synthesis, old version": lambda scene: at(scene.anna, f"{SYNTHESIS}/1"),
    "synthesis, changes": lambda scene: at(scene.visitor, f"{SYNTHESIS}/2/changes"),
    "writing a synthesis": lambda scene: at(scene.moderator, EDIT_SYNTHESIS),
    "writing a synthesis, refused": lambda scene: sent(
        scene.moderator, EDIT_SYNTHESIS, "#writing", agree="woord " * 260
    ),
    "writing a synthesis, conflict": synthesis_conflict,
    "question without a synthesis": lambda scene: at(scene.moderator, "/questions/belang-of-structuur"),
    "overview": lambda scene: at(scene.visitor, f"/questions/{QUESTION}/overview"),
    "overview without votes": lambda scene: at(scene.visitor, "/questions/belang-of-structuur/overview"),
    "opinion groups": lambda scene: at(scene.anna, f"/questions/{QUESTION}/groups"),
    "no opinion groups": lambda scene: at(scene.visitor, "/questions/belang-of-structuur/groups"),
    "method": lambda scene: at(scene.visitor, "/method"),
    "new position, signed out": lambda scene: at(scene.visitor, NEW_POSITION),
    "new position": lambda scene: at(scene.anna, NEW_POSITION),
    "new position, advice": lambda scene: sent(
        scene.anna, NEW_POSITION, "#position", statement="Wie spreekt er, en wie kiest er?"
    ),
    "new position, refused": lambda scene: sent(scene.anna, NEW_POSITION, "#position", statement=""),
    "position from a comment": lambda scene: at(scene.anna, f"/comments/{scene.comment}/position"),
    "better wording": lambda scene: at(scene.anna, f"/positions/{scene.her_position}/supersede"),
    "withdraw a position": lambda scene: at(scene.anna, f"/positions/{scene.her_position}/withdraw"),
    "report, signed out": lambda scene: at(scene.visitor, f"/flags/new?target=comment:{scene.comment}"),
    "report, signed out, refused": lambda scene: sent(scene.visitor, "/flags/new", "#notice"),
    "report": lambda scene: at(scene.anna, f"/flags/new?target=comment:{scene.comment}"),
    "report, refused": lambda scene: sent(
        scene.anna, f"/flags/new?target=comment:{scene.comment}", f"#report-{scene.comment}"
    ),
    "report, in place": open_report,
    "report, receipt": receipt,
    "organisations": lambda scene: at(scene.visitor, "/organisations"),
    "organisations, none": lambda scene: at(scene.visitor, "/organisations?q=nothing"),
    "organisation": lambda scene: at(scene.visitor, organisation_of(scene)),
    "mandates": lambda scene: at(scene.anna, "/account/mandates"),
    "mandates, none": lambda scene: at(scene.newcomer, "/account/mandates"),
    "mandate": lambda scene: at(scene.anna, f"/account/mandates/{scene.mandate}"),
    "mandate of a colleague": lambda scene: at(scene.anna, f"/account/mandates/{scene.carols_mandate}"),
    "mandate, ending it": lambda scene: at(
        scene.moderator, f"/moderation/revoke?target=mandate:{scene.mandate}"
    ),
    "new mandate, signed out": lambda scene: at(scene.visitor, "/account/mandates/new"),
    "new mandate": lambda scene: at(scene.anna, f"/account/mandates/new?again={scene.mandate}"),
    "new mandate, refused": lambda scene: sent(scene.anna, "/account/mandates/new", "#mandate"),
    "own decisions": lambda scene: at(scene.anna, "/account/decisions"),
    "own decisions, none": lambda scene: at(scene.carol, "/account/decisions"),
    "decision": lambda scene: at(scene.anna, f"/decisions/{scene.decision}"),
    "decision, objected": lambda scene: at(scene.anna, f"/decisions/{scene.objected}"),
    "decision, as a moderator": lambda scene: at(scene.moderator, f"/decisions/{scene.objected}"),
    "objection": lambda scene: at(scene.anna, f"/decisions/{scene.decision}/appeal"),
    "objection, refused": lambda scene: sent(
        scene.anna, f"/decisions/{scene.decision}/appeal", "#object", text=""
    ),
    "following": lambda scene: at(scene.anna, "/account/following"),
    "following, choosing": open_choice,
    "following, own feed": own_feed,
    "following, nothing": lambda scene: at(scene.newcomer, "/account/following"),
    "person": lambda scene: at_person(scene, ""),
    "person, positions": lambda scene: at_person(scene, "/positions"),
    "notifications": lambda scene: at(scene.anna, "/account/notifications"),
    "notifications, none": lambda scene: at(scene.newcomer, "/account/notifications"),
    "login": lambda scene: at(scene.visitor, "/login"),
    "login, refused": lambda scene: sent(scene.visitor, "/login", "#login", email="x@example.nl"),
    "logout": lambda scene: at(scene.anna, "/logout"),
    "register": lambda scene: at(scene.visitor, "/register"),
    "register, refused": lambda scene: sent(scene.visitor, "/register", "#register", email="x"),
    "register, sent": lambda scene: at(scene.visitor, "/register/sent"),
    "forgot": lambda scene: at(scene.visitor, "/account/forgot"),
    "forgot, refused": lambda scene: sent(scene.visitor, "/account/forgot", "#forgot"),
    "reset": lambda scene: at(scene.visitor, scene.link_to_reset),
    "reset, refused": lambda scene: sent(scene.visitor, scene.link_to_reset, "#reset", password="kort"),
    "confirm": lambda scene: at(scene.visitor, scene.link_to_confirm),
    "confirm, too late": lambda scene: at(scene.visitor, "/account/confirm/unknown"),
    "account": lambda scene: at(scene.anna, "/account"),
    "account, refused": lambda scene: sent(scene.anna, "/account", "#profile", name=""),
    "security": lambda scene: at(scene.anna, "/account/security"),
    "password, refused": lambda scene: sent(scene.anna, "/account/security", "#password"),
    "own data": lambda scene: at(scene.anna, "/account/data"),
    "erasing": lambda scene: at(scene.anna, "/account/erase"),
    "erasing, refused": lambda scene: sent(scene.anna, "/account/erase", "#erase"),
    "erasing, asked": lambda scene: at(scene.visitor, "/account/erase/asked"),
    "sessions": lambda scene: at(scene.anna, "/account/sessions"),
    "authenticator app": lambda scene: at(scene.anna, "/account/second-factor"),
    "authenticator app, refused": lambda scene: sent(scene.anna, "/account/second-factor", "#app", code="1"),
    "address": lambda scene: at(scene.anna, "/account/email"),
    "address, refused": lambda scene: sent(scene.anna, "/account/email", "#email", email="x"),
    "address, sent": lambda scene: at(scene.anna, "/account/email/sent"),
    "address, too late": lambda scene: at(scene.visitor, "/account/email/confirm/unknown"),
    "account, not confirmed": lambda scene: at(scene.newcomer, "/account"),
    "mails": lambda scene: at(scene.anna, "/account/mails"),
    "mails, saved": lambda scene: sent(scene.anna, "/account/mails", "#mails"),
    "mails, refused": mails_refused,
    "unsubscribing": lambda scene: at(scene.visitor, scene.link_to_stop),
    "unsubscribing, done": lambda scene: sent(scene.visitor, scene.link_to_stop, "#stop"),
    "unsubscribing, unknown": lambda scene: at(scene.visitor, "/unsubscribe/unknown"),
    "new thread, not confirmed": lambda scene: at(scene.newcomer, NEW_THREAD),
    "administration": lambda scene: at(scene.administrator, "/admin"),
    "administration, people": lambda scene: at(scene.administrator, "/admin/people"),
    "administration, nobody found": lambda scene: at(scene.administrator, "/admin/people?q=zzzz"),
    "administration, a person": somebody,
    "administration, jobs": lambda scene: at(scene.administrator, "/admin/jobs"),
    "administration, discarding": discarding,
    "administration, settings": lambda scene: at(scene.administrator, "/admin/settings"),
    "rules": lambda scene: at(scene.visitor, "/rules"),
    "privacy": lambda scene: at(scene.visitor, "/privacy"),
    "accessibility": lambda scene: at(scene.visitor, "/accessibility"),
    "not found": lambda scene: at(scene.visitor, "/nothing"),
    "forbidden": lambda scene: at(scene.anna, f"/comments/{scene.comment}/edit"),
    "too fast": lambda scene: sent(scene.carol, scene.thread, "#composer-new", body=RICH),
    "form expired": expired,
    "wrong method": lambda scene: at(scene.visitor, "/drafts"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_in_both_themes_and_fits_every_width(scene: Scene, look: str):
    page = LOOKS[look](scene)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    problems = problems_of(page, PART.get(look, "html"))
    problems += [problem for watch in scene.watches for problem in watch.problems]
    assert not problems, "\n".join(problems)
