"""Where a question stands: its positions by what became of them, and which roles are missing. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.lib.i18n import _
from forum.positions.models import Standing
from forum.positions.tally import ALL, REST
from forum.positions.views import PositionView
from forum.web.agreement import Labels, Picture, inside, is_shown, label_of, picture

MOST = {Standing.SHARED: 12, Standing.CONTESTED: 6, Standing.PROVISIONAL: 6, Standing.OPEN: 5}
"""How many of each a question page shows; a link leads to the others."""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """`picture` is None as long as the votes are not to be seen."""

    position: PositionView
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Part:
    """The positions of one standing. `more`: how many of them are not in `rows`."""

    standing: Standing
    rows: tuple[PositionRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MissingRole:
    """A perspective whose votes are missing. `positions`: on how many; `invitation`: a text to hand on."""

    slug: str
    label: str
    inside: str
    positions: int
    invitation: str


def position_rows(
    positions: Sequence[PositionView], labels: Labels, *, asked: bool
) -> tuple[PositionRow, ...]:
    return tuple(
        PositionRow(one, picture(one.result, labels) if is_shown(one, asked=asked) else None)
        for one in positions
    )


def parts_of(positions: Sequence[PositionView], labels: Labels, *, asked: bool) -> tuple[Part, ...]:
    """Shared, contested, provisional, open: each in the order given, what is empty left out."""
    by_standing: dict[Standing, list[PositionView]] = defaultdict(list)
    for position in positions:
        by_standing[position.standing].append(position)
    return tuple(
        Part(
            standing,
            position_rows(by_standing[standing][:most], labels, asked=asked),
            max(len(by_standing[standing]) - most, 0),
        )
        for standing, most in MOST.items()
        if by_standing[standing]
    )


def count_standings(positions: Sequence[PositionView]) -> Mapping[Standing, int]:
    counts: dict[Standing, int] = defaultdict(int)
    for position in positions:
        counts[position.standing] += 1
    return counts


def by_name(counts: Mapping[Standing, int]) -> dict[str, int]:
    """For templates: every standing, those without a position too."""
    return {standing.value: counts.get(standing, 0) for standing in Standing}


def missing_roles(
    positions: Sequence[PositionView], labels: Labels, *, title: str, address: str, site: str
) -> tuple[MissingRole, ...]:
    """The perspectives from which votes are missing, on most positions first."""
    lacking: dict[str, int] = defaultdict(int)
    for position in positions:
        for one in position.result.missing if position.result else ():
            if one.votes and one.key not in (ALL, REST):
                lacking[one.key] += 1
    roles = []
    for key, count in sorted(lacking.items(), key=lambda item: (-item[1], item[0])):
        label = label_of(key, labels)
        text = invitation(inside(label), title=title, address=address, site=site)
        roles.append(MissingRole(key.partition(":")[2], label, inside(label), count, text))
    return tuple(roles)


def invitation(role: str, *, title: str, address: str, site: str) -> str:
    """Neutral: it says that somebody is missing, not what to vote."""
    return _(
        "On %(site)s people from different roles answer this question together: “%(title)s”\n\n"
        "Few votes have come from %(role)s so far. What do you think? Agreeing and disagreeing are"
        " equally welcome. It takes five minutes, and nobody sees what you vote.\n\n%(address)s",
        site=site,
        title=title,
        role=role,
        address=address,
    )
