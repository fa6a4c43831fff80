"""Content files: the one place that spreads a file over perspectives, articles and positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import sqlalchemy as sa

from forum.accounts.perspectives import PerspectiveLine, put_perspectives
from forum.articles.models import LONGEST_FILE_NAME, Article, ArticleFile, Origin
from forum.articles.parsing import parse_source, read_source, read_text
from forum.articles.placing import PlacedText, check_placing, place_all
from forum.articles.problems import Findings, Problem, UnusableSource
from forum.articles.service import is_current, known_anchors, put_article
from forum.articles.source import ArticleSource
from forum.lib import clock
from forum.lib.db import atomic, db, serialise
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
    text = read_text(path, findings)
    source = parse_source(text, findings)
    texts = place_all(source, known_anchors(source.slug))
    outcome = _store(actor, source, texts, findings, FileText(text, Origin.FILE, path.name))
    return LoadReport(
        outcome=outcome,
        slug=source.slug,
        lessons=len(source.lessons),
        questions=len(source.questions),
        positions=sum(len(question.positions) for question in source.questions),
        warnings=tuple(findings.warnings),
    )


@dataclass(frozen=True, slots=True)
class FileText:
    """What was loaded or typed. `name`: of the file."""

    text: str
    origin: Origin
    name: str = ""


@atomic
def _store(
    actor: Actor, source: ArticleSource, texts: dict[str, PlacedText], findings: Findings, file: FileText
) -> Outcome:
    if is_current(source):
        if current_version(source.slug) == 0:  # loaded before files were kept
            keep_file(source.slug, file)
        return Outcome.UNCHANGED
    return put_source(actor, source, texts, findings, file)


def put_source(
    actor: Actor,
    source: ArticleSource,
    texts: Mapping[str, PlacedText],
    findings: Findings,
    file: FileText,
    *,
    reason: str | None = None,
) -> Outcome:
    """Part of a command: store all that a file says, and keep the file."""
    if source.perspectives is not None:
        lines = [PerspectiveLine(one.slug, one.is_core, one.label) for one in source.perspectives]
        put_perspectives(actor, lines)
    stored = put_article(actor, source, texts, findings, reason=reason)
    for question in source.questions:
        put_seeds(actor, stored.question_ids[question.slug], question.positions)
    keep_file(source.slug, file)
    return Outcome.CREATED if stored.is_new else Outcome.UPDATED


def current_version(slug: str) -> int:
    """Of the kept file, 0 without one; holds the row until the commit."""
    serialise("articles")
    version = sa.select(ArticleFile.version).join(Article).where(Article.slug == slug)
    return db.session.scalar(version) or 0


def keep_file(slug: str, file: FileText) -> None:
    """Part of a command."""
    article_id = db.session.scalars(sa.select(Article.id).where(Article.slug == slug)).one()
    kept = db.session.get(ArticleFile, article_id, populate_existing=True)
    if kept is None:
        kept = ArticleFile(article_id=article_id, version=0)
        db.session.add(kept)
    kept.text, kept.origin, kept.name = file.text, file.origin, file.name[:LONGEST_FILE_NAME]
    kept.version, kept.kept_at = kept.version + 1, clock.now()
