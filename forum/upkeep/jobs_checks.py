"""The queue, the workers, and what waits for them."""

from forum.jobs.rounds import chore_states
from forum.jobs.worker import jobs
from forum.lib import clock
from forum.lib.i18n import _, ngettext
from forum.lib.masking import masked_url
from forum.settings import settings
from forum.upkeep.findings import Finding, note, problem, well
from forum.upkeep.outbox import TOO_LONG, dead_count, waiting_since


def queue() -> Finding:
    name, url = "queue", masked_url(settings().jobs_url)
    try:
        waiting = jobs().huey.pending_count()
    except Exception as error:  # each kind of queue has its own
        return problem(
            name,
            _(
                "%(url)s does not answer (%(error)s); what is to be done goes out up to a minute later.",
                url=url,
                error=type(error).__name__,
            ),
            _("See whether that server runs, and whether FORUM_JOBS_URL is right."),
        )
    return well(name, ngettext("%(num)s nudge waits", "%(num)s nudges wait", waiting))


def worker() -> Finding:
    name = "worker"
    try:
        seen = jobs().workers()
    except Exception:  # the queue is away, and was found so by its own check
        return note(name, _("Workers leave their signs of life in the queue, which does not answer."))
    alive = [each for each in seen if each.is_alive(clock.now())]
    if not alive:
        return problem(
            name,
            _("No worker gave a sign of life in the last minutes: no mail goes out."),
            _("Start one: forum serve runs it along, forum worker runs it alone."),
        )
    return well(name, ngettext("%(num)s is at work", "%(num)s are at work", len(alive)))


def waiting() -> Finding:
    name, since = "outbox", waiting_since()
    if since is None:
        return well(name, _("nothing waits"))
    minutes = int((clock.now() - since).total_seconds() // 60)
    told = ngettext(
        "The oldest message waits for %(num)s minute.",
        "The oldest message waits for %(num)s minutes.",
        minutes,
    )
    if clock.now() - since < TOO_LONG:
        return well(name, told)
    return problem(name, told, _("See whether a worker runs, and what its log says."))


def dead_letters() -> Finding:
    name, dead = "dead letters", dead_count()
    if not dead:
        return well(name, _("none"))
    return problem(
        name,
        ngettext(
            "%(num)s message could not be delivered within two days.",
            "%(num)s messages could not be delivered within two days.",
            dead,
        ),
        _("See why with forum jobs list; then forum jobs retry, or forum jobs discard."),
    )


def chores() -> Finding:
    name, failed = "chores", [each for each in chore_states() if each.error]
    if not failed:
        return well(name, _("none failed"))
    return problem(
        name,
        _("%(name)s failed: %(error)s", name=failed[0].name, error=failed[0].error),
        _("It is tried again by itself; the log of the worker tells more. forum jobs schedule lists all."),
    )


CHECKS = (queue, worker, waiting, dead_letters, chores)
