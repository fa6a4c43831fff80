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

from dotenv import dotenv_values

from forum.lib import runtime
from forum.lib import setting_values as values
from forum.lib.i18n import LOCALES


class SettingsError(Exception):
    """A variable has a value that cannot be used; the message is one line that says how to mend it."""


def _variable(name: str, parse: Callable[[str], Any], about: str, **default: Any) -> Any:
    return field(metadata={"name": name, "parse": parse, "about": about}, **default)


@dataclass(frozen=True, kw_only=True)
class Settings:
    instance: Path = _variable(
        "FORUM_INSTANCE", Path, "Folder for the database, the secret key and mails.", default=Path("instance")
    )
    database_url: str = _variable(
        "FORUM_DATABASE_URL",
        values.url("sqlite", "postgresql", "postgres"),
        "Where everything is kept. Default: SQLite in the instance folder.",
        default="",
    )
    secret_key: str = _variable(
        "FORUM_SECRET_KEY",
        values.secret,
        "Signs cookies and links; at least 32 characters. Default: made and kept in the instance folder.",
        default="",
    )
    base_url: str = _variable(
        "FORUM_BASE_URL",
        values.web_address,
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
        values.one_of(*LOCALES),
        "Language when neither account nor browser tells.",
        default="nl",
    )
    timezone: str = _variable(
        "FORUM_TIMEZONE", values.timezone, "Time zone in which times are shown.", default="Europe/Amsterdam"
    )
    mail_url: str = _variable(
        "FORUM_MAIL_URL",
        values.url("file", "smtp", "smtps"),
        "smtp://user:password@host:587 (STARTTLS when offered) or smtps://… or file:folder. "
        "Default: mails land in the instance folder, under mail/.",
        default="",
    )
    mail_from: str = _variable(
        "FORUM_MAIL_FROM", str, "Sender of mails.", default="Samenspraak <noreply@localhost>"
    )
    jobs_url: str = _variable(
        "FORUM_JOBS_URL",
        values.url("sqlite", "postgresql", "redis", "rediss", "memory"),
        "Where work in the background waits. Default: SQLite in the instance folder.",
        default="",
    )
    redis_url: str = _variable(
        "FORUM_REDIS_URL",
        values.url("redis", "rediss"),
        "Shared counters for limits; needed with more than one worker. Default: the process's memory.",
        default="",
    )
    trusted_hosts: tuple[str, ...] = _variable(
        "FORUM_TRUSTED_HOSTS",
        values.names,
        "Host names this server answers to, by commas. Default: that of the base address, and this machine.",
        default=(),
    )
    proxy_hops: int = _variable(
        "FORUM_PROXY_HOPS",
        values.whole_number,
        "How many reverse proxies stand in front of this server.",
        default=0,
    )
    registration: str = _variable(
        "FORUM_REGISTRATION", values.one_of("open", "closed"), "Who can make an account.", default="open"
    )
    require_verified_email: bool = _variable(
        "FORUM_REQUIRE_VERIFIED_EMAIL",
        values.boolean,
        "Whether writing needs a confirmed e-mail address.",
        default=True,
    )
    post_limit: str = _variable(
        "FORUM_POST_LIMIT",
        values.limits,
        "How many threads and comments one person may post; half of it in an account's first day.",
        default="10 per 10 minutes; 50 per day",
    )
    position_limit: str = _variable(
        "FORUM_POSITION_LIMIT",
        values.limits,
        "How many positions one person may propose; half of it in an account's first day.",
        default="10 per hour; 20 per day",
    )
    vote_limit: str = _variable(
        "FORUM_VOTE_LIMIT",
        values.limits,
        "How many votes one person may cast or change; half of it in an account's first day.",
        default="60 per minute",
    )
    hold_first_posts: int = _variable(
        "FORUM_HOLD_FIRST_POSTS",
        values.whole_number,
        "How many first threads and comments of a new account wait for a moderator before others see them.",
        default=0,
    )
    flag_hides: int = _variable(
        "FORUM_FLAG_HIDES",
        values.whole_number,
        "How many things the reports of one person can take out of sight in a day, before a moderator looks.",
        default=3,
    )
    hold_positions: bool = _variable(
        "FORUM_HOLD_POSITIONS",
        values.boolean,
        "Whether a member's position waits for a moderator before others see it.",
        default=False,
    )
    queue_reminder: int = _variable(
        "FORUM_QUEUE_REMINDER",
        values.whole_number,
        "Hours after which moderators get a mail about what still waits in the queue; 0: never.",
        default=24,
    )
    shared_votes: int = _variable(
        "FORUM_SHARED_VOTES",
        values.whole_number,
        "Agrees and disagrees that every core perspective needs before a position can be shared.",
        default=5,
    )
    shared_evidence: float = _variable(
        "FORUM_SHARED_EVIDENCE",
        values.number(1, 1000),
        "Evidence (e-value) that every core perspective needs; see the page on the method.",
        default=4.0,
    )
    shared_until: float = _variable(
        "FORUM_SHARED_UNTIL",
        values.number(1, 1000),
        "Evidence of a core perspective below which a shared position is no longer shared.",
        default=4 / 3,
    )
    shared_passes: float = _variable(
        "FORUM_SHARED_PASSES",
        values.number(0, 1),
        "Share of passes from which a position cannot be shared.",
        default=0.4,
    )
    shown_voters: int = _variable(
        "FORUM_SHOWN_VOTERS",
        values.whole_number,
        "Voters that a row of results needs to be shown; at least 5 keeps votes secret.",
        default=5,
    )
    shown_step: int = _variable(
        "FORUM_SHOWN_STEP",
        values.whole_number,
        "Votes that must have changed in a row of results before its numbers move.",
        default=3,
    )
    trusted_days: int = _variable(
        "FORUM_TRUSTED_DAYS",
        values.whole_number,
        "Days after which an account's votes can change a standing by themselves.",
        default=7,
    )
    analysis_delay: int = _variable(
        "FORUM_ANALYSIS_DELAY",
        values.whole_number,
        "Seconds that votes on a question are gathered before they are analysed.",
        default=10,
    )
    websub_hub: str = _variable(
        "FORUM_WEBSUB_HUB",
        values.url("http", "https"),
        "WebSub hub that feeds name, for readers that want to be told. We send it nothing ourselves.",
        default="",
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read all variables. Raises SettingsError, naming the variable, for the first wrong one."""
        environ = _environment() if environ is None else environ
        given: dict[str, Any] = {}
        for each in fields(cls):
            raw = environ.get(each.metadata["name"], "").strip()
            if not raw:
                continue
            try:
                given[each.name] = each.metadata["parse"](raw)
            except ValueError as error:
                raise SettingsError(f"{each.metadata['name']}={raw!r} cannot be used: {error}.") from error
        unknown = [name for name in environ if name.startswith("FORUM_") and not _is_known(name, cls)]
        if unknown:
            raise SettingsError(f"{sorted(unknown)[0]} is not a setting; docs/settings.md lists them all.")
        return cls(**given).completed()

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
        return values.secret(path.read_text().strip())
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
    if isinstance(default, float):
        return f"{default:.4g}"
    return ", ".join(default) if isinstance(default, tuple) else str(default)


def settings() -> Settings:
    """The settings of the running app."""
    return runtime.part("settings")
