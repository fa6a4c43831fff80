"""What we forget of who reported something without an account."""

from datetime import timedelta

import sqlalchemy as sa

from forum.jobs import daily
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.moderation.models import Decision, Flag

# The form and the mails promise it. As long as one can object to a decision.
KEPT = timedelta(days=183)


@daily
@atomic
def forget_reporters() -> None:
    """Their names and addresses go when a decision is half a year old; what they reported stays."""
    old = sa.select(Decision.id).where(Decision.at < clock.now() - KEPT)
    db.session.execute(
        sa.update(Flag)
        .where(Flag.reporter_email.is_not(None), Flag.decision_id.in_(old))
        .values(reporter_name=None, reporter_email=None)
        .execution_options(synchronize_session=False)
    )
