"""Content files: the one place that spreads a file over perspectives, articles and positions."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from forum.accounts.perspectives import PerspectiveLine, put_perspectives
from forum.articles.parsing import read_source
from forum.articles.placing import PlacedText, check_placing, place_all
from forum.articles.problems import Findings, Problem, UnusableSource
from forum.articles.service import is_current, known_anchors, put_article
from forum.articles.source import ArticleSource
from forum.lib.db import atomic
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.seeds import put_seeds

STARTER = Path(__file__).parents[1] / "content" / "samenwerken.md"
"""The article that an empty forum begins with."""


class Outcome(Enum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What the file holds, and whether it was new. `positions` are those to begin with."""

    outcome: Outcome
    slug: str
    lessons: int
    questions: int
    positions: int
    warnings: tuple[Problem, ...]

    def __str__(self) -> str:
        holds = (
            f"{self.lessons} lessons, {self.questions} questions and {self.positions} positions to begin with"
        )
        return f"{self.slug}: {self.outcome.value}, with {holds}."


def check_file(path: Path) -> list[Problem]:
    """All that is wrong with a content file, warnings too, in the order of the file. Needs no database."""
    findings = Findings(str(path))
    try:
        source = read_source(path, findings)
    except UnusableSource:
        return findings.problems
    check_placing(source, place_all(source), findings)
    return findings.problems


def load_article(actor: Actor, path: Path) -> LoadReport:
    """Load a content file, all of it or nothing. Loading it again changes nothing.

    Raises UnusableSource with every problem in the file.
    """
    require(actor, P.ARTICLE_LOAD)
    findings = Findings(str(path))
    source = read_source(path, findings)
    texts = place_all(source, known_anchors(source.slug))
    outcome = _store(actor, source, texts, findings)
    return LoadReport(
        outcome=outcome,
        slug=source.slug,
        lessons=len(source.lessons),
        questions=len(source.questions),
        positions=sum(len(question.positions) for question in source.questions),
        warnings=tuple(findings.warnings),
    )


@atomic
def _store(actor: Actor, source: ArticleSource, texts: dict[str, PlacedText], findings: Findings) -> Outcome:
    if is_current(source):
        return Outcome.UNCHANGED
    if source.perspectives is not None:
        lines = [PerspectiveLine(one.slug, one.is_core, one.label) for one in source.perspectives]
        put_perspectives(actor, lines)
    stored = put_article(actor, source, texts, findings)
    for question in source.questions:
        put_seeds(actor, stored.question_ids[question.slug], question.positions)
    return Outcome.CREATED if stored.is_new else Outcome.UPDATED
