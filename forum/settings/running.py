"""Where a forum runs, and who it is to its visitors."""

from dataclasses import dataclass
from pathlib import Path

from forum.lib import setting_values as values
from forum.lib.i18n import LOCALES
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class Running:
    instance: Path = variable(
        "FORUM_INSTANCE", Path, "Folder for the database, the secret key and mails.", default=Path("instance")
    )
    database_url: str = variable(
        "FORUM_DATABASE_URL",
        values.url("sqlite", "postgresql", "postgres"),
        "Where everything is kept. Default: SQLite in the instance folder.",
        default="",
    )
    jobs_url: str = variable(
        "FORUM_JOBS_URL",
        values.url("sqlite", "postgresql", "redis", "rediss", "memory"),
        "Where work in the background waits. Default: SQLite in the instance folder.",
        default="",
    )
    redis_url: str = variable(
        "FORUM_REDIS_URL",
        values.url("redis", "rediss"),
        "Shared counters for limits; needed with more than one worker. Default: the process's memory.",
        default="",
    )
    secret_key: str = variable(
        "FORUM_SECRET_KEY",
        values.secret,
        "Signs cookies and links; at least 32 characters. Default: made and kept in the instance folder.",
        default="",
    )
    base_url: str = variable(
        "FORUM_BASE_URL",
        values.web_address,
        "The address people use; links in mails and feeds start with it.",
        default="http://127.0.0.1:8000",
    )
    trusted_hosts: tuple[str, ...] = variable(
        "FORUM_TRUSTED_HOSTS",
        values.names,
        "Host names this server answers to, by commas. Default: that of the base address, and this machine.",
        default=(),
    )
    proxy_hops: int = variable(
        "FORUM_PROXY_HOPS",
        values.whole_number,
        "How many reverse proxies stand in front of this server.",
        default=0,
    )
    site_name: str = variable("FORUM_SITE_NAME", str, "The name at the top.", default="Samenspraak")
    contact: str = variable(
        "FORUM_CONTACT",
        str,
        "E-mail address of whoever runs this forum, shown on the privacy page.",
        default="",
    )
    security_contact: str = variable(
        "FORUM_SECURITY_CONTACT",
        values.contact,
        "E-mail address or web page for who finds a leak; makes /.well-known/security.txt.",
        default="",
    )
    default_locale: str = variable(
        "FORUM_DEFAULT_LOCALE",
        values.one_of(*LOCALES),
        "Language when neither account nor browser tells.",
        default="nl",
    )
    timezone: str = variable(
        "FORUM_TIMEZONE", values.timezone, "Time zone in which times are shown.", default="Europe/Amsterdam"
    )
