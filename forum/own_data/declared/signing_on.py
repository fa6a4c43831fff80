"""Who somebody is at the providers with which they sign in."""

from forum.accounts.identities import Identity, SignOnAttempt
from forum.accounts.provider_sessions import ProviderSession
from forum.lib.i18n import lazy
from forum.own_data.declared.accounts import PROOF, TECHNICAL
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind

OWN = (
    OwnData(
        name="identities",
        title=lazy("With which providers you sign in"),
        kind=Kind.SIGNING_IN,
        of=Identity.user_id,
        erased=Fate.GONE,
        shows={
            "provider": Identity.provider,
            "issuer": Identity.issuer,
            "subject": Identity.subject,
            "linked_at": Identity.linked_at,
            "used_at": Identity.used_at,
        },
        hides={TECHNICAL: (Identity.public_id,)},
    ),
    OwnData(
        name="provider_sessions",
        title=lazy("Where you are signed in by a provider"),
        kind=Kind.SIGNING_IN,
        of=ProviderSession.user_id,
        erased=Fate.GONE,
        shows={
            "provider": ProviderSession.provider,
            "issuer": ProviderSession.issuer,
            "subject": ProviderSession.subject,
            "created_at": ProviderSession.began_at,
            "proved_at": ProviderSession.shown_at,
        },
        hides={PROOF: (ProviderSession.sid, ProviderSession.id_token)},
    ),
    OwnData(
        name="sign_on_attempts",
        title=lazy("Providers that you were linking in the last hour"),
        kind=Kind.SIGNING_IN,
        of=SignOnAttempt.user_id,
        erased=Fate.GONE,
        shows={
            "provider": SignOnAttempt.provider,
            "created_at": SignOnAttempt.began_at,
            "until": SignOnAttempt.expires_at,
            "answered_at": SignOnAttempt.answered_at,
            "leads_to": SignOnAttempt.continue_to,
        },
        hides={
            PROOF: (SignOnAttempt.state_hash, SignOnAttempt.browser_hash, SignOnAttempt.draft_key),
            TECHNICAL: (SignOnAttempt.public_id, SignOnAttempt.is_again),
            "is about people without an account": (SignOnAttempt.arrival, SignOnAttempt.joined_at),
        },
    ),
)
