"""On organisations: what they are called and tell of themselves, and two that are the same."""

import sqlalchemy as sa

from forum.audit import recorded
from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.i18n import _, lazy
from forum.mandates import tidying
from forum.mandates.models import Organisation
from forum.mandates.rules import Particulars
from forum.moderation.declaring import Act, Details, declare
from forum.moderation.kinds import Ground, Kind
from forum.permissions import Permission as P
from forum.positions.curation import carry_organisation_votes, count_votes_anew


@declare(
    "correct",
    on=(Kind.ORGANISATION,),
    label=lazy("Correct what stands here"),
    done=lazy("Name or particulars corrected"),
    permission=P.ORGANISATION_CORRECT,
    grounds=(Ground.ORDER,),
    asks=("name", "described", "website", "perspective", "version"),
    has_own_page=True,
)
def correct(act: Act) -> None:
    organisation: Organisation = act.row
    role, version = organisation.perspective_id, act.text("version")
    given = Particulars(*(act.text(name) for name in ("name", "described", "website", "perspective")))
    tidying.correct(organisation, given, version=int(version) if version.isdecimal() else 0)
    if organisation.perspective_id != role:
        count_votes_anew(organisation.id)


@declare(
    "unite",
    on=(Kind.ORGANISATION,),
    label=lazy("Merge into another organisation"),
    done=lazy("Merged into another organisation"),
    permission=P.ORGANISATION_MERGE,
    grounds=(Ground.DUPLICATE,),
    asks=("into",),
    has_own_page=True,
)
def unite(act: Act) -> Details:
    """The entry of the one that stays tells of it too."""
    organisation: Organisation = act.row
    into = db.session.scalar(
        sa.select(Organisation).where(Organisation.slug == act.text("into")).with_for_update()
    )
    if into is None:
        raise Invalid({"into": _("Choose the organisation into which it is merged.")})
    with recorded(act.actor, "organisation.absorb", into, act.reason):
        mandates = tidying.merge(act.actor, organisation, into)
        carry_organisation_votes(organisation.id, into.id)
    return {"into": [into.slug], "mandates": mandates}
