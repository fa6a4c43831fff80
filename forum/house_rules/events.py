"""What happened to the house rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RulesChanged:
    version: int
