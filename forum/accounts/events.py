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
class SecurityNoted:
    """Something happened to the security of an account that its owner should know."""

    event_id: int


@dataclass(frozen=True, slots=True)
class Guessed:
    """Somebody tries to get in. `user_id` None: there is no such account, and the work stays the same.

    `what`: the value of security_events.Happened.
    """

    user_id: int | None
    what: str


@dataclass(frozen=True, slots=True)
class EmailChangeRequested:
    """Somebody wants another address: mail them the link there."""

    token_id: int


@dataclass(frozen=True, slots=True)
class EmailChanged:
    """Tell it at the earlier address, with a link that undoes it."""

    token_id: int


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A page was shown in this session."""

    session_id: int


@dataclass(frozen=True, slots=True)
class DataAsked:
    """Somebody wants a copy of their own data."""

    copy_id: int


@dataclass(frozen=True, slots=True)
class DataReady:
    copy_id: int


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """Somebody wants their account erased; for a while they can still think better of it."""

    erasure_id: int


@dataclass(frozen=True, slots=True)
class ErasureNear:
    erasure_id: int


@dataclass(frozen=True, slots=True)
class ErasureDone:
    """Nothing of this person is left but the address to which the last mail goes."""

    erasure_id: int
