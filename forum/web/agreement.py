"""What people agree on, as pictures and sentences show it: pure, from stored results.

Lengths are in percent of a picture's width. A bar stands on the centre line: who passes is in its middle,
who disagrees left of that, who agrees right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.lists import format_list

from forum.accounts.perspectives import PerspectiveView
from forum.lib.i18n import _, current_locale, ngettext
from forum.positions.models import Choice, Standing
from forum.positions.tally import ALL, REST, Missing, Row
from forum.positions.views import PositionView, Result

ROLE, GROUP = "role:", "group:"
CENTRE = 50.0
HALF = 49.0
"""What a share of 100 % takes: a little less than half the width, so that the ends stay visible."""

Labels = Mapping[str, str]
"""Keys of rows to the names that people read."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a bar: from where, and how wide."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `agrees`, `disagrees` and `passes` in whole percents of its voters."""

    key: str
    label: str
    row: Row
    agrees: int
    disagrees: int
    passes: int
    agree: Span
    disagree: Span
    passed: Span
    band: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A position's result. `total` is None while too few people voted to show anything.

    `sentence`: the whole in words; `needs`: what is missing for *shared*, each a sentence.
    """

    standing: Standing
    direction: Choice
    total: Bar | None
    roles: tuple[Bar, ...]
    groups: tuple[Bar, ...]
    mandated: tuple[Bar, ...]
    sentence: str
    needs: tuple[str, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        return (*((self.total,) if self.total else ()), *self.roles, *self.groups)


def row_labels(perspectives: Iterable[PerspectiveView]) -> Labels:
    """The words for rows that are no opinion group, in the order in which pictures show them."""
    return {
        ALL: _("Everybody"),
        **{ROLE + one.slug: one.label for one in perspectives},
        REST: _("Smaller roles together"),
    }


def label_of(key: str, labels: Labels) -> str:
    """A perspective that left the list goes by its slug."""
    if key.startswith(GROUP):
        return group_name(int(key.removeprefix(GROUP)))
    return labels.get(key) or key.removeprefix(ROLE).replace("-", " ").capitalize()


def group_name(number: int) -> str:
    """Opinion groups are called A, B, C: a number would look like a rank."""
    return _("Group %(letter)s", letter=chr(ord("A") + number % 26))


def is_shown(position: PositionView, *, asked: bool) -> bool:
    """Results come after one's own vote, so that they do not steer it; when somebody asks for them; and when
    there is nothing left to steer."""
    return asked or position.my_vote is not None or not position.question.is_open


def picture(result: Result | None, labels: Labels) -> Picture:
    if result is None:
        return Picture(Standing.OPEN, Choice.AGREE, None, (), (), (), _("No votes counted yet"), ())
    places = {key: place for place, key in enumerate(labels)}
    rows = sorted(result.rows, key=lambda row: places.get(row.key, len(places)))
    bars = [bar(row, labels) for row in rows]
    return Picture(
        standing=result.standing,
        direction=result.direction,
        total=next((one for one in bars if one.key == ALL), None),
        roles=tuple(one for one in bars if one.key == REST or one.key.startswith(ROLE)),
        groups=tuple(one for one in bars if one.key.startswith(GROUP)),
        mandated=tuple(bar(row, labels) for row in result.mandated),
        sentence=in_words(result, labels),
        needs=needs(result.missing, labels),
    )


def bar(row: Row, labels: Labels) -> Bar:
    agree, disagree, passed = (part / max(row.voters, 1) for part in (row.agree, row.disagree, row.passed))
    left, right = CENTRE - HALF * passed / 2, CENTRE + HALF * passed / 2
    return Bar(
        key=row.key,
        label=label_of(row.key, labels),
        row=row,
        agrees=round(100 * agree),
        disagrees=round(100 * disagree),
        passes=round(100 * passed),
        agree=_span(right, right + HALF * agree),
        disagree=_span(left - HALF * disagree, left),
        passed=_span(left, right),
        band=_band(row, left, right),
        sentence=row_in_words(row),
    )


def _band(row: Row, left: float, right: float) -> Span:
    """The uncertainty, around the end of the longer side."""
    lower, upper = sorted((_share(row.lower), _share(row.upper)))
    if row.agree >= row.disagree:
        return _span(right + HALF * lower, right + HALF * upper)
    voiced = 1 - row.passed / row.voters
    return _span(left - HALF * max(voiced - lower, 0.0), left - HALF * max(voiced - upper, 0.0))


def _share(value: float) -> float:
    """Within 0 and 1; what is no number counts as unknown, at the middle."""
    return min(max(value, 0.0), 1.0) if value == value else 0.5


def _span(start: float, end: float) -> Span:
    start, end = max(start, 0.0), min(end, 100.0)
    return Span(round(min(start, end), 1), round(max(end - start, 0.0), 1))


def row_in_words(row: Row) -> str:
    """What most of these voters think, and whether that is likely to stay so."""
    if not row.voters:
        return _("No votes yet")
    if row.passed == row.voters:
        return _("Only passes so far")
    agree, disagree, passed = row.agree / row.voters, row.disagree / row.voters, row.passed / row.voters
    if passed >= 0.5:
        return _("Most have no opinion")
    if agree > 0.5:
        return _("Probably a majority agrees") if row.lower > 0.5 else _("A majority agrees, still uncertain")
    if disagree > 0.5:
        is_likely = 1 - passed - row.upper > 0.5
        return _("Probably a majority disagrees") if is_likely else _("A majority disagrees, still uncertain")
    return _("Opinions are divided")


def in_words(result: Result, labels: Labels) -> str:
    """A position's result in one sentence."""
    if result.standing is Standing.SHARED:
        if result.direction is Choice.DISAGREE:
            return _("Probably a majority in every role disagrees with this")
        return _("Probably a majority in every role finds this")
    if not result.rows:
        return _("Too few votes yet to show anything")
    if result.standing is Standing.CONTESTED:
        return _difference(result.rows, labels)
    lacking = [one for one in result.missing if one.votes]
    if len(lacking) == 1:
        role = inside(label_of(lacking[0].key, labels))
        return ngettext(
            "Too few votes yet: %(num)s more needed from %(role)s",
            "Too few votes yet: %(num)s more needed from %(role)s",
            lacking[0].votes,
            role=role,
        )
    if lacking:
        parts = [
            _("%(number)s from %(role)s", number=one.votes, role=inside(label_of(one.key, labels)))
            for one in lacking
        ]
        return _("Too few votes yet; still needed: %(list)s", list=listed(parts))
    if result.missing:
        roles = listed([inside(label_of(one.key, labels)) for one in result.missing])
        return _("Not yet clear enough among %(roles)s", roles=roles)
    return row_in_words(result.rows[0])


def _difference(rows: Sequence[Row], labels: Labels) -> str:
    """Who agree most and who agree least, roles before opinion groups."""
    roles = [row for row in rows if row.key.startswith(ROLE)]
    groups = [row for row in rows if row.key.startswith(GROUP)]
    for some in (roles, groups):
        if len(some) < 2:
            continue
        most, least = max(some, key=lambda row: row.lower), min(some, key=lambda row: row.upper)
        if most.lower > least.upper:
            one, other = (label_of(row.key, labels) for row in (most, least))
            return _("%(one)s and %(other)s think differently about this", one=one, other=inside(other))
    return _("Roles or opinion groups think differently about this")


def needs(missing: Iterable[Missing], labels: Labels) -> tuple[str, ...]:
    """What is missing for *shared*, as sentences without a full stop: the votes of each perspective, and who
    has voted enough without being clear."""
    missing = tuple(missing)
    sentences = [
        ngettext(
            "%(num)s more vote needed from %(role)s",
            "%(num)s more votes needed from %(role)s",
            one.votes,
            role=inside(label_of(one.key, labels)),
        )
        for one in missing
        if one.votes
    ]
    unclear = [inside(label_of(one.key, labels)) for one in missing if not one.votes]
    if unclear:
        sentences.append(_("Not yet clear enough among %(roles)s", roles=listed(unclear)))
    return tuple(sentences)


def inside(label: str) -> str:
    """A label within a sentence: without its capital, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c" in the reader's language."""
    return format_list(list(parts), locale=Locale.parse(current_locale()))
