"""One mail to see that mails arrive.

It goes to the mailer itself, not by notifications/sending.py, which sends each mail once at most: whoever
asks for this one waits for the answer, wants a mail on each try, and has to hear of a silence that is only
logged there. Nor does it belong among the mails that are counted.
"""

from forum.accounts.queries import Recipient
from forum.lib.i18n import DEFAULT_LOCALE, _
from forum.lib.ids import new_token
from forum.lib.masking import masked_addresses
from forum.notifications.mailer import Uncertain, mailer
from forum.notifications.messages import write
from forum.upkeep.findings import Finding, problem, well


def trial_mail(address: str) -> Finding:
    name, shown = "test mail", masked_addresses(address)
    if "@" not in address.strip("@"):
        return problem(name, _("That is no e-mail address."), _("Use one such as name@example.nl."))
    to = Recipient(user_id=None, name="", email=address, locale=DEFAULT_LOCALE)
    try:
        mailer().send(write("trial", to, key=f"trial-{new_token()[:16]}"))
    except Uncertain:
        return problem(
            name,
            _("The mail server fell silent after it got the mail for %(address)s.", address=shown),
            _("See whether it arrived. The log of the mail server tells more."),
        )
    except Exception as error:  # whatever the mail server says
        told = masked_addresses(f"{type(error).__name__}: {error}")[:200]
        return problem(name, told, _("The line about the mail server may tell more."))
    return well(name, _("handed to the mail server for %(address)s", address=shown))
