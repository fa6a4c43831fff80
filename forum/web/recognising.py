"""Saying whether one recognises the synthesis of a question, and taking that back."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import question_page
from forum.articles.views import QuestionPage
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import current_locale
from forum.synthesis.queries import latest_synthesis, synthesis_version
from forum.synthesis.rules import mark_named
from forum.synthesis.service import recognise, withdraw_recognition
from forum.synthesis.views import SynthesisView
from forum.web import forms, limits
from forum.web.htmx import changed, refused, wants_partial
from forum.web.synthesis import PAGE, QUESTION, context_of, recognising
from forum.web.viewer import actor

bp = Blueprint("recognising", __name__)


@bp.post("/questions/<slug>/synthesis/recognition")
@limits.recognising
def submit(slug: str) -> ResponseReturnValue:
    """`mark` is one of the form's, or `withdraw`; `version` the one that was read."""
    place = QUESTION if forms.text("place") == QUESTION else PAGE
    version = forms.whole_number("version")
    try:
        if forms.text("mark") == "withdraw":
            withdraw_recognition(actor(), slug, version=version)
        else:
            mark, remark = mark_named(forms.text("mark")), forms.text("remark")
            recognise(actor(), slug, version=version, mark=mark, remark=remark)
    except Invalid as error:
        return _refused(slug, place, error)
    question = question_page(slug, current_locale())
    synthesis = synthesis_version(question.id, version, actor(), current_locale())
    return changed(
        "_recognition.html",
        otherwise=f"{_page(synthesis, slug, place)}#recognition",
        recognising=recognising(question, synthesis, place, is_said=True),
    )


def _page(synthesis: SynthesisView, slug: str, place: str) -> str:
    """Where one was. What one said of an old version can be taken back on the page of that version."""
    if not synthesis.is_latest:
        return url_for("synthesis.version", slug=slug, version=synthesis.version)
    return url_for("questions.show" if place == QUESTION else "synthesis.show", slug=slug)


def _refused(slug: str, place: str, error: Invalid) -> ResponseReturnValue:
    question, synthesis = _latest(slug)
    typed = {"mark": forms.text("mark"), "remark": forms.text("remark")}
    if wants_partial():
        part = recognising(question, synthesis, place, typed=typed)
        return refused("_recognition.html", "synthesis.html", error, recognising=part)
    page = context_of(question, synthesis, url_for("synthesis.show", slug=slug), typed=typed)
    return refused("_recognition.html", "synthesis.html", error, **page)


def _latest(slug: str) -> tuple[QuestionPage, SynthesisView]:
    question = question_page(slug, current_locale())
    synthesis = latest_synthesis(question.id, actor(), current_locale())
    if synthesis is None:
        raise NotFound
    return question, synthesis
