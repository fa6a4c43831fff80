"""What somebody reads on every page who has to have a second factor and has none yet."""

from dataclasses import dataclass

from forum.lib import clock
from forum.lib.i18n import _
from forum.permissions import Role
from forum.web.moments import day_and_time
from forum.web.viewer import Viewer, Visitor


@dataclass(frozen=True, slots=True)
class DutyNotice:
    text: str
    is_over: bool


def duty_notice(viewer: Viewer | Visitor) -> DutyNotice | None:
    """None for everybody else."""
    if not isinstance(viewer, Viewer) or viewer.account.second_factor_due is None:
        return None
    due = viewer.account.second_factor_due
    is_staff = viewer.account.role is not Role.MEMBER
    if clock.now() >= due:
        text = (
            _("You take part as a member now. To moderate again, set up a second proof for your account.")
            if is_staff
            else _("Your account needs a second proof. Please set it up now.")
        )
        return DutyNotice(text, is_over=True)
    moment = day_and_time(due)
    text = (
        _("Set up a second proof before %(moment)s. After that you need it to moderate.", moment=moment)
        if is_staff
        else _("Please set up a second proof before %(moment)s.", moment=moment)
    )
    return DutyNotice(text, is_over=False)
