"""Reading forms strictly: the named fields, each of the right kind, and nothing else."""

from flask import request

from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.ids import new_public_id

LARGEST_NUMBER = 2**31 - 1


def text(name: str) -> str:
    """A text as it was typed, with the line ends of our side, and without NUL, which no database stores."""
    return request.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def texts(name: str) -> list[str]:
    return [value.replace("\x00", "") for value in request.form.getlist(name)]


def whole_number(name: str) -> int:
    """Raises Invalid for anything but a whole number that a database can hold."""
    value = request.form.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) <= 10 and int(value) <= LARGEST_NUMBER):
        raise Invalid({name: _("Reload the page and try again: a number was missing.")})
    return int(value)


def is_ticked(name: str) -> bool:
    return request.form.get(name, "").lower() in ("yes", "on", "true", "1")


def typed() -> dict[str, list[str]]:
    return {name: texts(name) for name in request.form}


def intent() -> str:
    """Which of a form's buttons was pressed: `send`, `preview` or `draft`."""
    value = request.form.get("intent", "send")
    return value if value in ("preview", "draft") else "send"


def new_submission_key() -> str:
    return new_public_id() + new_public_id()
