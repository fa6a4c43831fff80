"""What a check found: one line when all is well, else what is wrong and how to mend it."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """NOTE: fine for trying out, or worth knowing; nothing is broken."""

    WELL = "well"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`name`: of what was looked at, the same in every language. Never holds a secret or a whole address."""

    name: str
    level: Level
    told: str
    mend: str = ""


def well(name: str, told: str) -> Finding:
    return Finding(name, Level.WELL, told)


def note(name: str, told: str, mend: str = "") -> Finding:
    return Finding(name, Level.NOTE, told, mend)


def problem(name: str, told: str, mend: str) -> Finding:
    return Finding(name, Level.PROBLEM, told, mend)
