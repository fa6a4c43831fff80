"""A position as a card: on its own page, on the ballot of a question, or beside the article.

What a card shows of the votes is decided here, once for all places: after one's own vote, or when asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, url_for

from forum.accounts.perspectives import perspectives
from forum.lib.errors import NotFound
from forum.lib.i18n import current_locale
from forum.positions.mandated import place_of, votes_by_mandate
from forum.positions.offers import ballot
from forum.positions.queries import position_view
from forum.positions.rules import name_of
from forum.positions.views import Ballot, PositionView
from forum.web.agreement import Labels, Picture, is_shown, picture, row_labels
from forum.web.speaking import Speaking
from forum.web.speaking import offered as offered_voice
from forum.web.viewer import actor, viewer

PAGE, BALLOT, NOTE, VOTED = "page", "ballot", "note", "voted"
PLACES = (PAGE, BALLOT, NOTE, VOTED)
"""Where a card stands: on its own page, as the next on a ballot, beside the article, just voted on."""

MOST_SKIPPED = 40
"""Positions that an address remembers as skipped; the longest ago comes back first."""


@dataclass(frozen=True, slots=True)
class OrganisationVoteLine:
    """What an organisation voted, for who speaks for it. `mandate`: public id."""

    mandate: str
    organisation: str
    choice: str


@dataclass(frozen=True, slots=True)
class CardVoice:
    speaking: Speaking
    votes: tuple[OrganisationVoteLine, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """`back`: path of the page it stands on, where one is after voting without a script.

    `picture` is None as long as the votes are not to be seen here. `voice`: for who may vote in the name of
    an organisation here.
    """

    position: PositionView
    place: str
    back: str
    picture: Picture | None
    voice: CardVoice | None = None

    @property
    def level(self) -> int:
        """Of its heading. A ballot on the page of a question stands below a heading of that page."""
        levels = {PAGE: 1, NOTE: 4, VOTED: 3}
        return levels.get(self.place) or (2 if urlsplit(self.back).path.endswith("/ballot") else 3)

    @property
    def choice(self) -> str:
        """The viewer's own vote as forms spell it, "" when there is none."""
        vote = self.position.my_vote
        return "" if vote is None else name_of(vote)


@dataclass(frozen=True, slots=True)
class BallotCard:
    """The position offered next, and the one just voted on. `seen` of `total`: how far one is.

    `is_open`: the question still takes votes.
    """

    slug: str
    card: Card | None
    voted: Card | None
    done: int
    total: int
    skipped: tuple[str, ...]
    back: str
    is_open: bool

    @property
    def seen(self) -> int:
        """The number of the position at hand, the skipped ones counted too."""
        return min(self.done + len(self.skipped) + 1, self.total)

    @property
    def skip_next(self) -> str:
        """The value of `skip=` once the position at hand is skipped as well."""
        return skip_value((*self.skipped, self.card.position.public_id) if self.card else self.skipped)

    @property
    def address_after_skip(self) -> str:
        return with_query(self.back, skip=self.skip_next)


def card_of(
    position: PositionView,
    *,
    place: str = PAGE,
    back: str = "",
    is_asked: bool = False,
    labels: Labels | None = None,
) -> Card:
    """1 statement when there are votes to draw and no `labels` to do so with, else none."""
    drawn = None
    if is_shown(position, asked=is_asked):
        if position.result and labels is None:
            labels = names_of_rows()
        drawn = picture(position.result, labels or {})
    return Card(position, place, back or address_of(position), drawn, _voice(position))


def _voice(position: PositionView) -> CardVoice | None:
    """No statement for who never had a mandate."""
    if not viewer().has_mandates or not position.is_open or not position.is_visible:
        return None
    speaking = offered_voice(lambda: place_of(position.question.id))
    cast = votes_by_mandate(position.id, [one.public_id for one in speaking.usable])
    votes = tuple(
        OrganisationVoteLine(one.public_id, one.organisation, name_of(cast[one.public_id]))
        for one in speaking.usable
        if one.public_id in cast
    )
    return CardVoice(speaking, votes) if speaking.usable else None


def names_of_rows() -> Labels:
    """1 statement."""
    return row_labels(perspectives(current_locale()))


def address_of(position: PositionView) -> str:
    return url_for("positions.show", public_id=position.public_id)


def ballot_card(question_id: int, slug: str, *, is_open: bool = True) -> BallotCard:
    """The ballot of a question as a part of the page that is asked for: `skip=` in its address holds those to
    come back to later, `voted=` the one just voted on. 2 statements, 4 after a vote."""
    skipped = skipped_in(request.args.get("skip", ""))
    offered = ballot(question_id, actor(), current_locale(), skipped=skipped)
    back = f"{request.path}#ballot"
    return ballot_on(
        slug, offered, skipped=skipped, voted=_just_voted(question_id), back=back, is_open=is_open
    )


def ballot_on(
    slug: str,
    offered: Ballot,
    *,
    skipped: Sequence[str],
    voted: PositionView | None,
    back: str,
    is_open: bool = True,
) -> BallotCard:
    """What `_ballot.html` needs, on the page at `back`. 1 statement to draw what `voted` came to."""
    left = tuple(one for one in skipped if voted is None or one != voted.public_id)
    back = with_query(back, skip=skip_value(left))
    return BallotCard(
        slug=slug,
        card=Card(offered.position, BALLOT, back, None, _voice(offered.position))
        if offered.position
        else None,
        voted=card_of(voted, place=VOTED, back=with_query(back, voted=voted.public_id)) if voted else None,
        done=offered.done,
        total=offered.total,
        skipped=left,
        back=back,
        is_open=is_open,
    )


def _just_voted(question_id: int) -> PositionView | None:
    """Only what this viewer voted on, whatever the address says."""
    public_id = request.args.get("voted", "")
    if not public_id or not actor().is_signed_in:
        return None
    try:
        position = position_view(public_id, actor(), current_locale())
    except NotFound:
        return None
    is_theirs = position.question.id == question_id and position.my_vote is not None
    return position if is_theirs else None


def skipped_in(value: str) -> tuple[str, ...]:
    """The public ids in `skip=`, each once, the last ones when there are too many."""
    ids = [one for one in value.split(".") if one.isascii() and one.isalnum() and len(one) <= 16]
    return tuple(dict.fromkeys(ids[-MOST_SKIPPED:]))


def skip_value(skipped: Sequence[str]) -> str:
    return ".".join(skipped[-MOST_SKIPPED:])


def query_of(path: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(path).query))


def with_query(path: str, **values: str) -> str:
    """The path with these in its query, in the place of what was there under the same names; "" takes out."""
    query = {name: value for name, value in (query_of(path) | values).items() if value}
    return urlsplit(path)._replace(query=urlencode(query)).geturl()
