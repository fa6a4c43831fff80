"""What the accounts room does later, by the worker."""

from forum.accounts.events import SessionSeen
from forum.accounts.service import note_seen
from forum.jobs import on


@on(SessionSeen)
def keep_session_alive(event: SessionSeen) -> None:
    note_seen(event.session_id)
