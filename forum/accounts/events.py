"""What happened to accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfirmationRequested:
    """Somebody has to show that the address is theirs: mail them that link."""

    token_id: int


@dataclass(frozen=True, slots=True)
class KnownAddressRegistered:
    """Somebody registered with the address of an account that exists: tell its owner."""

    token_id: int


@dataclass(frozen=True, slots=True)
class ResetRequested:
    """Somebody forgot a password. None: there is no such account, and the work stays the same."""

    token_id: int | None


@dataclass(frozen=True, slots=True)
class InvitationMade:
    """Somebody is invited by mail."""

    invitation_id: int


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """`key` tells this change from another."""

    user_id: int
    key: str


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A page was shown in this session."""

    session_id: int
