"""The text of an environment variable as the value of a setting.

Each function raises ValueError with what to use instead, for a text that will not do.
"""

import re
from collections.abc import Callable
from datetime import time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from limits import parse_many


def boolean(value: str) -> bool:
    answers = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if value.lower() not in answers:
        raise ValueError("use true or false")
    return answers[value.lower()]


def names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def short_names(value: str) -> tuple[str, ...]:
    """Names that can stand in an address and in a variable, each once."""
    found = names(value)
    if not all(re.fullmatch(r"[a-z][a-z0-9]{0,29}", name) for name in found):
        raise ValueError("use names of small letters and digits, such as entra, surf")
    if len(set(found)) < len(found):
        raise ValueError("use each name once")
    return found


def pairs(value: str) -> dict[str, str]:
    found = [one.partition("=") for one in value.split(";") if one.strip()]
    if not all(equals and left.strip() and right.strip() for left, equals, right in found):
        raise ValueError("use a form such as noord.example = Gemeente Noord; west.example = Zorg West")
    return {left.strip(): right.strip() for left, _equals, right in found}


def issuer(value: str) -> str:
    """As the provider writes it, a slash at the end included: it is compared as it stands."""
    parts = urlsplit(url("https", "http")(value))
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("use an address such as https://login.example.nl/realms/noord")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("use an address that starts with https:")
    return value


def domains(value: str) -> tuple[str, ...]:
    """In ASCII; `*.` before one stands for all domains below it."""
    return tuple(_domain(name) for name in names(value))


def _domain(name: str) -> str:
    star = "*." if name.startswith("*.") else ""
    try:
        domain = name.removeprefix("*.").lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"{name!r} is no domain") from error
    if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*", domain):
        raise ValueError("use domains such as example.nl, *.example.nl")
    return star + domain


def whole_number(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) < 2**31:
        raise ValueError("use a whole number from 0")
    return int(value)


def days(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 36_500:
        raise ValueError("use a number of days from 1 to 36500")
    return int(value)


def number(lowest: float, highest: float) -> Callable[[str], float]:
    def check(value: str) -> float:
        try:
            parsed = float(value)
        except ValueError:
            parsed = float("nan")
        if not lowest <= parsed <= highest:
            raise ValueError(f"use a number from {lowest:g} to {highest:g}, such as {lowest + 0.5:g}")
        return parsed

    return check


def one_of(*choices: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in choices:
            raise ValueError("use " + " or ".join(choices))
        return value

    return check


def url(*schemes: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            parts = urlsplit(value)
            parts.port  # noqa: B018 (raises ValueError when it is no number)
        except ValueError as error:
            raise ValueError("this is not an address") from error
        if parts.scheme not in schemes:
            raise ValueError("use an address that starts with " + " or ".join(f"{s}:" for s in schemes))
        return value

    return check


def web_address(value: str) -> str:
    value = url("http", "https")(value).rstrip("/")
    if not urlsplit(value).hostname or urlsplit(value).path:
        raise ValueError("use an address such as https://forum.example.nl, without a path")
    return value


def tagged_mailbox(value: str) -> str:
    """An address that gets a `+` and 39 characters behind its name; 64 is all that a name may have."""
    name, _at, domain = value.lower().rpartition("@")
    if not re.fullmatch(r"[a-z0-9._-]{1,24}", name) or not re.fullmatch(r"[a-z0-9.-]+", domain):
        raise ValueError("use an address such as reply@forum.example.nl, without a +")
    return f"{name}@{domain}"


def contact(value: str) -> str:
    """Where somebody can be reached, as an address with its scheme."""
    if "@" in value and ":" not in value:
        value = f"mailto:{value}"
    if not value.isprintable() or " " in value or urlsplit(value).scheme not in ("mailto", "https", "tel"):
        raise ValueError("use an e-mail address, or an address that starts with https:")
    return value


def secret(value: str) -> str:
    if len(value) < 32:
        raise ValueError("use at least 32 random characters")
    return value


def limits(value: str) -> str:
    try:
        parse_many(value)
    except ValueError as error:
        raise ValueError("use a form such as: 10 per 10 minutes; 50 per day") from error
    return value


def hours(value: str) -> str:
    """A part of the day, such as 20:00-07:00; it may go over midnight."""
    times_of(value)
    return value


def times_of(value: str) -> tuple[time, time]:
    """Beginning and end of such a part of the day."""
    found = re.fullmatch(r"(\d?\d):(\d\d)-(\d?\d):(\d\d)", value, re.ASCII)
    try:
        hour, minute, last_hour, last_minute = map(int, found.groups()) if found else (0, 0, 0, 0)
        begins, ends = time(hour, minute), time(last_hour, last_minute)
    except ValueError:
        begins = ends = time()
    if begins == ends:
        raise ValueError("use two different times, such as 20:00-07:00")
    return begins, ends


def timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("use a name such as Europe/Amsterdam") from error
    return value
