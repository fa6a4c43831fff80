"""In whose name somebody writes, proposes or votes: what a form offers, and what it sent.

It is never remembered: a form begins with a personal capacity, and only one that comes back keeps its choice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from forum.discussion.drafts import Fields
from forum.discussion.voice import Voice
from forum.lib.i18n import current_locale
from forum.mandates.rules import Place
from forum.mandates.using import PERSONAL, usable_at
from forum.mandates.views import Usable
from forum.settings import settings
from forum.web import forms
from forum.web.viewer import actor, viewer


@dataclass(frozen=True, slots=True)
class Speaking:
    """`usable`: the viewer's mandates that fit here now. `chosen`: one of them, else `personal`. `is_lost`:
    the one that this form chose is no longer among them: it says `personal`, and nobody chose that."""

    usable: tuple[Usable, ...]
    chosen: str
    can_withhold: bool = False
    is_withheld: bool = False
    is_lost: bool = False


def offered(
    place: Callable[[], Place], *, draft: Fields | None = None, is_sent: bool = False, is_text: bool = True
) -> Speaking:
    """`is_sent`: with what this form sent. A draft keeps only that a name is to be withheld, so that signing
    in on the way does not show it. `is_text`: what can leave out a name. No statement for who never had a
    mandate."""
    usable = _usable(place)
    sent = forms.text("capacity") if is_sent else PERSONAL
    is_there = sent in {one.public_id for one in usable}
    can_withhold = is_text and settings().withhold_names
    is_withheld = forms.is_ticked("withhold") if is_sent else bool((draft or {}).get("withhold"))
    return Speaking(
        usable=usable,
        chosen=sent if is_there else PERSONAL,
        can_withhold=can_withhold,
        is_withheld=can_withhold and is_withheld,
        is_lost=not is_there and sent not in ("", PERSONAL),
    )


def offered_for(organisation: str, place: Callable[[], Place]) -> Speaking:
    """Where one can speak only for this organisation (its slug), which is chosen then."""
    usable = tuple(one for one in _usable(place) if one.slug == organisation)
    return Speaking(usable=usable, chosen=usable[0].public_id if usable else PERSONAL)


def _usable(place: Callable[[], Place]) -> tuple[Usable, ...]:
    return usable_at(actor(), place(), current_locale()) if viewer().has_mandates else ()


def voice_sent() -> Voice:
    return Voice(forms.text("capacity"), forms.is_ticked("withhold"))
