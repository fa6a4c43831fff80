"""What the pages of administrators show."""

from collections.abc import Iterator, Sequence
from dataclasses import Field, dataclass, fields
from typing import Any

from forum.jobs.heartbeat import WorkerSeen
from forum.jobs.rounds import ChoreState, chore_states
from forum.jobs.worker import jobs
from forum.lib import clock
from forum.lib.masking import MASK, masked_url
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import Settings, settings
from forum.upkeep.doctor import QUIET, examine
from forum.upkeep.findings import Finding, Level
from forum.upkeep.outbox import Outbox, outbox

SECRET = ("SECRET", "PASSWORD", "TOKEN", "_KEY")
"""A variable with one of these in its name is never shown."""


@dataclass(frozen=True, slots=True)
class Health:
    """`wrong` and `noted` first, since those are what one comes for."""

    wrong: Sequence[Finding]
    noted: Sequence[Finding]
    well: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class JobsView:
    """`workers`: those that gave a sign of life in the last minutes, None when the queue does not answer."""

    outbox: Outbox
    workers: list[WorkerSeen] | None
    chores: list[ChoreState]


@dataclass(frozen=True, slots=True)
class SettingShown:
    name: str
    about: str
    value: str
    is_default: bool


def health(viewer: Actor) -> Health:
    """By the quick checks. Raises SignInNeeded and Refused."""
    require(viewer, P.ADMINISTER)
    found = list(examine(QUIET))
    wrong, noted, well = ([each for each in found if each.level is level] for level in _ORDER)
    return Health(wrong, noted, well)


_ORDER = (Level.PROBLEM, Level.NOTE, Level.WELL)


def jobs_view(viewer: Actor) -> JobsView:
    """4 statements. Raises SignInNeeded and Refused."""
    require(viewer, P.ADMINISTER)
    return JobsView(outbox(), _alive(), chore_states())


def settings_view(viewer: Actor) -> list[SettingShown]:
    """All settings as they hold, without a secret. Raises SignInNeeded and Refused."""
    require(viewer, P.ADMINISTER)
    now = settings()
    # What follows from the folder and the address is not chosen either.
    unchosen = Settings(instance=now.instance, base_url=now.base_url).completed()
    shown = []
    for each in fields(Settings):
        value = getattr(now, each.name)
        if "of" in each.metadata:
            shown += _shown_members(each, value)
            continue
        usual: Any = each.default if each.name in ("instance", "base_url") else getattr(unchosen, each.name)
        is_default = sorted(value) == sorted(usual) if isinstance(value, tuple) else value == usual
        name = each.metadata["name"]
        shown.append(SettingShown(name, each.metadata["about"], _shown(name, value), is_default))
    return shown


def _shown_members(list_of: Field[Any], members: tuple[Any, ...]) -> Iterator[SettingShown]:
    """A setting that lists names, and for each name its own variables."""
    metadata = list_of.metadata
    names = ", ".join(one.name for one in members)
    yield SettingShown(metadata["name"], metadata["about"], names, not members)
    for member in members:
        prefix = metadata["prefix"].format(member.name.upper())
        for each in fields(member):
            if "name" in each.metadata:
                value, name = getattr(member, each.name), prefix + each.metadata["name"]
                is_default = value in ("", (), {}) or value == each.default
                yield SettingShown(name, each.metadata["about"], _shown(name, value), is_default)


def _alive() -> list[WorkerSeen] | None:
    try:
        seen = jobs().workers()
    except Exception:  # each kind of queue has its own; the checks tell which
        return None
    return [each for each in seen if each.is_alive(clock.now())]


def _shown(name: str, value: object) -> str:
    if any(part in name for part in SECRET):
        return MASK if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, dict):
        return "; ".join(f"{left} = {right}" for left, right in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else masked_url(str(value))
