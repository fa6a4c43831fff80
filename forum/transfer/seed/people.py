"""The accounts: names, roles in the field, how long they are here and how often they come."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db, reserve_ids
from forum.lib.text import slugify
from forum.permissions import Role
from forum.transfer.seed.names import FIRST, LAST, ORGANISATIONS, PLACES
from forum.transfer.seed.recipe import Recipe
from forum.transfer.seed.telling import Tell

SHARES = (24, 16, 24, 18, 11, 7)
"""How many people speak from each perspective, in the order of the list, over and over."""
YOUNG = 0.08
"""Share of accounts of the last days: their votes do not yet change a standing by themselves."""
FIRST_CAMP = 0.55
STEP = 1009  # a prime: visits every pair of a first and a last name before one comes back


@dataclass(frozen=True, slots=True)
class Person:
    """`side`: 1 or -1 in the first or second half of the core perspectives, else 0. `camp`: 1 or -1."""

    id: int
    joined_at: datetime
    side: int
    camp: int
    activity: float


class People:
    """Those who can have written something at a moment: who joined before. In order of joining."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.all = sorted(people, key=lambda person: (person.joined_at, person.id))
        self._joined = [person.joined_at for person in self.all]

    def __len__(self) -> int:
        return len(self.all)

    def somebody(self, chance: Random, at: datetime) -> Person:
        """Who is here longer writes more."""
        present = max(1, bisect_right(self._joined, at))
        return self.all[int(present * chance.random() ** 1.5)]


def is_other_recipe(recipe: Recipe) -> bool:
    """Whether this seed was used here before, with other numbers."""
    first = db.session.scalar(sa.select(User.public_id).where(User.email == _email(recipe, 1)))
    return first is not None and first != recipe.public_id("user", 1)


def example_address(recipe: Recipe) -> str:
    """Of the account that is here longest."""
    return _email(recipe, 1)


def put_people(recipe: Recipe, now: datetime, password_hash: str | None, tell: Tell) -> People:
    """Those that are there already stay as they are."""
    perspectives = list(
        db.session.execute(
            sa.select(Perspective.id, Perspective.slug, Perspective.is_core)
            .where(Perspective.is_retired.is_(False))
            .order_by(Perspective.position)
        )
    )
    sides = _sides(perspectives)
    known = {
        public_id: (user_id, joined_at)
        for user_id, public_id, joined_at in db.session.execute(
            sa.select(User.id, User.public_id, User.joined_at).where(
                User.email.endswith(f"@{recipe.domain}", autoescape=True)
            )
        )
    }
    people: list[Person] = []
    for batch in in_batches(range(1, recipe.users + 1)):
        rows, drawn = [], []
        for number in batch:
            chance = recipe.chance("user", number)
            row = _row(recipe, number, chance, now, perspectives)
            perspective = row.pop("perspective")
            drawn.append((row, sides.get(perspective, 0), chance))
            if row["public_id"] not in known:
                rows.append(row | {"password_hash": password_hash, "is_pseudonym": password_hash is None})
        known |= _insert(rows)
        for row, side, chance in drawn:
            user_id, joined_at = known[row["public_id"]]
            camp = 1 if chance.random() < FIRST_CAMP else -1
            people.append(Person(user_id, joined_at, side, camp, chance.lognormvariate(0, 0.8)))
        tell(batch[-1], recipe.users)
    return People(people)


def _sides(perspectives: Sequence[Any]) -> dict[str, int]:
    core = [each.slug for each in perspectives if each.is_core]
    half = (len(core) + 1) // 2
    return {slug: 1 if index < half else -1 for index, slug in enumerate(core)}


def _row(
    recipe: Recipe, number: int, chance: Random, now: datetime, perspectives: Sequence[Any]
) -> dict[str, Any]:
    shares = [SHARES[index % len(SHARES)] for index in range(len(perspectives))]
    perspective = chance.choices(perspectives, shares)[0] if perspectives else None
    organisations = ORGANISATIONS.get(perspective.slug, ()) if perspective else ()
    organisation = chance.choice(organisations) if organisations and chance.random() < 0.7 else None
    days = chance.uniform(0.5, 6) if chance.random() < YOUNG else chance.uniform(25, 400)
    joined_at = now - timedelta(days=400 if number == 1 else days)
    return {
        "public_id": recipe.public_id("user", number),
        "name": _name(recipe, number),
        "email": _email(recipe, number),
        "email_confirmed_at": joined_at + timedelta(minutes=4),
        "role": Role.MEMBER,
        "perspective": perspective.slug if perspective else None,
        "perspective_id": perspective.id if perspective else None,
        "organisation": organisation.format(place=chance.choice(PLACES)) if organisation else None,
        "locale": "nl",
        "joined_at": joined_at,
    }


def _name(recipe: Recipe, number: int) -> str:
    pair = (recipe.seed * 7919 + number * STEP) % (len(FIRST) * len(LAST))
    return f"{FIRST[pair % len(FIRST)]} {LAST[pair // len(FIRST)]}"


def _email(recipe: Recipe, number: int) -> str:
    return f"{slugify(_name(recipe, number))}.{number}@{recipe.domain}"


@atomic
def _insert(rows: list[dict[str, Any]]) -> dict[str, tuple[int, datetime]]:
    if not rows:
        return {}
    for user_id, row in zip(reserve_ids(User, len(rows)), rows, strict=True):
        row["id"] = user_id
    db.session.execute(sa.insert(User.__table__), rows)  # type: ignore[arg-type]
    return {row["public_id"]: (row["id"], row["joined_at"]) for row in rows}
