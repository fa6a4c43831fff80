"""What the pages are looked at with: a forum in use, with texts that are as long and as rich as they get."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from forum.notifications.unsubscribing import Subscription, token_for
from tests.browser.contexts import browser_of
from tests.browser.pen import QUESTION, Pen, thread_address
from tests.browser.site import Site, eventually
from tests.browser.watching import Watch

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
    """A forum in use, and browsers of a visitor, of anna, of carol, of dewi who wrote nothing yet, of a
    newcomer, of a moderator and of an administrator. anna wrote as much as one may on a first day."""

    visitor: Page
    anna: Page
    carol: Page
    dewi: Page
    newcomer: Page
    moderator: Page
    administrator: Page
    watches: list[Watch]
    thread: str
    comment: str
    hers: str
    nameless: str
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

    def new_problems(self) -> list[str]:
        """What went wrong unseen since somebody asked."""
        found = [problem for watch in self.watches for problem in watch.problems]
        for watch in self.watches:
            watch.problems.clear()
        return found


@contextmanager
def playing(chromium: Browser, site: Site) -> Iterator[Scene]:
    contexts = [browser_of(chromium, site, locale="nl-NL") for _ in range(8)]
    watches = [Watch(context, site.address) for context in contexts]
    nobody, anna, bob, carol, unconfirmed, mo, ada, dewi = (Pen(context.request) for context in contexts)
    anna.sign_in(site.member())
    bob.sign_in(site.member())
    carol.sign_in(forgetful := site.member())
    dewi.sign_in(site.member())
    mo.sign_in(site.moderator())
    mandate = anna.ask_mandate(f"Stichting {LONG} Midden-Nederland", described=f"Wij doen {LONG}.")
    mo.confirm_mandate(mandate)
    thread = bob.start_thread(f"Wie spreekt er namens de {LONG}, en hoe lang eigenlijk?", RICH)
    comment = bob.comment(thread, RICH)
    hers = anna.comment(thread, "Deze tekst verandert.", parent=comment)
    below = bob.comment(thread, "Daaronder.", parent=hers)
    nameless = anna.comment(thread, "Nog dieper.", parent=below, withhold="yes")
    deepest = bob.comment(thread, "Dieper kan niet.", parent=nameless, withhold="yes")
    anna.comment(thread, RICH, parent=deepest, capacity=mandate)
    anna.edit(hers, "Deze tekst is veranderd.\n\nEn langer geworden.")
    anna.withdraw(anna.comment(thread, "Dit wordt ingetrokken."))
    positions = site.let_vote(QUESTION, each=8)
    anna.vote(positions[0], "agree")
    anna.vote(positions[1], "disagree")
    carol.vote(positions[2], "agree")
    about_speaking = f"Wie namens de {LONG} spreekt, kiezen we samen, elk jaar opnieuw."
    her_position = anna.propose(about_speaking, capacity=mandate)
    ada.sign_in(site.administrator())
    site.lose_a_message(f"OSError: {LONG * 3}")
    mo.summarise(f"Wij delen {RICH[:200]}", question=QUESTION)
    anna.mark("not_recognisable", f"De {LONG} ontbreken hier nog.", question=QUESTION)
    mo.summarise("Wij delen het **doel**, en ook de weg erheen.", question=QUESTION, position=her_position)
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
        dewi=contexts[7].new_page(),
        watches=watches,
        thread=thread,
        comment=comment,
        hers=hers,
        nameless=nameless,
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
