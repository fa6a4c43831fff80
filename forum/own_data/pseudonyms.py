"""What goes on counting of somebody who left: their votes, under a pseudonym that leads nowhere."""

import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.accounts.erasing import Erasure
from forum.accounts.models import User
from forum.accounts.queries import is_confirmed
from forum.jobs import emit
from forum.lib import clock
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db
from forum.lib.i18n import _, force_locale
from forum.lib.ids import new_public_id
from forum.permissions import Role
from forum.positions.events import VotesChanged
from forum.positions.models import Position, Vote
from forum.settings import settings


def address_of_nobody(public_id: str) -> str:
    """RFC 2606 keeps this domain from ever existing."""
    return f"{public_id}@erased.invalid"


@atomic
def part_with_votes(user_id: int) -> None:
    """Remove them, or hand them to a new pseudonym: as the person chose when they asked to be erased.

    In one transaction: nothing may be stored of which pseudonym is whose, so a later try could not find it.
    Reasons go in any case, since words can tell who wrote them. Of the moment of a vote only the day stays:
    the moment itself could be laid beside a comment or a log. What was voted for an organisation is its own.
    """
    own = Vote.user_id == user_id
    questions = db.session.scalars(
        sa.select(Position.question_id).join(Vote, Vote.position_id == Position.id).where(own).distinct()
    ).all()
    if not questions:
        return
    votes = db.session.execute(sa.select(Vote.position_id, Vote.choice, Vote.voted_at).where(own)).all()
    db.session.execute(sa.delete(Vote).where(own))
    erasure = db.session.scalars(sa.select(Erasure).where(Erasure.user_id == user_id)).one()
    if erasure.keeps_votes and votes:
        pseudonym_id = _new_pseudonym(db.session.get_one(User, user_id))
        for some in in_batches(votes):
            db.session.execute(
                sa.insert(Vote),
                [
                    {
                        "user_id": pseudonym_id,
                        "position_id": vote.position_id,
                        "capacity": Capacity.PERSONAL,
                        "choice": vote.choice,
                        "voted_at": vote.voted_at.replace(hour=0, minute=0, second=0, microsecond=0),
                    }
                    for vote in some
                ],
            )
    for question_id in questions:
        emit(VotesChanged(question_id), delay_seconds=settings().analysis_delay, once=f"votes:{question_id}")


def _new_pseudonym(user: User) -> int:
    """Who says nothing but from which role was voted, and whether these votes count in full."""
    public_id = new_public_id()
    with force_locale(settings().default_locale):
        name = _("Former participant")
    pseudonym = User(
        public_id=public_id,
        name=name,
        email=address_of_nobody(public_id),
        role=Role.MEMBER,
        perspective_id=user.perspective_id,
        joined_at=clock.now().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0),
        is_pseudonym=True,
        # Otherwise they would have to grow old again before they count by themselves.
        is_vouched_for=user.is_vouched_for or is_confirmed(user.email_confirmed_at),
    )
    db.session.add(pseudonym)
    db.session.flush()
    return pseudonym.id
