"""All settings together: read from the environment, completed, and listed for docs/settings.md."""

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from forum.lib import runtime
from forum.lib import setting_values as values
from forum.settings.feeding import Feeding
from forum.settings.keeping import Keeping
from forum.settings.mailing import Mailing
from forum.settings.moderating import Moderating
from forum.settings.people import People
from forum.settings.running import Running
from forum.settings.sharing import Sharing
from forum.settings.signing_on import SigningOn
from forum.settings.variables import SettingsError


# A dataclass takes the fields of its last base first.
@dataclass(frozen=True, kw_only=True)
class Settings(Keeping, Feeding, Sharing, Moderating, SigningOn, People, Mailing, Running):
    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read all variables. Raises SettingsError, naming the variable, for the first wrong one."""
        environ = _environment() if environ is None else environ
        known: set[str] = set()
        made = cls(**_read(cls, environ, known))
        unknown = [name for name in environ if name.startswith("FORUM_") and not _is_known(name, known)]
        if unknown:
            raise SettingsError(f"{sorted(unknown)[0]} is not a setting; docs/settings.md lists them all.")
        made.check()
        return made.completed()

    def check(self) -> None:
        """Raises SettingsError for values that do not go together."""
        if self.registration == "domains" and not self.registration_domains:
            raise SettingsError(
                "FORUM_REGISTRATION=domains needs FORUM_REGISTRATION_DOMAINS, such as example.nl."
            )

    def completed(self) -> "Settings":
        """Fill what depends on the instance folder, making the folder and the secret key when needed."""
        folder = self.instance.absolute()
        try:
            # For us alone: it holds what people write, and the key that signs for them.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def _is_known(name: str, known: set[str]) -> bool:
    return name.startswith(OTHER_VARIABLES) or name in known


def _read(cls: type, environ: Mapping[str, str], known: set[str], prefix: str = "") -> dict[str, Any]:
    """The values that are given for the fields of a dataclass of variables. The names it looks for are
    added to `known`."""
    given: dict[str, Any] = {}
    for each in fields(cls):
        if "name" not in each.metadata:
            continue
        name = prefix + each.metadata["name"]
        known.add(name)
        raw = environ.get(name, "").strip()
        if not raw:
            if each.default is MISSING and each.default_factory is MISSING:
                raise SettingsError(f"{name} is missing; docs/settings.md says what it is.")
            continue
        try:
            given[each.name] = each.metadata["parse"](raw)
        except ValueError as error:
            raise SettingsError(f"{name}={raw!r} cannot be used: {error}.") from error
        if "of" in each.metadata:
            given[each.name] = tuple(_members(each.metadata, given[each.name], environ, known))
    return given


def _members(
    metadata: Mapping[str, Any], names: tuple[str, ...], environ: Mapping[str, str], known: set[str]
) -> Iterator[Any]:
    for name in names:
        prefix = metadata["prefix"].format(name.upper())
        yield metadata["of"](name=name, **_read(metadata["of"], environ, known, prefix))


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
    return list(_documented(Settings))


def _documented(cls: type, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for each in fields(cls):
        about = each.metadata
        if "name" in about:
            yield prefix + about["name"], _shown(each.default), about["about"]
        if "of" in about:
            yield from _documented(about["of"], about["prefix"].format("<NAME>"))


def _shown(default: Any) -> str:
    if default is MISSING:
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, float):
        return f"{default:.4g}"
    return ", ".join(default) if isinstance(default, tuple) else str(default)


def settings() -> Settings:
    """The settings of the running app."""
    return runtime.part("settings")
