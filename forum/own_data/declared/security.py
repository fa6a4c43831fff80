"""What proves who somebody is, and what happened to it. The proofs themselves are in no copy."""

from forum.accounts.factors import AuthenticatorApp, Passkey, RecoveryCode
from forum.accounts.known_devices import KnownDevice
from forum.accounts.security_events import SecurityEvent
from forum.lib.i18n import lazy
from forum.own_data.declared.accounts import PROOF
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind

OWN = (
    OwnData(
        name="authenticator_app",
        title=lazy("Your authenticator app"),
        kind=Kind.SIGNING_IN,
        of=AuthenticatorApp.user_id,
        erased=Fate.GONE,
        shows={"added_at": AuthenticatorApp.added_at},
        hides={PROOF: (AuthenticatorApp.nonce, AuthenticatorApp.last_step)},
    ),
    OwnData(
        name="recovery_codes",
        title=lazy("Your recovery codes"),
        kind=Kind.SIGNING_IN,
        of=RecoveryCode.user_id,
        erased=Fate.GONE,
        shows={"used_at": RecoveryCode.used_at},
        hides={PROOF: (RecoveryCode.code_hash,)},
    ),
    OwnData(
        name="passkeys",
        title=lazy("Your passkeys"),
        kind=Kind.SIGNING_IN,
        of=Passkey.user_id,
        erased=Fate.GONE,
        shows={"name": Passkey.name, "added_at": Passkey.added_at, "used_at": Passkey.used_at},
        hides={PROOF: (Passkey.public_id, Passkey.credential_id, Passkey.public_key, Passkey.sign_count)},
    ),
    OwnData(
        name="known_devices",
        title=lazy("Browsers in which you signed in before"),
        kind=Kind.SIGNING_IN,
        of=KnownDevice.user_id,
        erased=Fate.GONE,
        shows={"seen_at": KnownDevice.seen_at},
        hides={PROOF: (KnownDevice.token_hash,)},
    ),
    OwnData(
        name="security_events",
        title=lazy("What happened to the security of your account"),
        kind=Kind.SIGNING_IN,
        of=SecurityEvent.user_id,
        erased=Fate.GONE,
        shows={
            "what": SecurityEvent.what,
            "security_detail": SecurityEvent.detail,
            "at": SecurityEvent.happened_at,
        },
    ),
)
