"""What becomes of people's own data, told by mail. Run by the worker; running twice sends once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from forum.accounts.copies import whose_copy
from forum.accounts.erasing import forget_farewell, who_leaves, who_left
from forum.accounts.events import DataReady, ErasureAsked, ErasureDone, ErasureNear
from forum.jobs import on
from forum.notifications import links
from forum.notifications.sending import send
from forum.settings import settings


@on(DataReady)
def mail_data_ready(event: DataReady) -> None:
    to, copy = whose_copy(event.copy_id) or (None, None)
    if to is not None and copy is not None and copy.until is not None:
        send(
            "data-ready",
            to,
            key=f"data-ready-{copy.public_id}",
            link=links.absolute(links.OWN_DATA),
            forgot=links.absolute(links.FORGOT),
            until=_day(copy.until, to.locale),
        )


@on(ErasureAsked)
def mail_erasure_asked(event: ErasureAsked) -> None:
    _mail_leaving("erasure-asked", event.erasure_id)


@on(ErasureNear)
def mail_erasure_near(event: ErasureNear) -> None:
    _mail_leaving("erasure-near", event.erasure_id)


def _mail_leaving(name: str, erasure_id: int) -> None:
    to, at = who_leaves(erasure_id) or (None, None)
    if to is not None and at is not None:
        link = links.absolute(links.LOGIN, next=links.ERASE)
        # The number of a request that was taken back may be given out again.
        send(name, to, key=f"{name}-{erasure_id}-{int(at.timestamp())}", link=link, day=_day(at, to.locale))


@on(ErasureDone)
def mail_erasure_done(event: ErasureDone) -> None:
    """The last one. After it nobody knows the address any more."""
    to = who_left(event.erasure_id)
    if to is not None:
        send("erasure-done", to, key=f"erasure-done-{event.erasure_id}")
        forget_farewell(event.erasure_id)


def _day(moment: datetime, locale: str) -> str:
    local = moment.astimezone(ZoneInfo(settings().timezone))
    return format_date(local, format="long", locale=Locale.parse(locale))
