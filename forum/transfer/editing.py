"""Editing a content file in the browser: looking what is wrong and what would change, and saving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forum.articles.changes import Change, Passages, changes
from forum.articles.models import Article, Origin, Question, QuestionText
from forum.articles.parsing import parse_source
from forum.articles.placing import KnownAnchors, PlacedText, check_placing, place_all
from forum.articles.problems import Findings, Place, Problem, UnusableSource
from forum.articles.service import check_names, is_current, known_anchors
from forum.articles.source import ArticleSource
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid, Stale
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.transfer.article import FileText, current_version, keep_file, put_source
from forum.transfer.stored import source_now, stored_file

LONGEST_REASON = 500  # characters


class Unusable(Invalid):
    """The text has mistakes: `checked` says which."""

    def __init__(self, checked: "Checked", fields: dict[str, str]) -> None:
        super().__init__(fields)
        self.checked = checked


@dataclass(frozen=True, slots=True)
class Checked:
    """`source` and `texts` are None and empty when the text cannot be used; `problems` then says why."""

    problems: Sequence[Problem]
    source: ArticleSource | None
    texts: Mapping[str, PlacedText]
    changes: Sequence[Change]

    @property
    def mistakes(self) -> list[Problem]:
        return [one for one in self.problems if not one.is_warning]


def check_text(actor: Actor, slug: str, text: str, locale: str) -> Checked:
    """All that is wrong with the text as the file of this article, and what it would change.

    Renders: call it before a write transaction. Raises SignInNeeded, Refused and NotFound.
    """
    require(actor, P.ARTICLE_LOAD)
    stored = stored_file(slug)
    findings = Findings(slug)
    try:
        source = _parsed(text, slug, findings)
    except UnusableSource:
        return Checked(findings.problems, None, {}, ())
    return checked(
        source, findings, locale, before=source_now(stored), known=known_anchors(slug), stood=_passages(slug)
    )


def checked(
    source: ArticleSource,
    findings: Findings,
    locale: str,
    *,
    before: ArticleSource,
    known: KnownAnchors | None = None,
    stood: Passages | None = None,
) -> Checked:
    """Look on where reading a file ended: at its texts, its passages, and the names of others."""
    texts = place_all(source, known)
    check_placing(source, texts, findings, known)
    check_names(source, findings)
    found = changes(before, source, stood=stood or {}, texts=texts, locale=locale)
    return Checked(findings.problems, source, texts, found)


def save_text(
    actor: Actor, slug: str, text: str, *, version: int, reason: str, locale: str
) -> Sequence[Problem]:
    """Make this the file of the article, and the article what it says. Returns the warnings.

    version: of the file that the text was made from. Raises Unusable for mistakes in the text, Invalid for
    the reason, and Stale with the file as it is now when it was changed in between.
    """
    looked = check_text(actor, slug, text, locale)
    cleaned = clean_line(reason[: 4 * LONGEST_REASON])
    problems: dict[str, str] = {}
    if looked.mistakes:
        problems["text"] = _("The text has mistakes. They stand at their fields, with the line.")
    if not cleaned:
        problems["reason"] = _("Say in a few words why. It stands in the register.")
    elif len(cleaned) > LONGEST_REASON:
        problems["reason"] = _("Use at most %(most)s characters.", most=LONGEST_REASON)
    if problems or looked.source is None:
        raise Unusable(looked, problems)
    _save(actor, looked.source, looked.texts, text, version, cleaned)
    return [one for one in looked.problems if one.is_warning]


@atomic
def _save(
    actor: Actor,
    source: ArticleSource,
    texts: Mapping[str, PlacedText],
    text: str,
    version: int,
    reason: str,
) -> None:
    if current_version(source.slug) != version:
        raise Stale(
            stored_file(source.slug),
            _("Somebody saved or loaded this article in the meantime."),
        )
    file = FileText(text, Origin.BROWSER)
    if is_current(source):  # another layout, or a remark
        keep_file(source.slug, file)
    else:
        put_checked(actor, source, texts, file, reason=reason)


def put_checked(
    actor: Actor,
    source: ArticleSource,
    texts: Mapping[str, PlacedText],
    file: FileText,
    *,
    reason: str | None = None,
) -> None:
    """Part of a command. Raises Unusable when somebody took a name right after the text was checked."""
    try:
        put_source(actor, source, texts, Findings(source.slug), file, reason=reason)
    except UnusableSource as error:
        told = _("The text has mistakes. They stand at their fields, with the line.")
        raise Unusable(Checked(error.problems, None, {}, ()), {"text": told}) from error


def _parsed(text: str, slug: str, findings: Findings) -> ArticleSource:
    source = parse_source(text, findings)
    if source.slug != slug:
        place = next(
            (Place(number) for number, line in enumerate(text.split("\n"), 1) if line.startswith("slug:")),
            Place(),
        )
        findings.error(place, f"the slug of an article stays: '{slug}'")
        findings.stop_on_errors()
    return source


def _passages(slug: str) -> Passages:
    rows = db.session.execute(
        sa.select(Question.slug, QuestionText.locale, QuestionText.passage)
        .join(Question, Question.id == QuestionText.question_id)
        .join(Article, Article.id == Question.article_id)
        .where(Article.slug == slug, Question.is_retired.is_(False))
    )
    return {(question, locale): words for question, locale, words in rows}
