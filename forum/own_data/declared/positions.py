"""Positions, votes, and what became of them."""

from forum.articles.models import Question
from forum.discussion.models import Comment
from forum.lib.i18n import lazy
from forum.mandates.models import Mandate, Organisation
from forum.own_data.declared.contributions import WHOLE
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind
from forum.positions.models import OpinionPlace, Position, PositionSource, PositionText, Vote
from forum.transfer.models import PolisParticipant

OWN = (
    OwnData(
        name="positions",
        title=lazy("Positions that you proposed"),
        kind=Kind.CONTRIBUTIONS,
        of=Position.author_id,
        erased=Fate.STAYS,
        because=WHOLE + " Others voted on it.",
        shows={
            "position": Position.public_id,
            "question": Question.slug,
            "organisation": Organisation.name,
            "language": PositionText.locale,
            "state": Position.state,
            "created_at": Position.created_at,
            "text": PositionText.statement,
        },
        joined=(
            (Question, Question.id == Position.question_id),
            (PositionText, PositionText.position_id == Position.id),
            (Mandate, Mandate.id == Position.mandate_id),
            (Organisation, Organisation.id == Mandate.organisation_id),
        ),
        hides={
            "is about the position, not about who proposed it": (
                Position.is_seed,
                Position.is_meta,
                Position.is_merged,
                Position.frozen_at,
            )
        },
    ),
    OwnData(
        name="sources",
        title=lazy("Positions that others took from your words, and your answers"),
        kind=Kind.CONTRIBUTIONS,
        of=Comment.author_id,
        erased=Fate.STAYS,
        because=WHOLE,
        shows={
            "comment": Comment.public_id,
            "position": Position.public_id,
            "quote": PositionSource.quote,
            "answer": PositionSource.answer,
            "answered_at": PositionSource.answered_at,
        },
        joined=(
            (PositionSource, PositionSource.comment_id == Comment.id),
            (Position, Position.id == PositionSource.position_id),
        ),
        where=(PositionSource.position_id.is_not(None),),
        is_part=True,
    ),
    OwnData(
        name="votes",
        title=lazy("Your votes"),
        kind=Kind.VOTES,
        of=Vote.user_id,
        erased=Fate.OWN_WAY,
        because="Removed, or counted on under a pseudonym that leads nowhere: as the person chose.",
        shows={
            "position": Position.public_id,
            "question": Question.slug,
            "choice": Vote.choice,
            "reason": Vote.reason,
            "capacity": Vote.capacity,
            "voted_at": Vote.voted_at,
        },
        joined=((Position, Position.id == Vote.position_id), (Question, Question.id == Position.question_id)),
    ),
    OwnData(
        name="opinion_places",
        title=lazy("Your place on the map of opinions"),
        kind=Kind.VOTES,
        of=OpinionPlace.user_id,
        erased=Fate.GONE,
        shows={
            "question": Question.slug,
            "x": OpinionPlace.x,
            "y": OpinionPlace.y,
            "group": OpinionPlace.group,
        },
        joined=((Question, Question.id == OpinionPlace.question_id),),
    ),
    OwnData(
        name="imported",
        title=lazy("What was imported about you"),
        kind=Kind.VOTES,
        of=PolisParticipant.user_id,
        erased=Fate.STAYS,
        because="It only ever leads to a pseudonym, that nobody signs in with and nobody can erase.",
        hides={
            "belongs to a pseudonym, which asks for no copy": (PolisParticipant.line, PolisParticipant.cells)
        },
    ),
)
