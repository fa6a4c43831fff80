"""A new question in an article, with its passage chosen, put into the file of the article."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.composing import ANCHOR, Line, origin_of, question_of
from forum.articles.parts import FRONT, split
from forum.articles.source import ArticleSource
from forum.articles.splicing import place_of
from forum.discussion.drafts import discard, new_question_place
from forum.lib.errors import Invalid, NotFound, Stale
from forum.lib.i18n import LOCALES, _, current_locale
from forum.lib.text import slugify
from forum.lib.wording import text_in
from forum.transfer.creating import NOTHING, has_left, with_question
from forum.transfer.editing import Checked, Unusable, check_text, save_text
from forum.transfer.stored import StoredFile, stored_file
from forum.web import forms, limits
from forum.web.admin_articles import draft_of_form, kept_choices
from forum.web.article_mistakes import in_words
from forum.web.article_previews import LANGUAGES, previews_of, told_of
from forum.web.htmx import go, refused, show
from forum.web.viewer import actor

bp = Blueprint("admin_new_question", __name__)

PAGE, FORM = "admin_question_new.html", "_admin_question_new.html"
IN_EACH_LANGUAGE = ("title", "intro", *ANCHOR, "positions")
FIELDS = (
    "slug",
    *(f"{name}_{locale}" for locale in LOCALES for name in IN_EACH_LANGUAGE),
    "before",
    "reason",
)
TRIES = 3
"""Somebody else may save the article just in between: the question then goes into what they saved."""


@bp.route("/admin/articles/<slug>/new-question", methods=["GET", "POST"])
@limits.editing
def new(slug: str) -> ResponseReturnValue:
    now = check_text(actor(), slug, stored_file(slug).text, current_locale())
    if now.source is None:  # another rule than when it was loaded: the article itself has to be mended
        raise NotFound
    if request.method == "GET":
        draft = draft_of_form(new_question_place(slug))
        ticked = kept_choices(new_question_place(slug), "lessons")
        context = _context(slug, now, dict.fromkeys(FIELDS, "") | draft, ticked)
        return show(PAGE, FORM, **context | {"is_kept": bool(draft)})
    values = {name: forms.text(name) for name in FIELDS}
    values["slug"] = values["slug"].strip() or slugify(values["title_nl"])
    known = [one.slug for one in now.source.lessons]
    lessons = [one for one in forms.texts("lessons") if one in known]
    context = _context(slug, now, values, lessons)
    if told := _why_not(values["slug"], now.source):
        return refused(FORM, PAGE, Invalid({"slug": told}), **context)
    lines = question_of(values, lessons)
    if forms.intent() == "preview":
        return _previewed(slug, values, lines, context)
    for tried in range(1, TRIES + 1):
        stored = stored_file(slug)
        text = with_question(stored, lines, before=_before(stored, now.source, values))
        try:
            save_text(
                actor(), slug, text, version=stored.version, reason=values["reason"], locale=current_locale()
            )
            break
        except Unusable as error:
            fields = {name: told for name, told in error.fields.items() if name != "text"}
            told = _by_field(text, values, lines, error.checked)
            return refused(FORM, PAGE, Invalid(told | fields), **context)
        except Stale:
            if tried == TRIES:
                raise
    discard(actor().user_id, new_question_place(slug))
    return go(
        url_for("admin_articles.article", slug=slug, done="added", _anchor=f"question-{values['slug']}")
    )


def _previewed(
    slug: str, values: dict[str, str], lines: Sequence[Line], context: dict[str, Any]
) -> ResponseReturnValue:
    stored = stored_file(slug)
    text = with_question(stored, lines, before=_before(stored, context["source"], values))
    checked = check_text(actor(), slug, text, current_locale())
    if checked.mistakes:
        told = _by_field(text, values, lines, checked)
        return refused(FORM, PAGE, Invalid(told), **context)
    told = [told_of(one) for one in checked.changes]
    return show(PAGE, FORM, **context | {"checked": checked, "told": told, "beside": previews_of(checked)})


def _why_not(slug: str, source: ArticleSource) -> str:
    """Why a question of this article cannot have this name, "" when it can for all we know here."""
    if slug in {one.slug for one in source.questions}:
        return _("This article has a question of this name already.")
    if has_left(slug):
        return _("A question of this name left an article, and its conversations stayed. Choose another one.")
    return ""


def _before(stored: StoredFile, source: ArticleSource, values: dict[str, str]) -> str:
    """The slug of the question that comes behind it; "" for the last place."""
    known = {one.slug for one in source.questions}
    return values["before"] if values["before"] in known and values["before"] in stored.text else ""


def _by_field(text: str, values: dict[str, str], lines: Sequence[Line], checked: Checked) -> dict[str, str]:
    """Each mistake at the field from which its line came; with the line in a field of several."""
    place = place_of(split(text)[FRONT], ("questions", values["slug"]), first_line=2)
    first = place.line if place else 2
    found: dict[str, str] = {}
    for one in checked.mistakes:
        index = one.line - first
        if 0 <= index < len(lines):
            origin = lines[index]
            at = origin.field
            told = in_words(one.message, lambda number: origin_of(lines, number - first + 1).number)
            if not values.get(at, "?").strip():
                told = _("Fill this in.")
            elif at.startswith("positions_"):
                told = _("Line %(n)s", n=origin.number) + f": {told}"
        else:
            at, told = "text", f"{_('Line %(n)s', n=one.line)}: {in_words(one.message)}"
        found.setdefault(at, told)
    return found


def _context(slug: str, now: Checked, values: dict[str, str], lessons: Sequence[str]) -> dict[str, Any]:
    """`now`: of the file as it stands, for the text beside the form."""
    source, locale = now.source or NOTHING, current_locale()
    return {
        "slug": slug,
        "source": source,
        "values": values,
        "ticked": lessons,
        "lessons": [(one.slug, one.number, text_in(one.title, locale)) for one in source.lessons],
        "questions": [(one.slug, text_in(one.title, locale)) for one in source.questions],
        "errors": {},
        "checked": None,
        "told": [],
        "beside": previews_of(now),
        "languages": LANGUAGES,
        "is_kept": False,
        "draft_place": new_question_place(slug),
    }
