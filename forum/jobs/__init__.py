"""What happened and still has to be told: an outbox in the database, emptied by a worker."""

from forum.jobs.delivery import GivenUp, deliver_all, deliver_due
from forum.jobs.events import emit, emit_all, on
from forum.jobs.models import OutboxMessage
from forum.jobs.schedule import daily, hourly, often
from forum.jobs.worker import Jobs, later

__all__ = [
    "GivenUp",
    "Jobs",
    "OutboxMessage",
    "daily",
    "deliver_all",
    "deliver_due",
    "emit",
    "emit_all",
    "hourly",
    "later",
    "often",
    "on",
]
