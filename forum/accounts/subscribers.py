"""What the accounts room does later, by the worker."""

from forum.accounts.events import Guessed, SessionSeen
from forum.accounts.security_events import Happened
from forum.accounts.service import note_guessing, note_seen
from forum.jobs import on


@on(SessionSeen)
def keep_session_alive(event: SessionSeen) -> None:
    note_seen(event.session_id)


@on(Guessed)
def tell_who_is_guessed(event: Guessed) -> None:
    if event.user_id is not None:
        note_guessing(event.user_id, Happened(event.what))
