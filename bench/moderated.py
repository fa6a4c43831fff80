"""A forum to measure in which much was decided: comments, what waits for moderators, and the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.content import cookie_of, make_forum
from forum.accounts.models import User
from forum.accounts.sessions import open_session
from forum.audit import AuditEntry
from forum.audit.chain import START, seal
from forum.discussion.models import Comment
from forum.lib import clock
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db
from forum.lib.ids import new_public_id
from forum.moderation.kinds import Ground, Kind, Outcome, Waits
from forum.moderation.models import Appeal, Decision, Flag, Item
from forum.permissions import Role

MODERATORS = 12
# What moderators do, the most usual first; a restriction is sometimes given back.
ACTIONS = ("approve", "hide", "hide", "restore", "hold", "approve")
WRONG = (Ground.OFF_TOPIC, Ground.SPAM, Ground.HATEFUL, Ground.CLIENT_DATA)
REASON = "U valt hier een persoon aan, en niet wat die zegt. Oneens zijn mag: schrijf over de zaak zelf."


@dataclass(frozen=True)
class Moderated:
    """`cookie`: of a moderator."""

    app: Flask
    cookie: str
    decisions: list[str]


def make_moderated(instance: Path, *, decisions: int, waiting: int) -> Moderated:
    forum = make_forum(instance, (waiting,))
    with forum.app.app_context():
        people = _moderators()
        made = _fill(people, decisions, waiting)
        token = atomic(open_session)(people[0], "bench")
        return Moderated(forum.app, cookie_of(forum.app, token), made)


@atomic
def _moderators() -> list[int]:
    now = clock.now()
    people = [
        User(
            name=f"Moderator {number}",
            email=f"moderator{number}@example.nl",
            role=Role.MODERATOR,
            email_confirmed_at=now,
            joined_at=now,
            accepted_rules=1,
        )
        for number in range(MODERATORS)
    ]
    db.session.add_all(people)
    db.session.flush()
    return [one.id for one in people]


@atomic
def _fill(moderators: list[int], decisions: int, waiting: int) -> list[str]:
    chance = Random(4)
    comments = db.session.execute(sa.select(Comment.id, Comment.public_id, Comment.author_id)).all()
    rows = list(_decisions(chance, comments, moderators, decisions))
    _insert(Decision, rows)
    _insert(AuditEntry, _sealed(rows))
    _insert(Appeal, _appeals(chance, rows))
    settled = [_item(row["target_id"], row["at"], row, number) for number, row in enumerate(rows, start=1)]
    open_items = [
        _item(comment.id, clock.now() - timedelta(minutes=chance.randrange(10_000)), None, decisions + number)
        for number, comment in enumerate(comments[:waiting], start=1)
    ]
    items = settled + open_items
    _insert(Item, items)
    _insert(Flag, (_flag(chance, item) for item in items))
    return [row["public_id"] for row in rows]


def _insert(model: type[Any], rows: Any) -> None:
    for batch in in_batches(rows):
        db.session.execute(sa.insert(model), batch)


def _decisions(chance: Random, comments: Any, moderators: list[int], many: int) -> Iterator[dict[str, Any]]:
    """Over the last two years, in the order of time."""
    began, step = clock.now() - timedelta(days=730), timedelta(days=729) / many
    for number in range(many):
        comment, action = chance.choice(comments), chance.choice(ACTIONS)
        is_automated = action == "hold" and chance.random() < 0.5
        yield {
            "id": number + 1,
            "public_id": new_public_id(),
            "at": began + number * step,
            "action": action,
            "kind": Kind.COMMENT,
            "target_id": comment.id,
            "target_public_id": comment.public_id,
            "addressee_id": comment.author_id,
            "actor_id": None if is_automated else chance.choice(moderators),
            "actor_role": "system" if is_automated else "moderator",
            "ground": chance.choice(WRONG) if action in ("hide", "hold") else Ground.REVIEW,
            "reason": REASON,
            "is_automated": is_automated,
            "is_restriction": action in ("hide", "hold"),
            "details": {},
        }


def _sealed(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    last = sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    previous = db.session.scalar(last) or START
    for row in rows:
        entry = {
            "at": row["at"],
            "actor_id": row["actor_id"],
            "actor_role": row["actor_role"],
            "action": f"moderation.{row['action']}",
            "target_kind": "comments",
            "target_id": row["target_id"],
            "reason": row["reason"],
            "before": {"state": "visible"},
            "after": {"state": "hidden"},
        }
        sealed = seal(previous, entry)
        yield entry | {"previous_hash": previous, "hash": sealed}
        previous = sealed


def _appeals(chance: Random, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Against one restriction in twenty."""
    for row in rows:
        if row["is_restriction"] and chance.random() < 0.05:
            yield {
                "public_id": new_public_id(),
                "decision_id": row["id"],
                "appellant_id": row["addressee_id"],
                "text": "Ik val niemand aan.",
                "created_at": row["at"] + timedelta(hours=5),
                "outcome": chance.choice((Outcome.UPHELD, Outcome.UPHELD, Outcome.REVERSED)),
            }


def _item(target_id: int, at: Any, decision: dict[str, Any] | None, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": new_public_id(),
        "waits": Waits.FLAGS,
        "kind": Kind.COMMENT,
        "target_id": target_id,
        "urgency": 1 + number % 4,
        "opened_at": at - timedelta(hours=1 + number % 48) if decision else at,
        "closed_at": at if decision else None,
        "closed_by_id": decision["actor_id"] if decision else None,
        "decision_id": decision["id"] if decision else None,
    }


def _flag(chance: Random, item: dict[str, Any]) -> dict[str, Any]:
    """By somebody without an account, so that no person reports the same thing twice."""
    return {
        "public_id": new_public_id(),
        "item_id": item["id"],
        "kind": item["kind"],
        "target_id": item["target_id"],
        "ground": chance.choice(WRONG),
        "reporter_name": "Robin",
        "reporter_email": "robin@example.nl",
        "locale": "nl",
        "created_at": item["opened_at"],
        "decision_id": item["decision_id"],
    }
