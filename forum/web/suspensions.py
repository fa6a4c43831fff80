"""What somebody whose account is suspended reads on every page: what they cannot do, and until when."""

from datetime import datetime

from forum.accounts.models import Suspension
from forum.lib.i18n import _
from forum.web.moments import date, day_and_time
from forum.web.viewer import Viewer, Visitor


def suspension_notice(viewer: Viewer | Visitor) -> str:
    """Empty for everybody else."""
    if not isinstance(viewer, Viewer) or viewer.account.suspension is None:
        return ""
    return _words(viewer.account.suspension, viewer.account.suspended_until)


def leaving_notice(viewer: Viewer | Visitor) -> str:
    """That the account will be erased, and when. Empty for everybody else."""
    if not isinstance(viewer, Viewer) or viewer.account.erase_at is None:
        return ""
    day = date(viewer.account.erase_at)
    return _("Your account will be erased on %(day)s. Until then you can read here.", day=day)


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
