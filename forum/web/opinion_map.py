"""Opinion groups in sentences, and as a map beside them. Pure.

The map is 400 units wide and high, y downwards as pictures have it; dots carry no names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.lib.i18n import _
from forum.positions.models import Choice
from forum.positions.snapshots import Dot, OpinionGroup, OpinionGroups, Stance, WhyHidden
from forum.positions.tally import Row
from forum.positions.views import PositionView
from forum.web.agreement import GROUP, Bar, bar, group_name

SIDE, REACH = 400, 150
NAME_AWAY = 36
"""Units between a group's outermost dot and its name: the soft edge lies between them."""
MOST_DIFFERENCES = 5


@dataclass(frozen=True, slots=True)
class StanceLine:
    position: PositionView
    agrees: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """`number`: which of the colours, from 1. `percent`: of those who are on the map."""

    id: int
    number: int
    name: str
    size: int
    percent: int
    stances: tuple[StanceLine, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A position that groups think differently about, with a bar for each."""

    position: PositionView
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int
    number: int


@dataclass(frozen=True, slots=True)
class Hull:
    """`path`: an outline as SVG writes it; (x, y): where the name stands."""

    number: int
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """`here`: the viewer's own dot, for nobody else."""

    hulls: tuple[Hull, ...]
    dots: tuple[Point, ...]
    here: Point | None


@dataclass(frozen=True, slots=True)
class GroupsView:
    participants: int
    groups: tuple[GroupView, ...]
    shared: tuple[StanceLine, ...]
    differences: tuple[Difference, ...]
    map: OpinionMap


def groups_view(found: OpinionGroups, positions: Sequence[PositionView], here: Dot | None) -> GroupsView:
    """For groups that are shown. Positions that are no longer listed are left out."""
    by_id = {position.public_id: position for position in positions}
    numbers = {group.id: number for number, group in enumerate(found.groups, start=1)}
    total = max(sum(group.size for group in found.groups), 1)
    return GroupsView(
        participants=found.participants,
        groups=tuple(
            GroupView(
                id=group.id,
                number=numbers[group.id],
                name=group_name(group.id),
                size=group.size,
                percent=round(100 * group.size / total),
                stances=_lines(group.stances, by_id),
            )
            for group in found.groups
        ),
        shared=_lines(found.shared, by_id),
        differences=differences(positions),
        map=OpinionMap(
            hulls=tuple(_hull(group, numbers[group.id]) for group in found.groups if group.outline),
            dots=tuple(_point(dot, numbers) for dot in found.dots),
            here=_point(here, numbers) if here else None,
        ),
    )


def why_hidden(reason: WhyHidden | None) -> str:
    """Why no groups are shown, for who came to see them."""
    if reason is WhyHidden.NONE:
        return _("There are no camps here: people do not vote differently enough to speak of groups.")
    if reason is WhyHidden.SMALL:
        return _("One of the groups would be so small that it says more about persons than about opinions.")
    if reason is WhyHidden.UNSTABLE:
        return _("With a few people less there would be other groups. What chance decides, we do not show.")
    return _("Too few people have voted on enough positions yet. We look for groups as soon as there are 30.")


def differences(positions: Iterable[PositionView]) -> tuple[Difference, ...]:
    """Where the groups lie clearly apart, the widest gap first."""
    found = []
    for position in positions:
        rows = [row for row in position.result.rows if row.key.startswith(GROUP)] if position.result else []
        gap = _gap(rows)
        if gap > 0:
            found.append((gap, Difference(position, tuple(bar(row, {}) for row in rows))))
    found.sort(key=lambda each: -each[0])
    return tuple(difference for _gap, difference in found[:MOST_DIFFERENCES])


def _gap(rows: Sequence[Row]) -> float:
    """From the highest lower bound to the lowest upper bound."""
    if len(rows) < 2:
        return 0.0
    return max(row.lower for row in rows) - min(row.upper for row in rows)


def _lines(stances: Iterable[Stance], by_id: Mapping[str, PositionView]) -> tuple[StanceLine, ...]:
    return tuple(
        StanceLine(by_id[stance.position], stance.direction == Choice.AGREE)
        for stance in stances
        if stance.position in by_id
    )


def _hull(group: OpinionGroup, number: int) -> Hull:
    corners = [(_x(dot.x), _y(dot.y)) for dot in group.outline]
    path = "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"
    top, bottom = min(y for _x, y in corners), max(y for _x, y in corners)
    x = round(sum(x for x, _y in corners) / len(corners))
    # Above the group, where no dots are; below it when there is no room above.
    y = top - NAME_AWAY if top >= NAME_AWAY + 12 else min(bottom + NAME_AWAY, SIDE - 12)
    return Hull(number, group_name(group.id), path, min(max(x, 45), SIDE - 45), y)


def _point(dot: Dot, numbers: Mapping[int, int]) -> Point:
    return Point(_x(dot.x), _y(dot.y), numbers.get(dot.group, 0))


def _x(value: float) -> int:
    return round(SIDE / 2 + REACH * _bounded(value))


def _y(value: float) -> int:
    return round(SIDE / 2 - REACH * _bounded(value))


def _bounded(value: float) -> float:
    return min(max(value, -1.0), 1.0) if value == value else 0.0
