"""All checks in their order, and running them so that one which cannot look does not stop the others."""

import logging
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy.exc import DBAPIError

from forum.lib.db import db
from forum.lib.i18n import _
from forum.upkeep import (
    jobs_checks,
    mail_checks,
    provider_checks,
    settings_checks,
    storage_checks,
    web_checks,
)
from forum.upkeep.findings import Finding, Level, note, problem

log = logging.getLogger(__name__)

Check = Callable[[], Finding]

QUIET: tuple[Check, ...] = (
    *settings_checks.CHECKS,
    *storage_checks.CHECKS,
    *jobs_checks.CHECKS,
    *mail_checks.QUIET,
    *web_checks.QUIET,
    *provider_checks.QUIET,
)
"""Those that look at this machine, the database and the queue only: quick enough for a page."""

ALL: tuple[Check, ...] = (
    *QUIET,
    *mail_checks.CONNECTING,
    *web_checks.CONNECTING,
    *provider_checks.CONNECTING,
)


def examine(checks: Iterable[Check] = ALL) -> Iterator[Finding]:
    """What each finds, as it finds it. Never raises."""
    for check in checks:
        yield _look(check)


def is_healthy(findings: Iterable[Finding]) -> bool:
    return all(each.level is not Level.PROBLEM for each in findings)


def _look(check: Check) -> Finding:
    name = check.__name__.replace("_", " ")
    try:
        return check()
    except DBAPIError:
        db.session.rollback()
        return note(name, _("could not be looked at: the database does not answer"))
    except Exception as error:
        log.warning("the check %s failed", name, exc_info=True)
        return problem(
            name,
            _("could not be looked at: %(error)s", error=type(error).__name__),
            _("This is a mistake in the forum itself; its log tells more."),
        )
