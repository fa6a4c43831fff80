"""What happened to the security of an account, told to its owner by mail."""

from forum.accounts.events import SecurityNoted
from forum.accounts.queries import recipient
from forum.accounts.recovery import FEW
from forum.accounts.security_events import TRIES, Happened, security_line
from forum.jobs import on
from forum.notifications import links
from forum.notifications.sending import send


@on(SecurityNoted)
def mail_security_event(event: SecurityNoted) -> None:
    line = security_line(event.event_id)
    to = recipient(line.user_id) if line else None
    if line is None or to is None:
        return
    told = {
        "key": f"security-{event.event_id}",
        "line": line,
        "security": links.absolute(links.SECURITY),
        "forgot": links.absolute(links.FORGOT),
    }
    if line.what in TRIES:
        send("guessing", to, knows_password=line.what is not Happened.GUESSED, **told)
    else:
        few_codes = line.what is Happened.CODE_USED and int(line.detail) <= FEW
        send("security", to, few_codes=few_codes, **told)
