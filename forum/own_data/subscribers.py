"""What the worker does for people's own data."""

from forum.accounts.events import DataAsked
from forum.jobs import on
from forum.own_data.copies import make_copy


@on(DataAsked)
def make_asked_copy(event: DataAsked) -> None:
    make_copy(event.copy_id)
