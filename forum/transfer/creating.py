"""A new article, or a new question in one, made in the browser: what comes of it is a content file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from forum.articles.changes import What
from forum.articles.composing import Line
from forum.articles.models import Article, Origin, Question
from forum.articles.parsing import parse_source
from forum.articles.parts import FRONT, join, split
from forum.articles.placing import PlacedText
from forum.articles.problems import Findings, UnusableSource
from forum.articles.source import ArticleSource
from forum.articles.splicing import with_item
from forum.lib.db import atomic, db, serialise
from forum.lib.errors import Conflict
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.transfer.article import FileText
from forum.transfer.editing import Checked, Unusable, checked, put_checked
from forum.transfer.stored import StoredFile, stored_file

NOTHING = ArticleSource("", False, None, {}, {}, None, (), (), {})
SELF_EVIDENT = {What.HEAD, What.TEXT}


class Taken(Conflict):
    """There is an article with this short name already."""

    def __init__(self, slug: str) -> None:
        super().__init__(_("There is an article with this short name already."))
        self.slug = slug


def check_new(actor: Actor, text: str, locale: str) -> Checked:
    """All that is wrong with the text as the file of a new article, and what it would bring.

    Renders: call it before a write transaction. Raises SignInNeeded, Refused, and Taken.
    """
    require(actor, P.ARTICLE_LOAD)
    findings = Findings("new")
    try:
        source = parse_source(text, findings)
    except UnusableSource:
        return Checked(findings.problems, None, {}, ())
    if _is_taken(source.slug):
        raise Taken(source.slug)
    looked = checked(source, findings, locale, before=NOTHING)
    return replace(looked, changes=[one for one in looked.changes if one.what not in SELF_EVIDENT])


def create_article(actor: Actor, text: str, locale: str) -> str:
    """Make the article of this file, and return its slug. The same text sent again lands once.

    Raises Unusable for mistakes in the text, and Taken.
    """
    try:
        looked = check_new(actor, text, locale)
    except Taken as error:
        if _is_sent_again(error.slug, text):
            return error.slug
        raise
    if looked.source is None or looked.mistakes:
        told = _("The text has mistakes. They stand at their fields, with the line.")
        raise Unusable(looked, {"text": told})
    _create(actor, looked.source, looked.texts, text)
    return looked.source.slug


@atomic
def _create(actor: Actor, source: ArticleSource, texts: Mapping[str, PlacedText], text: str) -> None:
    serialise("articles")
    if _is_taken(source.slug):
        raise Taken(source.slug)
    put_checked(actor, source, texts, FileText(text, Origin.BROWSER))


def with_question(stored: StoredFile, lines: Sequence[Line], *, before: str = "") -> str:
    """The file of an article with one more question in it, before this one or as the last."""
    parts = split(stored.text)
    front = with_item(parts[FRONT], "questions", [line.text for line in lines], before=before)
    return join(parts | {FRONT: front})


def has_left(slug: str) -> bool:
    """Whether a question of this name stood in an article once, and its conversations still do."""
    return bool(db.session.scalar(sa.select(Question.is_retired).where(Question.slug == slug)))


def _is_taken(slug: str) -> bool:
    return db.session.scalar(sa.select(Article.id).where(Article.slug == slug)) is not None


def _is_sent_again(slug: str, text: str) -> bool:
    stored = stored_file(slug)
    return (stored.text, stored.origin) == (text, Origin.BROWSER)
