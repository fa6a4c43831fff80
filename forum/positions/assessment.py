"""The job: look at the votes on a question, and store what they came to.

Reads and computes outside any transaction; the change itself is short. When something else was stored in the
meantime, it starts again. With the same votes it changes nothing a second time.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from forum.lib.errors import Busy
from forum.lib.i18n import _
from forum.positions.looks import Look, Terms, is_due, look
from forum.positions.models import Standing
from forum.positions.polls import Poll, poll_of
from forum.positions.publishing import Rules
from forum.positions.records import Before, Finding, Outcome, Snapshot, store, stored_of
from forum.positions.snapshots import as_json
from forum.positions.standing import Thresholds
from forum.settings import settings

if TYPE_CHECKING:
    from forum.positions.measures import Figures

ATTEMPTS = 5


def assess_question(question_id: int) -> None:
    """Bring results, transitions, snapshot and places of a question up to date with its votes.

    Safe to run twice, and several times at once. Raises Busy when others keep coming in between.
    """
    for _attempt in range(ATTEMPTS):
        before = stored_of(question_id)
        poll = poll_of(question_id)
        if poll is None:
            return
        if store(question_id, before, _find(poll, before)):
            return
    raise Busy(_("It is very busy just now. Please try again in a moment."))


def _find(poll: Poll, before: Before) -> Finding:
    # numpy takes its time and memory: only who runs this job loads it.
    from forum.positions.measures import facts_of, figures_of, measure
    from forum.positions.opinion_map import opinion_map, places_of

    rules = Rules(least=settings().shown_voters, step=settings().shown_step)
    terms = Terms(poll.core, rules, Thresholds.of(settings()))
    measures = measure(poll)
    stored = [before.results.get(position) for position in poll.positions]
    due = [
        number for number, counted in enumerate(measures.counted) if is_due(stored[number], counted, terms)
    ]
    looks = {
        poll.positions[number]: look(stored[number], measures.counted[number], facts, trusted, terms)
        for number, facts, trusted in zip(due, *facts_of(poll, measures.opinion, due), strict=True)
    }
    priorities = dict(zip(poll.positions, measures.priority, strict=True))
    outcomes = [
        _outcome(position, found, figures, mandated, priorities[position])
        for (position, found), figures, mandated in zip(
            looks.items(),
            figures_of([each.shown for each in looks.values()]),
            figures_of([each.mandated for each in looks.values()]),
            strict=True,
        )
    ]
    votes = len(poll.votes.people)
    snapshot = None
    if _is_news(before, outcomes, votes, rules):
        snapshot = Snapshot(
            voters=len(set(poll.votes.people)),
            votes=votes,
            groups=as_json(opinion_map(poll, measures, least=rules.least)),
            places=places_of(poll, measures),
        )
    return Finding(outcomes, priorities, snapshot)


def _outcome(position: int, found: Look, figures: "Figures", mandated: "Figures", priority: float) -> Outcome:
    decision = found.decision
    is_shared = decision.standing is Standing.SHARED
    return Outcome(
        position_id=position,
        look=found,
        values={
            "standing": decision.standing,
            "direction": int(decision.direction) if is_shared else figures.direction,
            "score": figures.score,
            "pooled": figures.pooled,
            "divisive": figures.divisive,
            "priority": priority,
            "voters": figures.rows[0].voters if figures.rows else 0,
            "rows": [asdict(row) for row in figures.rows],
            "mandated": [asdict(row) for row in mandated.rows],
            "missing": [asdict(each) for each in decision.missing],
            "basis": found.basis,
        },
    )


def _is_news(before: Before, outcomes: Sequence[Outcome], votes: int, rules: Rules) -> bool:
    """Whether what is published differs from the last snapshot."""
    if before.snapshot is None or abs(votes - before.snapshot[1]) >= rules.step:
        return True
    return any(not each.is_as(before.results.get(each.position_id)) for each in outcomes)
