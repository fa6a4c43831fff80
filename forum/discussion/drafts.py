"""Drafts: what somebody typed and has not sent yet. It survives a closed tab, and signing in.

A place names the form. One draft for each person and place; sending the form discards it.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Draft
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.ids import new_token
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings

LONGEST_PLACE = 100
LONGEST_FIELD = 60_000
LONGEST_ARTICLE = 2_000_000  # more than the file of an article may hold, so that too much is kept too
KEPT_UNCLAIMED = timedelta(days=2)

Fields = dict[str, Any]
"""Field name to what was typed: a text, or a list of texts."""

RULES_PLACE = "rules:edit"
MANDATE_PLACE = "mandate:new"
NEW_ARTICLE_PLACE = "article:new"
_PLACE = re.compile(
    r"(thread|comment|edit|position|distil|supersede|appeal|synthesis|rules|mandate|article|question)"
    r":[a-z0-9:-]+"
)


def is_place(name: str) -> bool:
    """Whether this can name a form that keeps drafts by itself."""
    return len(name) <= LONGEST_PLACE and _PLACE.fullmatch(name) is not None


def article_place(slug: str) -> str:
    return f"article:{slug}"


def question_place(slug: str) -> str:
    return f"question:{slug}"


def new_question_place(article_slug: str) -> str:
    return f"question:new:{article_slug}"


def thread_place(question_slug: str) -> str:
    return f"thread:{question_slug}"


def comment_place(thread_id: str, parent_id: str | None) -> str:
    return f"comment:{thread_id}:{parent_id or ''}"


def edit_place(comment_id: str) -> str:
    return f"edit:{comment_id}"


def position_place(question_slug: str) -> str:
    return f"position:{question_slug}"


def distil_place(comment_id: str) -> str:
    return f"distil:{comment_id}"


def supersede_place(position_id: str) -> str:
    return f"supersede:{position_id}"


def appeal_place(decision_id: str) -> str:
    return f"appeal:{decision_id}"


def vote_place(position_id: str) -> str:
    return f"vote:{position_id}"


def synthesis_place(question_slug: str) -> str:
    return f"synthesis:{question_slug}"


def recognition_place(question_slug: str) -> str:
    return f"recognition:{question_slug}"


def flag_place(target: str) -> str:
    """`target`: `comment:<id>`; empty for the form that asks for an address."""
    return f"flag:{target}"


def action_place(action: str, ref: str) -> str:
    """The form of a moderator's action. A slug can be longer than a place may be."""
    return f"moderation:{action}:{ref}"[:LONGEST_PLACE]


def note_place(account_id: str) -> str:
    return f"note:{account_id}"[:LONGEST_PLACE]


def proof_place(page: str) -> str:
    """A form that waits while its writer shows again who they are; `page` is an endpoint."""
    return f"proof:{page}"


@atomic
def save_draft(actor: Actor, place: str, fields: Fields) -> Draft:
    """Raises Invalid when the place or a field is longer than any form of ours makes it."""
    require(actor, P.DRAFT_KEEP)
    _check(place, fields)
    return _put(actor.user_id, place, fields)


@atomic
def park(place: str, fields: Fields) -> str:
    """Keep the text of somebody who is not signed in; returns the key by which signing in claims it."""
    _check(place, fields)
    key = new_token()
    db.session.add(Draft(key_hash=_hashed(key), place=place, fields=fields, saved_at=clock.now()))
    return key


@atomic
def claim(key: str, user_id: int) -> None:
    """Make a parked draft this person's own. An unknown or used key does nothing."""
    parked = db.session.scalar(sa.select(Draft).where(Draft.key_hash == _hashed(key)).with_for_update())
    if parked is not None:
        _put(user_id, parked.place, parked.fields)
        db.session.delete(parked)


@atomic
def discard(user_id: int | None, place: str) -> None:
    db.session.execute(sa.delete(Draft).where(Draft.user_id == user_id, Draft.place == place))


def follow_comments(thread_id: str, moved: Callable[[str], str | None]) -> None:
    """Take unfinished answers along when comments of a thread go elsewhere: part of a command.

    moved: from the public id of the comment that is answered ("" for the thread itself) to the place of the
    form there, None for what stays. Who left a draft there already keeps both, this one where it was.
    """
    here = comment_place(thread_id, None)
    drafts = db.session.scalars(sa.select(Draft).where(Draft.place.startswith(here, autoescape=True))).all()
    targets = {draft: moved(draft.place.removeprefix(here)) for draft in drafts}
    taken = {
        (user_id, place)
        for user_id, place in db.session.execute(
            sa.select(Draft.user_id, Draft.place).where(Draft.place.in_(set(targets.values()) - {None}))
        )
    }
    for draft, place in targets.items():
        if place is not None and (draft.user_id is None or (draft.user_id, place) not in taken):
            draft.place = place
            taken.add((draft.user_id, place))
    db.session.flush()


def draft_at(actor: Actor, place: str) -> Fields | None:
    """The fields this person left at a form, None when there are none. 1 statement, 0 when signed out."""
    if actor.id is None:
        return None
    return db.session.scalar(sa.select(Draft.fields).where(Draft.user_id == actor.id, Draft.place == place))


@atomic
def forget_old() -> None:
    """Texts that were not sent, and that nobody came back for."""
    now = clock.now()
    kept = timedelta(days=settings().keep_drafts)
    db.session.execute(sa.delete(Draft).where(Draft.user_id.is_(None), Draft.saved_at < now - KEPT_UNCLAIMED))
    db.session.execute(sa.delete(Draft).where(Draft.saved_at < now - kept))


def _put(user_id: int, place: str, fields: Fields) -> Draft:
    draft = db.session.scalar(sa.select(Draft).where(Draft.user_id == user_id, Draft.place == place))
    if draft is None:
        draft = Draft(user_id=user_id, place=place)
        db.session.add(draft)
    draft.fields = fields
    draft.saved_at = clock.now()
    db.session.flush()
    return draft


def _check(place: str, fields: Fields) -> None:
    texts = [text for value in fields.values() for text in (value if isinstance(value, list) else [value])]
    most = LONGEST_ARTICLE if place.startswith(article_place("")) else LONGEST_FIELD
    if len(place) > LONGEST_PLACE or any(len(text) > most for text in texts):
        raise Invalid({"body": _("This is too long to keep as a draft.")})


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
