"""What moderation does to remarks. Each is part of a command, which checked permissions, locked the row and
wraps this in `recorded`."""

from forum.synthesis.models import Recognition, RemarkState


def hide_remark(recognition: Recognition) -> None:
    """Others no longer read it; the mark it came with still counts."""
    recognition.state = RemarkState.HIDDEN


def restore_remark(recognition: Recognition) -> None:
    recognition.state = RemarkState.VISIBLE
