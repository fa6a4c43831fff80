"""In whose name somebody speaks or votes."""

from enum import Enum


class Capacity(Enum):
    PERSONAL = "personal"
    ORGANISATION = "organisation"
