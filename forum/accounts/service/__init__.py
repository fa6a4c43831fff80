"""Commands on accounts. Hashing a password takes 60 ms, so it happens before a write transaction opens."""

from forum.accounts.service.inviting import invite, letter_of, revoke_invitation
from forum.accounts.service.links import (
    confirm_email,
    prepare_message,
    request_confirmation,
    request_reset,
    reset_password,
)
from forum.accounts.service.opening import Registration, create_user, promote, register
from forum.accounts.service.own import agree_to_rules, change_language, change_profile
from forum.accounts.service.signing_in import (
    SignedIn,
    change_password,
    end_other_sessions,
    end_session,
    note_seen,
    prove,
    sign_in,
    sign_out,
)

__all__ = [
    "Registration",
    "SignedIn",
    "agree_to_rules",
    "change_language",
    "change_password",
    "change_profile",
    "confirm_email",
    "create_user",
    "end_other_sessions",
    "end_session",
    "invite",
    "letter_of",
    "note_seen",
    "prepare_message",
    "promote",
    "prove",
    "register",
    "request_confirmation",
    "request_reset",
    "reset_password",
    "revoke_invitation",
    "sign_in",
    "sign_out",
]
