"""Articles for administrators: what there is, and editing the file of one with a preview of what changes."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.parts import FRONT, PARTS, join, place_in, split
from forum.discussion.drafts import article_place, discard, draft_at
from forum.lib.differences import differences
from forum.lib.errors import Stale
from forum.lib.i18n import LOCALES, _, current_locale
from forum.transfer.editing import Checked, Unusable, check_text, save_text
from forum.transfer.overview import article_lines, article_state, lost_passages
from forum.transfer.stored import StoredFile, stored_file
from forum.web import forms, limits
from forum.web.article_mistakes import in_words
from forum.web.article_previews import Told, previews_of, told_of
from forum.web.htmx import conflicting, go, refused, show
from forum.web.notices import Notice
from forum.web.parking import keep_as_draft
from forum.web.viewer import actor

bp = Blueprint("admin_articles", __name__)

PAGE, FORM = "admin_article_edit.html", "_admin_article_edit.html"


@bp.get("/admin/articles")
def index() -> str:
    return render_template(
        "admin_articles.html",
        articles=article_lines(actor(), current_locale()),
        lost=lost_passages(actor(), current_locale()),
    )


@bp.get("/admin/articles/<slug>")
def article(slug: str) -> str:
    state = article_state(actor(), slug, current_locale())
    said = {
        "saved": _("Saved. Readers see it now."),
        "created": _("Published. Readers find it at its own address; add the questions that belong to it."),
        "added": _("The question is added. Readers see it now."),
    }.get(request.args.get("done", ""))
    return render_template("admin_article.html", state=state, notices=[Notice("done", said)] if said else [])


@bp.get("/admin/articles/<slug>/file")
def file(slug: str) -> Response:
    """The text as a content file, for who keeps the file elsewhere."""
    article_state(actor(), slug, current_locale())
    headers = {"Content-Disposition": f'attachment; filename="{slug}.md"'}
    return Response(stored_file(slug).text, headers=headers, content_type="text/markdown; charset=utf-8")


@bp.route("/admin/articles/<slug>/edit", methods=["GET", "POST"])
@limits.editing
def edit(slug: str) -> ResponseReturnValue:
    article_state(actor(), slug, current_locale())
    if request.method == "POST":
        return _preview(slug) if forms.intent() == "preview" else _save(slug)
    stored = stored_file(slug)
    draft = draft_of_form(article_place(slug))
    values = split(stored.text) | {"reason": ""} | draft
    context: dict[str, Any] = _context(stored, values) | {"is_kept": bool(draft)}
    return show(PAGE, FORM, **context, version=version_in(draft, stored))


def _preview(slug: str) -> ResponseReturnValue:
    stored, values = stored_file(slug), _typed()
    checked = check_text(actor(), slug, join(values), current_locale())
    context = _context(stored, values, checked) | {"version": version_in(request.form, stored)}
    return _previewed(context)


def _previewed(context: dict[str, Any]) -> ResponseReturnValue:
    """A preview stores nothing, so a browser without scripts gets the page itself, not a redirect."""
    if context["checked"].mistakes:
        told = _("The text has mistakes. They stand at their fields, with the line.")
        return refused(FORM, PAGE, Unusable(context["checked"], {"text": told}), **context)
    return show(PAGE, FORM, **context)


def _save(slug: str) -> ResponseReturnValue:
    values = _typed()
    stored = stored_file(slug)
    try:
        save_text(
            actor(),
            slug,
            join(values),
            version=version_in(request.form, stored),
            reason=values["reason"],
            locale=current_locale(),
        )
    except Unusable as error:
        context: dict[str, Any] = _context(stored, values, error.checked)
        context["version"] = version_in(request.form, stored)
        return refused(FORM, PAGE, error, **context)
    except Stale as error:
        keep_as_draft()
        current: StoredFile = error.current
        context = _context(current, values) | {
            "version": current.version,
            "conflict": differences(current.text, join(values)),
            "message": error.message,
        }
        return conflicting(FORM, PAGE, **context)
    discard(actor().user_id, article_place(slug))
    return go(url_for(".article", slug=slug, done="saved"))


def _typed() -> dict[str, str]:
    return {name: forms.text(name) for name in (*PARTS, "reason")}


def draft_of_form(place: str) -> dict[str, str]:
    """What this administrator typed into a form and did not save; the address can ask to leave it alone."""
    return {name: text.replace("\r\n", "\n") for name, text in _draft(place).items() if isinstance(text, str)}


def kept_choices(place: str, name: str) -> list[str]:
    """The same of a field of which one chooses several."""
    kept = _draft(place).get(name, [])
    return kept if isinstance(kept, list) else [kept]


def _draft(place: str) -> dict[str, Any]:
    return {} if "saved" in request.args else draft_at(actor(), place) or {}


def version_in(fields: Mapping[str, str], stored: StoredFile) -> int:
    """Of the text that these were made from."""
    value = fields.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else stored.version


def _context(stored: StoredFile, values: dict[str, str], checked: Checked | None = None) -> dict[str, Any]:
    return {
        "stored": stored,
        "values": values,
        "errors": {},
        "checked": checked,
        "mistakes": mistakes_by_part(values, checked) if checked else {},
        "told": [told_of(one) for one in checked.changes] if checked else [],
        "previews": previews_of(checked) if checked else {},
        "conflict": None,
        "message": "",
        "is_kept": False,
        "draft_place": article_place(stored.slug),
        "languages": {locale: name for locale, name in LANGUAGES.items() if locale in LOCALES},
    }


LANGUAGES = {"nl": "Nederlands", "en": "English"}


def mistakes_by_part(values: dict[str, str], checked: Checked) -> dict[str, list[Told]]:
    """What is wrong, at the field in which it stands, with the line in that field."""
    found: dict[str, list[Told]] = {name: [] for name in (FRONT, *LOCALES)}
    for one in checked.problems:
        part, line = place_in(values, one.line)
        lines = values[part].split("\n")
        words = lines[line - 1].strip() if line <= len(lines) else ""
        told = in_words(one.message, lambda number: place_in(values, number)[1])
        found[part].append(Told(told, words[:120], line=line, is_warning=one.is_warning))
    return found
