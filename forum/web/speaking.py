"""In whose name somebody writes or votes: what a form offers, and what it sent.

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
    """`usable`: the viewer's mandates that fit here now. `chosen`: one of them, else `personal`."""

    usable: tuple[Usable, ...]
    chosen: str
    can_withhold: bool
    is_withheld: bool


def offered(place: Callable[[], Place], *, draft: Fields | None = None, is_sent: bool = False) -> Speaking:
    """`is_sent`: with what this form sent. A draft keeps only that a name is to be withheld, so that signing
    in on the way does not show it. No statement for who never had a mandate."""
    usable = usable_at(actor(), place(), current_locale()) if viewer().has_mandates else ()
    chosen = forms.text("capacity") if is_sent else PERSONAL
    is_withheld = forms.is_ticked("withhold") if is_sent else bool((draft or {}).get("withhold"))
    return Speaking(
        usable=usable,
        chosen=chosen if chosen in {one.public_id for one in usable} else PERSONAL,
        can_withhold=settings().withhold_names,
        is_withheld=settings().withhold_names and is_withheld,
    )


def voice_sent() -> Voice:
    return Voice(forms.text("capacity"), forms.is_ticked("withhold"))
