"""Addresses in mails. They start with the configured address, never with what a request claimed."""

from urllib.parse import urlencode

from forum.settings import settings

# Where the pages of forum/web stand; a test follows each of them.
CONFIRM = "/account/confirm/{secret}"
RESET = "/account/reset/{secret}"
EMAIL = "/account/email/confirm/{secret}"
UNDO_EMAIL = "/account/email/undo/{secret}"
LOGIN = "/login"
REGISTER = "/register"
FORGOT = "/account/forgot"
ACCOUNT = "/account"
OWN_DATA = "/account/data"
ERASE = "/account/erase"
SECURITY = "/account/security"
POSITION = "/positions/{public_id}"
FLAG = "/flags/{public_id}"
RULES = "/rules"
RULES_CHANGES = "/rules/{number}/changes"
COMMENT = "/comments/{public_id}"
THREAD = "/threads/{public_id}"
QUESTION = "/questions/{public_id}"
LESSON = "/lessons/{public_id}"
DECISION = "/decisions/{public_id}"
OBJECTION = "/decisions/{public_id}/appeal"
QUEUE = "/moderation"
ADMIN_JOBS = "/admin/jobs"
MANDATE = "/account/mandates/{public_id}"
MANDATE_NEW = "/account/mandates/new"
UNSUBSCRIBE = "/unsubscribe/{secret}"
MAILS = "/account/mails"
NOTIFICATIONS = "/account/notifications"


def absolute(path: str, *, secret: str = "", **query: str) -> str:
    """`secret` fills the path; of the query only what is not empty is taken."""
    filled = {name: value for name, value in query.items() if value}
    address = settings().base_url + path.format(secret=secret)
    return f"{address}?{urlencode(filled)}" if filled else address


def to(page: str, public_id: str) -> str:
    """The page of one thing."""
    return settings().base_url + page.format(public_id=public_id)


def position(public_id: str, *, anchor: str = "") -> str:
    """The results too: whoever proposed it or is asked about it need not vote first."""
    address = f"{settings().base_url}{POSITION.format(public_id=public_id)}?results=1"
    return f"{address}#{anchor}" if anchor else address


def rules_changes(number: int) -> str:
    return settings().base_url + RULES_CHANGES.format(number=number)


def unsubscribe(token: str) -> str:
    return absolute(UNSUBSCRIBE, secret=token)


def question(slug: str) -> str:
    return to(QUESTION, slug)


def synthesis(slug: str, version: int) -> str:
    return f"{question(slug)}/synthesis/{version}"
