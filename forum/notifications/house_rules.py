"""New house rules, told by mail to everybody who has an account. Run by the worker."""

from forum.accounts.queries import recipient
from forum.house_rules.events import RulesChanged
from forum.house_rules.queries import rules_letter
from forum.house_rules.service import take_untold
from forum.jobs import emit, on
from forum.lib.db import atomic
from forum.notifications import links
from forum.notifications.events import RulesToTell
from forum.notifications.sending import send

AT_ONCE = 100
"""Members in one transaction: as many mails as one nudge has the worker write."""


@on(RulesChanged)
def tell_members(event: RulesChanged) -> None:
    """A message for each, so that a mail that fails for one is not sent again to the others.

    How far we are is noted in the same transactions: running twice, or twice at once, tells nobody twice.
    """
    while _tell_some(event.version):
        pass


@atomic
def _tell_some(version: int) -> bool:
    ids = take_untold(version, AT_ONCE)
    for user_id in ids:
        emit(RulesToTell(version, user_id))
    return bool(ids)


@on(RulesToTell)
def mail_rules(event: RulesToTell) -> None:
    to = recipient(event.user_id)
    letter = rules_letter(event.version, to.locale) if to else None
    if to is None or letter is None:
        return
    send(
        "rules",
        to,
        key=f"rules-{event.version}-{event.user_id}",
        published_at=letter.published_at,
        changes=letter.changes,
        rules=links.absolute(links.RULES),
        differences=links.rules_changes(letter.number),
    )
