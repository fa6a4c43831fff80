"""A new article in the browser: what is typed becomes a content file, previewed before anybody reads it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.composing import CREDIT, Line, file_of, origin_of, text_of
from forum.articles.parsing import FENCE
from forum.discussion.drafts import NEW_ARTICLE_PLACE, discard
from forum.lib.errors import Invalid
from forum.lib.i18n import LOCALES, _, current_locale, lazy
from forum.lib.text import slugify
from forum.permissions import Permission as P
from forum.permissions import require
from forum.transfer.creating import Taken, check_new, create_article
from forum.transfer.editing import Checked, Unusable
from forum.web import forms, limits
from forum.web.admin_articles import draft_of_form
from forum.web.article_mistakes import in_words
from forum.web.article_previews import LANGUAGES, Told, previews_of, told_of
from forum.web.htmx import conflicting, go, refused, show
from forum.web.parking import keep_as_draft
from forum.web.viewer import actor

bp = Blueprint("admin_new_article", __name__)

PAGE, FORM = "admin_article_new.html", "_admin_article_new.html"
WHOLE = "whole"
"""The field for a file that one has already."""
TEXTS = tuple(f"{name}_{locale}" for locale in LOCALES for name in ("title", "intro"))
FIELDS = ("slug", *TEXTS, *(f"source_{name}" for name in CREDIT), "lesson_lines", *LOCALES, "featured", WHOLE)
_END = Line(FENCE, "lesson_lines")
LONG = {
    "lesson_lines": lazy("The lessons have mistakes. They stand at the field, with their line."),
    "nl": lazy("The Dutch text has mistakes. They stand at the field, with their line."),
    "en": lazy("The English text has mistakes. They stand at the field, with their line."),
    WHOLE: lazy("The file has mistakes. They stand at the field, with their line."),
}


@bp.route("/admin/articles/new", methods=["GET", "POST"])
@limits.editing
def new() -> ResponseReturnValue:
    """One form for both ways in: fields to fill in, or a whole file (`way=file`)."""
    require(actor(), P.ARTICLE_LOAD)
    if request.method == "GET":
        draft = draft_of_form(NEW_ARTICLE_PLACE)
        values = dict.fromkeys(FIELDS, "") | draft
        way = request.args.get("way") or draft.get("way")
        return show(PAGE, FORM, **_context(values, _way(way)) | {"is_kept": bool(draft)})
    values, way = {name: forms.text(name) for name in FIELDS}, _way(request.form.get("way"))
    if way == "fields" and not values["slug"].strip():
        values["slug"] = slugify(values["title_nl"])
    if turn := request.form.get("turn"):
        return _turned(values, _way(turn))
    lines = _lines(values, way)
    text = values[WHOLE].removeprefix("\ufeff") if way == "file" else text_of(lines)
    try:
        if forms.intent() == "preview":
            return _previewed(values, way, lines, check_new(actor(), text, current_locale()))
        slug = create_article(actor(), text, current_locale())
    except Unusable as error:
        return _with_mistakes(values, way, lines, error.checked)
    except Taken as error:
        keep_as_draft()
        at = "slug" if way == "fields" else WHOLE
        context = _context(values, way) | {"errors": {at: error.message}, "taken": error.slug}
        return conflicting(FORM, PAGE, **context)
    discard(actor().user_id, NEW_ARTICLE_PLACE)
    return go(url_for("admin_articles.article", slug=slug, done="created"))


def _turned(values: dict[str, str], way: str) -> ResponseReturnValue:
    """To the other way in. What was filled in becomes the file, unless there is one already."""
    is_typed = any(values[name].strip() for name in FIELDS)
    if way == "file" and is_typed and not values[WHOLE].strip():
        values[WHOLE] = text_of(file_of(values))
    return show(PAGE, FORM, **_context(values, way))


def _way(given: str | None) -> str:
    return "file" if given == "file" else "fields"


def _lines(values: dict[str, str], way: str) -> Sequence[Line]:
    """The file with the field and the line in which each of its lines was typed."""
    if way == "fields":
        return file_of(values)
    return [Line(line, WHOLE, number) for number, line in enumerate(values[WHOLE].split("\n"), start=1)]


def _previewed(
    values: dict[str, str], way: str, lines: Sequence[Line], checked: Checked
) -> ResponseReturnValue:
    if checked.mistakes:
        return _with_mistakes(values, way, lines, checked)
    context = _context(values, way) | {
        "checked": checked,
        "mistakes": _mistakes(lines, checked),
        "told": [told_of(one) for one in checked.changes],
        "previews": previews_of(checked),
    }
    return show(PAGE, FORM, **context)


def _with_mistakes(
    values: dict[str, str], way: str, lines: Sequence[Line], checked: Checked
) -> ResponseReturnValue:
    mistakes = _mistakes(lines, checked)
    errors = {
        name: str(LONG[name]) if name in LONG else some[0].text if values[name] else _("Fill this in.")
        for name, told in mistakes.items()
        if (some := [one for one in told if not one.is_warning])
    }
    context: dict[str, Any] = _context(values, way) | {"mistakes": mistakes}
    return refused(FORM, PAGE, Invalid(errors), **context)


def _mistakes(lines: Sequence[Line], checked: Checked) -> dict[str, list[Told]]:
    """What is wrong, and what deserves a look, by field."""
    found: dict[str, list[Told]] = {}
    for one in checked.problems:
        origin = origin_of(lines, one.line)
        if one.is_warning and origin == _END:  # no English text: the hint at its field says so
            continue
        words = origin.text.strip()[:120]
        message = in_words(one.message, lambda number: origin_of(lines, number).number)
        told = Told(message, words, line=origin.number, is_warning=one.is_warning)
        found.setdefault(origin.field, []).append(told)
    return found


def _context(values: dict[str, str], way: str) -> dict[str, Any]:
    return {
        "values": values,
        "way": way,
        "other_way": [name for name in FIELDS if (name == WHOLE) == (way == "fields") and values[name]],
        "errors": {},
        "taken": "",
        "checked": None,
        "mistakes": {},
        "told": [],
        "previews": {},
        "is_kept": False,
        "draft_place": NEW_ARTICLE_PLACE,
        "languages": LANGUAGES,
    }
