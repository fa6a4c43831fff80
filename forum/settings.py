"""Settings: environment variables `FORUM_*` or a `.env` file, typed, checked at the start.

Each field below carries its variable, its default and a line of explanation; docs/settings.md lists
them, and a test compares the two. A wrong value stops the start with one line.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from limits import parse_many

from forum.lib import runtime
from forum.lib.i18n import LOCALES


class SettingsError(Exception):
    """A variable has a value that cannot be used; the message is one line that says how to mend it."""


def _boolean(value: str) -> bool:
    answers = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if value.lower() not in answers:
        raise ValueError("use true or false")
    return answers[value.lower()]


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _positive(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) < 2**31:
        raise ValueError("use a whole number from 0")
    return int(value)


def _one_of(*choices: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in choices:
            raise ValueError("use " + " or ".join(choices))
        return value

    return check


def _url(*schemes: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError as error:
            raise ValueError("this is not an address") from error
        if parts.scheme not in schemes:
            raise ValueError("use an address that starts with " + " or ".join(f"{s}:" for s in schemes))
        return value

    return check


def _web_address(value: str) -> str:
    value = _url("http", "https")(value).rstrip("/")
    if not urlsplit(value).hostname or urlsplit(value).path:
        raise ValueError("use an address such as https://forum.example.nl, without a path")
    return value


def _secret(value: str) -> str:
    if len(value) < 32:
        raise ValueError("use at least 32 random characters")
    return value


def _limits(value: str) -> str:
    try:
        parse_many(value)
    except ValueError as error:
        raise ValueError("use a form such as: 10 per 10 minutes; 50 per day") from error
    return value


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("use a name such as Europe/Amsterdam") from error
    return value


def _variable(name: str, parse: Callable[[str], Any], about: str, **default: Any) -> Any:
    return field(metadata={"name": name, "parse": parse, "about": about}, **default)


@dataclass(frozen=True, kw_only=True)
class Settings:
    instance: Path = _variable(
        "FORUM_INSTANCE", Path, "Folder for the database, the secret key and mails.", default=Path("instance")
    )
    database_url: str = _variable(
        "FORUM_DATABASE_URL",
        _url("sqlite", "postgresql", "postgres"),
        "Where everything is kept. Default: SQLite in the instance folder.",
        default="",
    )
    secret_key: str = _variable(
        "FORUM_SECRET_KEY",
        _secret,
        "Signs cookies and links; at least 32 characters. Default: made and kept in the instance folder.",
        default="",
    )
    base_url: str = _variable(
        "FORUM_BASE_URL",
        _web_address,
        "The address people use; links in mails and feeds start with it.",
        default="http://127.0.0.1:8000",
    )
    site_name: str = _variable("FORUM_SITE_NAME", str, "The name at the top.", default="Samenspraak")
    contact: str = _variable(
        "FORUM_CONTACT",
        str,
        "E-mail address of whoever runs this forum, shown on the privacy page.",
        default="",
    )
    default_locale: str = _variable(
        "FORUM_DEFAULT_LOCALE",
        _one_of(*LOCALES),
        "Language when neither account nor browser tells.",
        default="nl",
    )
    timezone: str = _variable(
        "FORUM_TIMEZONE", _timezone, "Time zone in which times are shown.", default="Europe/Amsterdam"
    )
    mail_url: str = _variable(
        "FORUM_MAIL_URL",
        _url("file", "smtp", "smtps"),
        "smtp://user:password@host:587 (STARTTLS when offered) or smtps://… or file:folder. "
        "Default: mails land in the instance folder, under mail/.",
        default="",
    )
    mail_from: str = _variable(
        "FORUM_MAIL_FROM", str, "Sender of mails.", default="Samenspraak <noreply@localhost>"
    )
    jobs_url: str = _variable(
        "FORUM_JOBS_URL",
        _url("sqlite", "postgresql", "redis", "rediss", "memory"),
        "Where work in the background waits. Default: SQLite in the instance folder.",
        default="",
    )
    redis_url: str = _variable(
        "FORUM_REDIS_URL",
        _url("redis", "rediss"),
        "Shared counters for limits; needed with more than one worker. Default: the process's memory.",
        default="",
    )
    trusted_hosts: tuple[str, ...] = _variable(
        "FORUM_TRUSTED_HOSTS",
        _names,
        "Host names this server answers to, by commas. Default: that of the base address, and this machine.",
        default=(),
    )
    proxy_hops: int = _variable(
        "FORUM_PROXY_HOPS", _positive, "How many reverse proxies stand in front of this server.", default=0
    )
    registration: str = _variable(
        "FORUM_REGISTRATION", _one_of("open", "closed"), "Who can make an account.", default="open"
    )
    require_verified_email: bool = _variable(
        "FORUM_REQUIRE_VERIFIED_EMAIL",
        _boolean,
        "Whether writing needs a confirmed e-mail address.",
        default=True,
    )
    post_limit: str = _variable(
        "FORUM_POST_LIMIT",
        _limits,
        "How many threads and comments one person may post; half of it in an account's first day.",
        default="10 per 10 minutes; 50 per day",
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read all variables. Raises SettingsError, naming the variable, for the first wrong one."""
        environ = _environment() if environ is None else environ
        values: dict[str, Any] = {}
        for each in fields(cls):
            raw = environ.get(each.metadata["name"], "").strip()
            if not raw:
                continue
            try:
                values[each.name] = each.metadata["parse"](raw)
            except ValueError as error:
                raise SettingsError(f"{each.metadata['name']}={raw!r} cannot be used: {error}.") from error
        unknown = [name for name in environ if name.startswith("FORUM_") and not _is_known(name, cls)]
        if unknown:
            raise SettingsError(f"{sorted(unknown)[0]} is not a setting; docs/settings.md lists them all.")
        return cls(**values).completed()

    def completed(self) -> "Settings":
        """Fill what depends on the instance folder, making the folder and the secret key when needed."""
        folder = self.instance.absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"FORUM_INSTANCE={str(folder)!r} cannot be used: {error.strerror}."
            ) from error
        host = urlsplit(self.base_url).hostname or ""
        filled = {
            "instance": folder,
            "database_url": self.database_url or f"sqlite:///{folder / 'forum.db'}",
            "secret_key": self.secret_key or _kept_secret(folder / "secret_key"),
            "mail_url": self.mail_url or f"file:{folder / 'mail'}",
            "jobs_url": self.jobs_url or f"sqlite:///{folder / 'jobs.db'}",
            "trusted_hosts": self.trusted_hosts or tuple({host, "localhost", "127.0.0.1", "[::1]"}),
        }
        return Settings(
            **{each.name: filled.get(each.name, getattr(self, each.name)) for each in fields(self)}
        )


def _environment() -> dict[str, str]:
    """The process's own variables, and below them those of a `.env` in the current folder."""
    kept = {name: value or "" for name, value in dotenv_values(".env").items()}
    return {**kept, **os.environ}


# Read by the tests and the set-up, not by the running forum.
OTHER_VARIABLES = ("FORUM_TEST_",)


def _is_known(name: str, cls: type[Settings]) -> bool:
    return name.startswith(OTHER_VARIABLES) or any(each.metadata["name"] == name for each in fields(cls))


def _kept_secret(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _secret(path.read_text().strip())
    except OSError as error:
        raise SettingsError(f"the secret key cannot be kept in {path}: {error.strerror}.") from error
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def documented() -> list[tuple[str, str, str]]:
    """(variable, default, explanation) of every setting, in the order above."""
    return [
        (each.metadata["name"], _shown(each.default), each.metadata["about"]) for each in fields(Settings)
    ]


def _shown(default: Any) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return ", ".join(default) if isinstance(default, tuple) else str(default)


def settings() -> Settings:
    """The settings of the running app."""
    return runtime.part("settings")
