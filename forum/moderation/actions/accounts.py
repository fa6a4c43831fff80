"""On accounts: warning, suspending, closing."""

from zoneinfo import ZoneInfo

from forum.accounts.models import Suspension
from forum.accounts.suspending import close_account, lift, suspend
from forum.lib.errors import Invalid
from forum.lib.i18n import _, lazy
from forum.moderation.declaring import FINE, WRONG, Act, declare
from forum.moderation.kinds import Kind
from forum.moderation.rules import checked_until
from forum.permissions import Permission as P
from forum.settings import settings


@declare(
    "warn",
    on=(Kind.ACCOUNT,),
    label=lazy("Warn"),
    done=lazy("Warned"),
    permission=P.DECIDE,
    grounds=WRONG,
    is_restriction=True,
)
def warn(_act: Act) -> None:
    """The decision itself is the warning."""


@declare(
    "suspend",
    on=(Kind.ACCOUNT,),
    label=lazy("Suspend"),
    done=lazy("Suspended"),
    permission=P.DECIDE,
    grounds=WRONG,
    asks=("scope", "until"),
    undo="lift",
    is_restriction=True,
)
def suspend_account(act: Act) -> None:
    scopes = {one.value: one for one in (Suspension.WRITING, Suspension.EVERYTHING)}
    if act.text("scope") not in scopes:
        raise Invalid({"scope": _("Choose what this person cannot do.")})
    suspend(
        act.row,
        scopes[act.text("scope")],
        checked_until(act.text("until"), ZoneInfo(settings().timezone)),
    )


@declare(
    "lift",
    on=(Kind.ACCOUNT,),
    label=lazy("End the suspension"),
    done=lazy("Suspension ended"),
    permission=P.DECIDE,
    grounds=FINE,
)
def lift_suspension(act: Act) -> None:
    lift(act.row)


@declare(
    "close",
    on=(Kind.ACCOUNT,),
    label=lazy("Close the account"),
    done=lazy("Account closed"),
    permission=P.DECIDE,
    grounds=WRONG,
    undo="lift",
    is_restriction=True,
)
def close(act: Act) -> None:
    close_account(act.row)
