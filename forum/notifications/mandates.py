"""Mails about mandates; what moderators decide goes out as any decision. Run by the worker."""

from forum.accounts.queries import recipient_of_news
from forum.jobs import emit, on
from forum.lib.db import atomic
from forum.mandates.events import MandateAsked, MandateConfirmed, MandateEndsSoon, MandateWithdrawn
from forum.mandates.letters import MandateLetter, colleagues_to_tell, mandate_letter
from forum.mandates.models import MandateState
from forum.notifications import links
from forum.notifications.events import ColleagueToTell
from forum.notifications.sending import send


@on(MandateAsked)
@atomic
def tell_colleagues(event: MandateAsked) -> None:
    """One message each, so that a mail that fails for one is not sent again to the others."""
    for user_id in colleagues_to_tell(event.mandate_id):
        emit(ColleagueToTell(event.mandate_id, user_id), once=f"mandate-asked:{event.mandate_id}:{user_id}")


@on(ColleagueToTell)
def mail_colleague(event: ColleagueToTell) -> None:
    letter = mandate_letter(event.mandate_id)
    if letter is not None and letter.state is MandateState.ASKED:
        _send("mandate-asked", letter, event.user_id, key=f"{event.mandate_id}-{event.user_id}")


@on(MandateConfirmed)
def mail_confirmed(event: MandateConfirmed) -> None:
    letter = mandate_letter(event.mandate_id)
    if letter is not None and letter.state is MandateState.CONFIRMED:
        _send("mandate-confirmed", letter, letter.holder_id, key=str(event.mandate_id))


@on(MandateWithdrawn)
def mail_withdrawn(event: MandateWithdrawn) -> None:
    letter = mandate_letter(event.mandate_id)
    if letter is not None and not event.is_by_holder:
        _send("mandate-withdrawn", letter, letter.holder_id, key=str(event.mandate_id))


@on(MandateEndsSoon)
def mail_end(event: MandateEndsSoon) -> None:
    """Not for what was withdrawn since."""
    letter = mandate_letter(event.mandate_id)
    if letter is not None and letter.holds:
        _send("mandate-ends", letter, letter.holder_id, key=f"{event.mandate_id}-{event.days}")


def _send(name: str, letter: MandateLetter, user_id: int, *, key: str) -> None:
    to = recipient_of_news(user_id)
    if to is None:
        return
    send(
        name,
        to,
        key=f"{name}-{key}",
        letter=letter,
        link=links.to(links.MANDATE, letter.public_id),
        again=links.absolute(links.MANDATE_NEW, again=letter.public_id),
    )
