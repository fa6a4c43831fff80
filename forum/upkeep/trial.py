"""One mail to see that mails arrive."""

from forum.accounts.queries import Recipient
from forum.lib.i18n import DEFAULT_LOCALE, _
from forum.lib.ids import new_token
from forum.lib.masking import masked_addresses
from forum.notifications.mailer import mailer
from forum.notifications.messages import write
from forum.upkeep.findings import Finding, problem, well


def trial_mail(address: str) -> Finding:
    name, shown = "test mail", masked_addresses(address)
    if "@" not in address.strip("@"):
        return problem(name, _("That is no e-mail address."), _("Use one such as name@example.nl."))
    to = Recipient(user_id=None, name="", email=address, locale=DEFAULT_LOCALE)
    try:
        mailer().send(write("trial", to, key=f"trial-{new_token()[:16]}"))
    except Exception as error:  # whatever the mail server says
        told = masked_addresses(f"{type(error).__name__}: {error}")[:200]
        return problem(name, told, _("The line about the mail server may tell more."))
    return well(name, _("handed to the mail server for %(address)s", address=shown))
