"""What moderation does to remarks. Each is part of an action, which asks for permission, holds the row and
writes the register."""

from forum.lib.errors import Conflict
from forum.lib.i18n import _
from forum.synthesis.models import Recognition, RemarkState


def hide_remark(recognition: Recognition) -> None:
    """Others no longer read it; the mark it came with still counts. Raises Conflict when it is hidden."""
    if recognition.is_hidden:
        raise Conflict(_("This remark was taken away already."))
    recognition.state = RemarkState.HIDDEN


def restore_remark(recognition: Recognition) -> None:
    """Raises Conflict when it is not hidden."""
    if not recognition.is_hidden:
        raise Conflict(_("This remark stands there already."))
    recognition.state = RemarkState.VISIBLE
