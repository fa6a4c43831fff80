"""Mails that still have to be written, one for each receiver."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoubtToTell:
    transition_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class RulesToTell:
    version: int
    user_id: int


@dataclass(frozen=True, slots=True)
class AnswerToTell:
    """To who reported something: what was decided."""

    flag_id: int


@dataclass(frozen=True, slots=True)
class ColleagueToTell:
    """To who may confirm a mandate that was asked for."""

    mandate_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class NewsToMail:
    """To who follows what it is about, at once."""

    notification_id: int


@dataclass(frozen=True, slots=True)
class DigestToMail:
    """All notifications of somebody that were handed on at this moment, together."""

    user_id: int
    at: str
