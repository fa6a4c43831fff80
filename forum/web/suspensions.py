"""What somebody whose account is suspended reads on every page: what they cannot do, and until when."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for

from forum.accounts.models import Suspension
from forum.lib.i18n import _
from forum.web.moments import day_and_time
from forum.web.viewer import Viewer, Visitor

OWN_DECISIONS = "decisions.own"


@dataclass(frozen=True, slots=True)
class SuspensionNotice:
    """`address`: of the decisions about them, with how to object; "" without such a page."""

    text: str
    address: str


def suspension_notice(viewer: Viewer | Visitor) -> SuspensionNotice | None:
    """None for everybody else."""
    if not isinstance(viewer, Viewer) or viewer.account.suspension is None:
        return None
    text = _words(viewer.account.suspension, viewer.account.suspended_until)
    return SuspensionNotice(
        text, url_for(OWN_DECISIONS) if OWN_DECISIONS in current_app.view_functions else ""
    )


def _words(suspension: Suspension, until: datetime | None) -> str:
    if suspension is Suspension.CLOSED:
        return _("Your account is closed. You can read here, and no longer take part.")
    moment = day_and_time(until) if until else ""
    if suspension is Suspension.EVERYTHING:
        return (
            _(
                "Your account is suspended until %(moment)s. You can read; writing and voting have to wait.",
                moment=moment,
            )
            if until
            else _("Your account is suspended. You can read, but not write or vote.")
        )
    return (
        _("You cannot write here until %(moment)s. You can still read and vote.", moment=moment)
        if until
        else _("You cannot write here. You can still read and vote.")
    )
