"""All personal data of all rooms: what leads to an account, how a copy shows it, what erasing does to it."""

from forum.own_data.declared import (
    accounts,
    contributions,
    following,
    mandates,
    moderation,
    positions,
    security,
    signing_on,
)

DECLARED = (
    *accounts.OWN,
    *security.OWN,
    *signing_on.OWN,
    *contributions.OWN,
    *positions.OWN,
    *following.OWN,
    *mandates.OWN,
    *moderation.OWN,
)
