"""What is worth writing to people about mandates, read when the mail is written."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from forum.accounts.models import User
from forum.lib.db import db
from forum.mandates.holding import concern_of, day_now
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.rules import holds


@dataclass(frozen=True, slots=True)
class MandateLetter:
    """`state` and `holds`: as it stands now."""

    public_id: str
    organisation: str
    holder: str
    holder_id: int
    ends_on: date
    state: MandateState
    holds: bool


def mandate_letter(mandate_id: int) -> MandateLetter | None:
    """1 statement."""
    row = db.session.execute(
        sa.select(Mandate, Organisation.name, User.name)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .join(User, User.id == Mandate.holder_id)
        .where(Mandate.id == mandate_id)
    ).one_or_none()
    if row is None:
        return None
    mandate, organisation, holder = row
    return MandateLetter(
        public_id=mandate.public_id,
        organisation=organisation,
        holder=holder,
        holder_id=mandate.holder_id,
        ends_on=mandate.ends_on,
        state=mandate.state,
        holds=holds(mandate.state, mandate.starts_on, mandate.ends_on, day_now()),
    )


def colleagues_to_tell(mandate_id: int) -> list[int]:
    """Those who may confirm what was asked, as long as it waits. 3 statements."""
    mandate = db.session.get(Mandate, mandate_id)
    if mandate is None or mandate.state is not MandateState.ASKED:
        return []
    return sorted(concern_of(mandate).confirmer_ids)
