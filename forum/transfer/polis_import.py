"""Taking in a conversation that was held with Polis: its statements become positions of a question, its
participants pseudonyms that nobody can sign in with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.articles.models import Question
from forum.articles.source import LONGEST_POSITION
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db, reserve_ids
from forum.lib.errors import Invalid, Refused
from forum.lib.i18n import DEFAULT_LOCALE, _, force_locale
from forum.lib.text import clean_line, excerpt
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P
from forum.positions.events import VotesChanged
from forum.positions.models import Position, PositionState, PositionText, Vote
from forum.settings import settings
from forum.transfer.models import PolisImport, PolisParticipant, PolisStatement, PolisVote
from forum.transfer.polis_folder import Folder, Statement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNREADABLE = "…"  # stands for a statement without any text


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`votes` that count; `lines` of votes.csv, with those that were changed later. `shortened`: statements
    of which the position shows the beginning. `unknown`: votes on statements that are not listed, kept for
    the export only. `was_there`: this folder was imported before, and nothing was added."""

    question_id: int
    was_there: bool = False
    participants: int = 0
    statements: int = 0
    votes: int = 0
    lines: int = 0
    shortened: int = 0
    unknown: int = 0


def import_conversation(
    actor: Actor,
    path: Path,
    question_slug: str,
    *,
    language: str = DEFAULT_LOCALE,
    roles: Mapping[int, str] | None = None,
) -> ImportReport:
    """Import a folder into a question: all of it, or nothing.

    `language` is that of the statements; `roles`: the perspective (its slug) from which a participant spoke.
    Raises BadTable with file, line and column, Invalid for an unknown question or perspective, and Refused
    for a question that holds another import.
    """
    require(actor, P.DATA_IMPORT)
    folder = Folder(path)
    return _store(actor, folder, question_slug, language, roles or {})


@atomic
def _store(
    actor: Actor, folder: Folder, question_slug: str, language: str, roles: Mapping[int, str]
) -> ImportReport:
    question = db.session.scalar(sa.select(Question).where(Question.slug == question_slug).with_for_update())
    if question is None:
        raise Invalid({"question": _("There is no question %(slug)s here.", slug=question_slug)})
    earlier = db.session.get(PolisImport, question.id)
    if earlier is not None and earlier.fingerprint == folder.fingerprint:
        return ImportReport(question.id, was_there=True)
    if earlier is not None:
        raise Refused(
            _("This question holds another imported conversation already. Choose another question.")
        )
    perspectives = _perspectives(roles)
    return _Import(folder, question.id, language, perspectives, clock.now()).run(actor, question)


def _perspectives(roles: Mapping[int, str]) -> dict[int, int]:
    ids = {one.slug: one.id for one in db.session.scalars(sa.select(Perspective))}
    for slug in roles.values():
        if slug not in ids:
            raise Invalid({"roles": _("There is no perspective %(slug)s here.", slug=slug)})
    return {number: ids[slug] for number, slug in roles.items()}


class _Import:
    """One folder on its way into one question."""

    def __init__(
        self,
        folder: Folder,
        question_id: int,
        language: str,
        perspectives: Mapping[int, int],
        now: datetime,
    ) -> None:
        self._folder, self._question_id, self._language, self._now = folder, question_id, language, now
        self._perspectives = perspectives
        votes = folder.votes
        self._first_of_person = _earliest(votes.participants, votes.moments)
        self._first_of_statement = _earliest(votes.statements, votes.moments)
        self._voted = set(votes.statements.tolist())
        for statement in folder.statements:
            if statement.author is not None and statement.moment is not None:
                self._first_of_person.setdefault(statement.author, statement.moment)

    def run(self, actor: Actor, question: Question) -> ImportReport:
        with recorded(actor, "polis.import", question):
            pass
        folder = self._folder
        db.session.add(
            PolisImport(
                question_id=self._question_id,
                imported_at=self._now,
                fingerprint=folder.fingerprint,
                files=folder.files,
            )
        )
        db.session.flush()
        users = self._put_people()
        positions = self._put_statements(users)
        counted = self._put_votes(users, positions)
        lines = self._keep_lines()
        emit(VotesChanged(self._question_id), once=f"votes:{self._question_id}")
        return ImportReport(
            question_id=self._question_id,
            participants=len(users),
            statements=len(positions),
            votes=counted,
            lines=lines or counted,
            shortened=sum(shown(each.text) != clean_line(each.text) for each in folder.statements),
            unknown=int((~np.isin(folder.votes.statements, list(positions))).sum()),
        )

    def _put_people(self) -> dict[int, int]:
        """Accounts for all who voted, wrote or are listed: number there to id here."""
        listed = {each.number: each for each in self._folder.participants}
        authors = {each.author for each in self._folder.statements if each.author is not None}
        numbers = sorted(listed.keys() | authors | set(self._folder.votes.participants.tolist()))
        users = dict(zip(numbers, reserve_ids(User, len(numbers)), strict=True))
        with force_locale(settings().default_locale):
            names = {number: _("Participant %(n)s", n=number) for number in numbers}
        _insert(
            User,
            (
                {
                    "id": users[number],
                    "name": names[number],
                    # RFC 2606 keeps this domain from ever existing.
                    "email": f"participant-{number}@question-{self._question_id}.polis.invalid",
                    "email_confirmed_at": self._now,
                    "role": Role.MEMBER,
                    "perspective_id": self._perspectives.get(number),
                    "joined_at": self._at(self._first_of_person.get(number)),
                    "is_pseudonym": True,
                }
                for number in numbers
            ),
        )
        _insert(
            PolisParticipant,
            (
                {
                    "question_id": self._question_id,
                    "number": number,
                    "user_id": users[number],
                    "line": listed[number].line if number in listed else None,
                    "cells": listed[number].cells if number in listed else {},
                }
                for number in numbers
            ),
        )
        return users

    def _put_statements(self, users: dict[int, int]) -> dict[int, int]:
        statements = self._folder.statements
        pairs = list(zip(statements, reserve_ids(Position, len(statements)), strict=True))
        _insert(Position, (self._position(each, position_id, users) for each, position_id in pairs))
        _insert(
            PositionText,
            (
                {"position_id": position_id, "locale": self._language, "statement": shown(each.text)}
                for each, position_id in pairs
            ),
        )
        _insert(
            PolisStatement,
            (
                {
                    "question_id": self._question_id,
                    "number": each.number,
                    "position_id": position_id,
                    "line": each.line,
                    "cells": each.cells,
                }
                for each, position_id in pairs
            ),
        )
        return {each.number: position_id for each, position_id in pairs}

    def _position(self, statement: Statement, position_id: int, users: dict[int, int]) -> dict[str, Any]:
        voted_at = self._first_of_statement.get(statement.number)
        is_voted = statement.number in self._voted
        return {
            "id": position_id,
            "question_id": self._question_id,
            "author_id": users[statement.author] if statement.author is not None else None,
            "is_meta": statement.is_meta,
            "state": PositionState.HIDDEN if statement.moderated < 0 else PositionState.VISIBLE,
            "created_at": self._at(statement.moment),
            "frozen_at": self._at(voted_at) if is_voted else None,
        }

    def _put_votes(self, users: dict[int, int], positions: dict[int, int]) -> int:
        votes = self._folder.votes
        last = votes.last[np.isin(votes.statements[votes.last], list(positions))]
        moments = votes.moments[last].tolist() if votes.moments is not None else [None] * len(last)
        _insert(
            Vote,
            (
                {
                    "user_id": users[participant],
                    "position_id": positions[statement],
                    "choice": choice,
                    "voted_at": self._at(moment),
                }
                for participant, statement, choice, moment in zip(
                    votes.participants[last].tolist(),
                    votes.statements[last].tolist(),
                    votes.values[last].tolist(),
                    moments,
                    strict=True,
                )
            ),
        )
        return len(last)

    def _keep_lines(self) -> int:
        return _insert(
            PolisVote,
            (
                {"question_id": self._question_id, "line": line, "cells": cells}
                for line, cells in self._folder.vote_lines()
            ),
        )

    def _at(self, moment: int | None) -> datetime:
        return self._now if moment is None else EPOCH + timedelta(milliseconds=moment)


def shown(statement: str) -> str:
    """The wording as a position has it: on one line, cut at a word where it is too long."""
    return excerpt(clean_line(statement), most=LONGEST_POSITION - 1) or UNREADABLE


def _earliest(keys: Any, moments: Any) -> dict[int, int]:
    """The first moment of each key; empty when no times are known."""
    if moments is None or not len(keys):
        return {}
    order = np.argsort(moments, kind="stable")
    unique, places = np.unique(keys[order], return_index=True)
    return dict(zip(unique.tolist(), moments[order][places].tolist(), strict=True))


def _insert(model: Any, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    for batch in in_batches(rows):
        db.session.execute(sa.insert(model.__table__), batch)
        count += len(batch)
    return count
