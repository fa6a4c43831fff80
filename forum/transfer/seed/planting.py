"""Putting it all into the forum, in an order in which each part finds what it points to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forum.accounts import passwords
from forum.accounts.models import User
from forum.articles.queries import has_articles
from forum.discussion.models import Comment, Thread
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Invalid, Refused
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.assessment import assess_question
from forum.positions.models import Position, Vote
from forum.settings import settings
from forum.transfer.article import STARTER, load_article
from forum.transfer.seed.people import example_address, is_other_recipe, put_people
from forum.transfer.seed.positions import planned_positions, put_positions, starting_positions
from forum.transfer.seed.questions import open_questions
from forum.transfer.seed.recipe import Recipe
from forum.transfer.seed.telling import Tell
from forum.transfer.seed.threads import planned_threads, put_threads
from forum.transfer.seed.votes import check_turnout, put_votes

Stage = Callable[[str], Tell]
"""Called at the start of each part with its name; what it gives back is told how far that is."""

SEEDED_DOMAINS = "%.example.org"


@dataclass(frozen=True, slots=True)
class Planted:
    """`added`: rows by table that were not there before. `example`: the address of one of the accounts."""

    added: dict[str, int]
    example: str


def people_here() -> int:
    """How many accounts are neither seeded nor imported: of people, as far as one can tell. 1 statement."""
    counted = sa.select(sa.func.count()).select_from(User)
    return (
        db.session.scalar(counted.where(User.is_pseudonym.is_(False), User.email.not_like(SEEDED_DOMAINS)))
        or 0
    )


def plant(actor: Actor, recipe: Recipe, *, stage: Stage, password: str | None = None) -> Planted:
    """Add the content of a recipe. Doing it again adds nothing; after an interruption, it adds the rest.

    Nobody can sign in with the accounts and they get no mail, unless all get this one password. Who follows
    the forum is told nothing. Raises Invalid for numbers that cannot go together, Refused when this seed was
    used here with other numbers.
    """
    require(actor, P.DATA_IMPORT)
    recipe.check()
    if is_other_recipe(recipe):
        raise Refused(
            _(
                "Seed %(seed)s was used here before, with other numbers. Choose another seed.",
                seed=recipe.seed,
            )
        )
    password_hash = None
    if password is not None:
        passwords.check_password(password, personal=[settings().site_name])
        password_hash = passwords.hash_password(password)
    if not has_articles():
        load_article(actor, STARTER)
    questions = open_questions()
    if not questions:
        raise Invalid({"questions": _("There is no open question here to write about.")})

    before, now = _counted(), clock.now()
    threads = planned_threads(recipe, questions)
    positions = planned_positions(recipe, questions, threads)
    votable = starting_positions(questions, now)
    check_turnout(recipe, len(votable) + len(positions))
    proposals = {plan.source: plan.statement for plan in positions if plan.source}
    people = put_people(recipe, now, password_hash, stage("accounts"))
    put_threads(recipe, threads, proposals, people, now, stage("comments"))
    votable += put_positions(recipe, positions, people, now, stage("positions"))
    put_votes(recipe, votable, people, now, stage("votes"))
    _assess(sorted({position.question.id for position in votable}), stage("shared positions"))
    after = _counted()
    return Planted({name: after[name] - before[name] for name in after}, example_address(recipe))


def _counted() -> dict[str, int]:
    """Rows by what people call them."""
    models = {"accounts": User, "threads": Thread, "comments": Comment, "positions": Position, "votes": Vote}
    return {
        name: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for name, model in models.items()
    }


def _assess(question_ids: Sequence[int], tell: Tell) -> None:
    for done, question_id in enumerate(question_ids, start=1):
        assess_question(question_id)
        tell(done, len(question_ids))
