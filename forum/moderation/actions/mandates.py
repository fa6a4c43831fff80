"""On mandates to speak for an organisation."""

import sqlalchemy as sa

from forum.audit import recorded
from forum.lib.db import db
from forum.lib.i18n import lazy
from forum.mandates import curation
from forum.mandates.models import Mandate, Organisation
from forum.moderation.declaring import Act, declare
from forum.moderation.kinds import Ground, Kind
from forum.permissions import Permission as P
from forum.positions.curation import take_back_votes

EVIDENCE = (Ground.EVIDENCE,)


@declare(
    "confirm",
    on=(Kind.MANDATE,),
    label=lazy("Confirm the mandate"),
    done=lazy("Confirmed"),
    permission=P.DECIDE,
    grounds=EVIDENCE,
    undo="revoke",
    settles=True,
)
def confirm(act: Act) -> None:
    """With the first one, the organisation becomes one that everybody can find."""
    curation.confirm(act.row)
    mandate: Mandate = act.row
    organisation = db.session.scalars(
        sa.select(Organisation).where(Organisation.id == mandate.organisation_id).with_for_update()
    ).one()
    if not organisation.is_confirmed:
        with recorded(act.actor, "organisation.confirm", organisation):
            organisation.is_confirmed = True


@declare(
    "refuse",
    on=(Kind.MANDATE,),
    label=lazy("Refuse the mandate"),
    done=lazy("Refused"),
    permission=P.DECIDE,
    grounds=EVIDENCE,
    undo="confirm",
    is_restriction=True,
    settles=True,
)
def refuse(act: Act) -> None:
    curation.refuse(act.row)


@declare(
    "revoke",
    on=(Kind.MANDATE,),
    label=lazy("End the mandate"),
    done=lazy("Ended by moderation"),
    permission=P.DECIDE,
    grounds=EVIDENCE,
    undo="confirm",
    is_restriction=True,
)
def revoke(act: Act) -> None:
    """What was voted by it is taken back: it should not have been. What was written stays, and says so."""
    curation.revoke(act.row)
    take_back_votes(act.target.id)
