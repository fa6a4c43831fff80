"""The queue that carries nudges, by its address. It may be away: then everything waits in the outbox."""

import logging
from urllib.parse import unquote, urlsplit

import huey
from huey.api import Huey

from forum.settings import SettingsError

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
"""Somebody waits for a page meanwhile."""
ANSWER_SECONDS = 5
"""Longer than the second that a worker waits at the queue for something to come."""


def make_huey(url: str) -> Huey:
    """The queue at `url`: sqlite:///file, postgresql://…, redis://… or memory: (tests).

    Nothing is asked of it yet, so it may be away. Raises SettingsError.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        file = unquote(url.removeprefix("sqlite:///"))
        return huey.SqliteHuey("forum", results=False, filename=file, fsync=False, create_tables=False)
    if scheme == "postgresql":
        return huey.PostgresHuey(
            "forum",
            results=False,
            dsn=url,
            create_tables=False,
            connect_timeout=CONNECT_SECONDS,
            # A server that went away without a word: do not wait for the quarter of an hour that TCP does.
            tcp_user_timeout=ANSWER_SECONDS * 1000,
        )
    if scheme in ("redis", "rediss"):
        return _redis(url)
    return huey.MemoryHuey("forum", results=False)


def _redis(url: str) -> Huey:
    try:
        from redis import ConnectionPool
    except ImportError as error:
        raise SettingsError(
            "FORUM_JOBS_URL cannot be used: Redis needs the package redis; install samenspraak[redis]."
        ) from error
    seconds = {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": ANSWER_SECONDS}
    try:
        pool = ConnectionPool.from_url(url, **seconds)
    except ValueError as error:
        raise SettingsError(f"FORUM_JOBS_URL cannot be used: {error}") from error
    return huey.RedisHuey("forum", results=False, connection_pool=pool)


def prepare(queue: Huey) -> bool:
    """Make the tables of a queue that needs any. Returns whether it answered."""
    make_tables = getattr(queue.storage, "initialize_schema", None)
    try:
        if make_tables is not None:
            make_tables()
        else:
            queue.pending_count()
    except Exception as error:  # each kind of queue has its own
        log.warning(
            "the queue does not answer (%s); what is to be done waits in the outbox", type(error).__name__
        )
        return False
    return True
