"""The things that are somebody's own matter: an account, an appeal, a mandate; and organisations. Read as in
things.py."""

from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.mandates.models import Mandate, Organisation
from forum.moderation.models import Appeal, Decision

Rows = sa.Select[*tuple[Any, ...]]

PERSON = (
    User.id.label("author_id"),
    User.public_id.label("author_public_id"),
    User.name.label("author_name"),
    User.role.label("author_role"),
    User.is_pseudonym.label("is_pseudonym"),
)


def accounts(_locale: str, _whole: bool) -> Rows:
    return sa.select(
        User.id,
        User.public_id,
        User.name.label("title"),
        User.joined_at.label("at"),
        User.suspension,
        User.suspended_until,
        sa.literal("").label("words"),
        *PERSON,
    ).where(User.is_pseudonym.is_(False))


def appeals(_locale: str, _whole: bool) -> Rows:
    return (
        sa.select(
            Appeal.id,
            Appeal.public_id,
            Appeal.created_at.label("at"),
            Appeal.text.label("words"),
            Appeal.outcome.is_not(None).label("is_over"),
            Decision.actor_id.label("decider_id"),
            Decision.addressee_id.label("concerned_id"),
            *PERSON,
        )
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(User, User.id == Appeal.appellant_id)
    )


def mandates(_locale: str, _whole: bool) -> Rows:
    """What shows it is for whoever decides and for who asked; nobody else finds a mandate here."""
    return (
        sa.select(
            Mandate.id,
            Mandate.public_id,
            Mandate.state,
            Mandate.ends_on,
            Mandate.asked_at.label("at"),
            Organisation.name.label("title"),
            Mandate.evidence.label("words"),
            *PERSON,
        )
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .join(User, User.id == Mandate.holder_id)
    )


def organisations(_locale: str, _whole: bool) -> Rows:
    return sa.select(
        Organisation.id,
        Organisation.slug.label("public_id"),
        Organisation.created_at.label("at"),
        Organisation.name.label("title"),
        Organisation.described.label("words"),
        Organisation.merged_into_id.is_not(None).label("is_over"),
    )
