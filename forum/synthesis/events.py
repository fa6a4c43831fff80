"""What happened to syntheses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SynthesisPublished:
    synthesis_id: int


@dataclass(frozen=True, slots=True)
class RemarkMade:
    """A participant said something about a synthesis, or something else than before."""

    recognition_id: int
