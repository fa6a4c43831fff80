"""The forms that hold a whole article: larger than any other, and only from who may edit one.

Whose session ended while they typed sends as much, so that nothing of it is lost.
"""

from flask import Flask, request

from forum.articles.parsing import LARGEST_FILE
from forum.permissions import Permission as P
from forum.permissions import can
from forum.web.parking import was_signed_in
from forum.web.viewer import actor

MOST_BYTES = 2 * LARGEST_FILE
"""A file that is too large is then refused by the form itself, with the text in it."""

FORMS = {"admin_articles.edit", "admin_new_article.new", "admin_questions.edit", "admin_new_question.new"}


def admit(app: Flask) -> None:
    """Before anything reads the form."""
    app.before_request(_admit)


def _admit() -> None:
    if request.method == "POST" and _may_be_large():
        request.max_content_length = request.max_form_memory_size = MOST_BYTES


def _may_be_large() -> bool:
    if request.endpoint == "drafts.save" or request.endpoint in FORMS:
        is_late = not actor().is_signed_in and was_signed_in()
        return can(actor(), P.ARTICLE_LOAD) or (is_late and request.endpoint in FORMS)
    return False
