"""How somebody speaks in a text: for themselves or for an organisation, with their name or without it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.discussion.models import Thread, ThreadLesson
from forum.discussion.rules import check_withholding
from forum.lib.db import db
from forum.mandates.rules import Place
from forum.mandates.using import mandate_to_use
from forum.permissions import Actor
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class Voice:
    """As the form chose it. `capacity`: `personal`, or the public id of a mandate."""

    capacity: str = ""
    is_name_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """As a comment stores it."""

    capacity: Capacity
    mandate_id: int | None
    is_name_withheld: bool


PERSONALLY = Voice()


def spoken(actor: Actor, voice: Voice, place: Callable[[], Place]) -> Spoken:
    """Part of a command. Raises Invalid at `capacity` or `withhold`."""
    mandate = mandate_to_use(actor, voice.capacity, place)
    check_withholding(
        voice.is_name_withheld, is_allowed=settings().withhold_names, has_mandate=mandate is not None
    )
    return Spoken(
        capacity=Capacity.PERSONAL if mandate is None else Capacity.ORGANISATION,
        mandate_id=mandate.id if mandate else None,
        is_name_withheld=voice.is_name_withheld,
    )


def place_in(thread: Thread) -> Place:
    """1 statement."""
    return Place(thread.question_id, _lessons_of(thread.id), thread.id)


def place_with_id(thread_id: int) -> Place:
    """As `place_in`, for a thread that was read before. 2 statements."""
    question_id = db.session.scalars(sa.select(Thread.question_id).where(Thread.id == thread_id)).one()
    return Place(question_id, _lessons_of(thread_id), thread_id)


def place_at(question_id: int, lesson_ids: Collection[int]) -> Place:
    """Of a thread that is about to begin."""
    return Place(question_id, frozenset(lesson_ids))


def _lessons_of(thread_id: int) -> frozenset[int]:
    return frozenset(
        db.session.scalars(sa.select(ThreadLesson.lesson_id).where(ThreadLesson.thread_id == thread_id))
    )
