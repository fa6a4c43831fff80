"""What administrators hear of the forum itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessagesDied:
    """`at` names the round in which it was found out: one mail a day at most."""

    user_id: int
    at: str
