"""Commands on accounts. Hashing a password takes 60 ms, so it happens before a write transaction opens."""

from forum.accounts.service.addresses import change_email, request_email_change, undo_email_change
from forum.accounts.service.administering import (
    change_role,
    confirm_by_hand,
    send_reset_link,
    sign_out_everywhere,
    vouch,
)
from forum.accounts.service.admitting import HalfSignedIn, SecondFactorNeeded, SignedIn
from forum.accounts.service.guessing import note_guessing
from forum.accounts.service.inviting import invite, letter_of, revoke_invitation
from forum.accounts.service.joining_by_provider import JoinForm, arriving, join_by_provider
from forum.accounts.service.links import (
    confirm_email,
    prepare_message,
    request_confirmation,
    request_reset,
    reset_password,
)
from forum.accounts.service.opening import Registration, create_user, promote, register
from forum.accounts.service.own import agree_to_rules, change_language, change_profile
from forum.accounts.service.own_identities import unlink
from forum.accounts.service.passkeys import (
    add_passkey,
    finish_by_passkey,
    offer_registration,
    offer_request,
    prove_by_passkey,
    remove_passkey,
    sign_in_by_passkey,
)
from forum.accounts.service.proving import prove_by_code, prove_by_password
from forum.accounts.service.second_factors import (
    HalfExpired,
    NewFactor,
    add_app,
    finish_sign_in,
    forget_factors,
    remove_app,
    renew_codes,
)
from forum.accounts.service.signing_in import (
    change_password,
    end_other_sessions,
    end_session,
    note_seen,
    prove,
    sign_in,
    sign_out,
)
from forum.accounts.service.signing_on import (
    Answer,
    KnownAddress,
    Linked,
    MayJoin,
    begin_sign_on,
    finish_sign_on,
    provider_named,
)
from forum.accounts.service.signing_out import address_to_sign_out, sign_out_by_provider

__all__ = [
    "Answer",
    "HalfExpired",
    "HalfSignedIn",
    "JoinForm",
    "KnownAddress",
    "Linked",
    "MayJoin",
    "NewFactor",
    "Registration",
    "SecondFactorNeeded",
    "SignedIn",
    "add_app",
    "add_passkey",
    "address_to_sign_out",
    "agree_to_rules",
    "arriving",
    "begin_sign_on",
    "change_email",
    "change_language",
    "change_password",
    "change_profile",
    "change_role",
    "confirm_by_hand",
    "confirm_email",
    "create_user",
    "end_other_sessions",
    "end_session",
    "finish_by_passkey",
    "finish_sign_in",
    "finish_sign_on",
    "forget_factors",
    "invite",
    "join_by_provider",
    "letter_of",
    "note_guessing",
    "note_seen",
    "offer_registration",
    "offer_request",
    "prepare_message",
    "promote",
    "prove",
    "prove_by_code",
    "prove_by_passkey",
    "prove_by_password",
    "provider_named",
    "register",
    "remove_app",
    "remove_passkey",
    "renew_codes",
    "request_confirmation",
    "request_email_change",
    "request_reset",
    "reset_password",
    "revoke_invitation",
    "send_reset_link",
    "sign_in",
    "sign_in_by_passkey",
    "sign_out",
    "sign_out_by_provider",
    "sign_out_everywhere",
    "undo_email_change",
    "unlink",
    "vouch",
]
