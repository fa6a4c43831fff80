"""The opinion groups of a question as a snapshot keeps them, and as pages read them: without anybody's id."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class WhyHidden(Enum):
    """Why no opinion groups are shown."""

    FEW = "few"  # too few people voted on enough positions
    NONE = "none"  # nobody votes differently enough
    SMALL = "small"  # one of the groups is too small
    UNSTABLE = "unstable"  # with a few people less there would be other groups


@dataclass(frozen=True, slots=True)
class Stance:
    """A position by its public id, with the side that is meant: 1 agree, -1 disagree.

    It may have been hidden or superseded since: look it up among what the reader may see.
    """

    position: str
    direction: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A participant on the map, or a corner of an outline: x and y between -1 and 1, y upwards."""

    x: float
    y: float
    group: int


@dataclass(frozen=True, slots=True)
class OpinionGroup:
    """`id` stays the same while the votes come in. `stances`: what sets the group apart, at most five.
    `outline`: the corners around its dots, counter-clockwise."""

    id: int
    size: int
    stances: tuple[Stance, ...]
    outline: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class OpinionGroups:
    """`participants`: those who voted on enough positions to be placed. `shared`: what every group leans to,
    the clearest first. `dots`: a sample of the participants, in no order that says anything.

    Not `shown`: only `why_hidden` and `participants` say something.
    """

    shown: bool
    why_hidden: WhyHidden | None
    participants: int
    groups: tuple[OpinionGroup, ...] = ()
    shared: tuple[Stance, ...] = ()
    dots: tuple[Dot, ...] = ()

    @property
    def k(self) -> int:
        return len(self.groups)


NO_GROUPS = OpinionGroups(shown=False, why_hidden=WhyHidden.FEW, participants=0)


def groups_of(stored: Mapping[str, Any]) -> OpinionGroups:
    """From what a snapshot keeps (`Snapshot.groups`); NO_GROUPS when there is nothing."""
    if not stored:
        return NO_GROUPS
    return OpinionGroups(
        shown=stored["shown"],
        why_hidden=WhyHidden(stored["why_hidden"]) if stored["why_hidden"] else None,
        participants=stored["participants"],
        groups=tuple(
            OpinionGroup(
                id=each["id"],
                size=each["size"],
                stances=_stances(each["stances"]),
                outline=_dots(each["outline"]),
            )
            for each in stored["groups"]
        ),
        shared=_stances(stored["shared"]),
        dots=_dots(stored["dots"]),
    )


def as_json(groups: OpinionGroups) -> dict[str, Any]:
    """What `groups_of` reads back."""
    why = groups.why_hidden
    return {
        "shown": groups.shown,
        "why_hidden": why.value if why else None,
        "participants": groups.participants,
        "groups": [
            {
                "id": each.id,
                "size": each.size,
                "stances": [asdict(stance) for stance in each.stances],
                "outline": _triples(each.outline),
            }
            for each in groups.groups
        ],
        "shared": [asdict(stance) for stance in groups.shared],
        "dots": _triples(groups.dots),
    }


def _triples(dots: tuple[Dot, ...]) -> list[list[float]]:
    """Short, since there are hundreds."""
    return [[dot.x, dot.y, dot.group] for dot in dots]


def _dots(stored: list[list[float]]) -> tuple[Dot, ...]:
    return tuple(Dot(x, y, int(group)) for x, y, group in stored)


def _stances(stored: list[dict[str, Any]]) -> tuple[Stance, ...]:
    return tuple(Stance(**each) for each in stored)
