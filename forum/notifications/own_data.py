"""What becomes of people's own data, told by mail. Run by the worker; running twice sends once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from forum.accounts.copies import whose_copy
from forum.accounts.events import DataReady
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


def _day(moment: datetime, locale: str) -> str:
    local = moment.astimezone(ZoneInfo(settings().timezone))
    return format_date(local, format="long", locale=Locale.parse(locale))
