"""What happened to the security of an account, told to its owner by mail."""

from forum.accounts.events import SecurityNoted
from forum.accounts.queries import recipient
from forum.accounts.recovery import FEW
from forum.accounts.security_events import Happened, security_line
from forum.jobs import on
from forum.notifications import links
from forum.notifications.sending import send


@on(SecurityNoted)
def mail_security_event(event: SecurityNoted) -> None:
    line = security_line(event.event_id)
    to = recipient(line.user_id) if line else None
    if line is None or to is None:
        return
    send(
        "security",
        to,
        key=f"security-{event.event_id}",
        line=line,
        few_codes=line.what is Happened.CODE_USED and int(line.detail) <= FEW,
        security=links.absolute(links.SECURITY),
        forgot=links.absolute(links.FORGOT),
    )
