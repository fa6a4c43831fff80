"""For which organisations somebody may speak, and whom they invited."""

from forum.accounts.invitations import Invitation, InvitedAccount
from forum.lib.i18n import lazy
from forum.mandates.models import Mandate, Organisation
from forum.own_data.declared.accounts import PROOF, TECHNICAL
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind
from forum.positions.models import OrganisationVote, Position

OWN = (
    OwnData(
        name="mandates",
        title=lazy("For which organisations you may speak"),
        kind=Kind.ACCOUNT,
        of=Mandate.holder_id,
        erased=Fate.OWN_WAY,
        because="It ends, without its evidence; that somebody held it goes with what they said.",
        shows={
            "organisation": Organisation.name,
            "what": Mandate.scope,
            "starts_on": Mandate.starts_on,
            "until": Mandate.ends_on,
            "text": Mandate.evidence,
            "link": Mandate.link,
            "contact": Mandate.contact,
            "state": Mandate.state,
            "asked_at": Mandate.asked_at,
            "settled_at": Mandate.settled_at,
        },
        joined=((Organisation, Organisation.id == Mandate.organisation_id),),
        hides={
            TECHNICAL: (Mandate.public_id, Mandate.scope_id, Mandate.was_confirmed, Mandate.reminded_days)
        },
    ),
    OwnData(
        name="organisation_votes",
        title=lazy("What organisations voted by your mandate"),
        kind=Kind.VOTES,
        of=Mandate.holder_id,
        erased=Fate.STAYS,
        because="It is the vote of the organisation, which others who speak for it can take back.",
        shows={
            "organisation": Organisation.name,
            "position": Position.public_id,
            "choice": OrganisationVote.choice,
            "voted_at": OrganisationVote.voted_at,
        },
        joined=(
            (Organisation, Organisation.id == Mandate.organisation_id),
            (OrganisationVote, OrganisationVote.mandate_id == Mandate.id),
            (Position, Position.id == OrganisationVote.position_id),
        ),
        where=(OrganisationVote.choice.is_not(None),),
        is_part=True,
    ),
    OwnData(
        name="invited",
        title=lazy("The invitation by which you came"),
        kind=Kind.ACCOUNT,
        of=InvitedAccount.user_id,
        erased=Fate.GONE,
        shows={"created_at": Invitation.made_at, "until": Invitation.expires_at},
        joined=((Invitation, Invitation.id == InvitedAccount.invitation_id),),
    ),
    OwnData(
        name="invitations",
        title=lazy("Invitations that you made"),
        kind=Kind.MODERATING,
        of=Invitation.made_by_id,
        erased=Fate.CLEARED,
        because="They go on being of use to whom they were given.",
        shows={
            "created_at": Invitation.made_at,
            "until": Invitation.expires_at,
            "revoked_at": Invitation.revoked_at,
            "uses": Invitation.uses,
            "most_uses": Invitation.most_uses,
            "language": Invitation.locale,
        },
        hides={
            PROOF: (Invitation.nonce, Invitation.token_hash),
            "is about who was invited": (Invitation.email, Invitation.organisation),
            TECHNICAL: (Invitation.public_id,),
        },
    ),
)
