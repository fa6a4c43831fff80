"""The article with its open questions: the front page, and each article at its own address."""

from flask import Blueprint, render_template, url_for

from forum.articles.queries import article_page
from forum.discussion.queries import counts_by_question
from forum.discussion.views import Counts
from forum.lib.errors import NotFound
from forum.lib.i18n import _, current_locale
from forum.positions.offers import offers_by_question
from forum.positions.queries import standings_by_question
from forum.web.cards import NOTE, card_of
from forum.web.standings import by_name
from forum.web.viewer import actor

bp = Blueprint("article", __name__)


@bp.get("/")
def front() -> str:
    try:
        return _page(None)
    except NotFound:
        return render_template(
            "message.html",
            title=_("There is no article yet"),
            text=_("As soon as an article is loaded, its open questions stand here."),
            action=None,
        )


@bp.get("/articles/<slug>")
def show(slug: str) -> str:
    return _page(slug)


def _page(slug: str | None) -> str:
    article = article_page(slug, current_locale())
    canonical = url_for(".front") if slug is None else url_for(".show", slug=article.slug)
    ids = [question.id for question in article.questions]
    counts, standings = counts_by_question(ids), standings_by_question(ids)
    offers = {} if actor().is_suspended else offers_by_question(ids, actor(), current_locale())
    return render_template(
        "article.html",
        article=article,
        questions=article.questions,
        counts={question.slug: counts.get(question.id, Counts()) for question in article.questions},
        standings={question.slug: by_name(standings.get(question.id, {})) for question in article.questions},
        cards={
            question.slug: card_of(offers[question.id], place=NOTE, back=f"{canonical}#note-{question.slug}")
            for question in article.questions
            if question.id in offers
        },
        is_front=slug is None,
        canonical=canonical,
    )
