"""One question for administrators: its words and its passage, saved into the file of the article."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.parts import FRONT, join, split
from forum.articles.quotes import Quote
from forum.articles.source import ArticleSource, QuestionSource
from forum.articles.splicing import Path, Value, place_of, spliced
from forum.articles.writing import fields_of
from forum.discussion.drafts import discard, question_place
from forum.lib.errors import Invalid, NotFound, Stale
from forum.lib.i18n import LOCALES, _, current_locale
from forum.lib.text import clean_line
from forum.transfer.editing import Checked, Unusable, check_text, save_text
from forum.transfer.stored import StoredFile, source_now, stored_file
from forum.web import forms, limits
from forum.web.admin_articles import draft_of_form, version_in
from forum.web.article_mistakes import in_words
from forum.web.article_previews import LANGUAGES, previews_of, told_of
from forum.web.htmx import conflicting, go, refused, show
from forum.web.parking import keep_as_draft
from forum.web.viewer import actor

bp = Blueprint("admin_questions", __name__)

PAGE, FORM = "admin_question_edit.html", "_admin_question_edit.html"
TEXTS = ("title", "intro")
ANCHOR = ("exact", "prefix", "suffix")


@bp.route("/admin/articles/<slug>/questions/<question>", methods=["GET", "POST"])
@limits.editing
def edit(slug: str, question: str) -> ResponseReturnValue:
    """What the form changes is put into the text of the file; all else there stays as it was typed."""
    now = check_text(actor(), slug, stored_file(slug).text, current_locale())
    stored = stored_file(slug)
    source = source_now(stored)
    one = _question(source, question)
    before = dict(_fields(one))
    if request.method == "GET":
        draft = draft_of_form(question_place(question))
        kept: dict[str, Any] = _context(stored, one, before | {"reason": ""} | draft, now)
        return show(PAGE, FORM, **kept | {"is_kept": bool(draft), "version": version_in(draft, stored)})
    values = {name: forms.text(name) for name in (*before, "reason")}
    version = version_in(request.form, stored)
    text, wrong = _edited(stored, question, before, values)
    context: dict[str, Any] = _context(stored, one, values, now) | {"version": version}
    if wrong:
        return refused(FORM, PAGE, Invalid(wrong), **context)
    if forms.intent() == "preview":
        checked = check_text(actor(), slug, text, current_locale())
        if checked.mistakes:
            return refused(FORM, PAGE, Invalid(_by_field(text, question, checked)), **context)
        return show(PAGE, FORM, **context | _changes(checked))
    try:
        save_text(actor(), slug, text, version=version, reason=values["reason"], locale=current_locale())
    except Unusable as error:
        fields = {name: told for name, told in error.fields.items() if name != "text"}
        told = Invalid(_by_field(text, question, error.checked) | fields)
        return refused(FORM, PAGE, told, **context)
    except Stale as error:
        keep_as_draft()
        fresh = error.current
        current = _question(source_now(fresh), question)
        context = _context(fresh, current, values, now) | {
            "version": fresh.version,
            "message": error.message,
            "other": {name: text for name, text in _fields(current) if text != values[name]},
        }
        return conflicting(FORM, PAGE, **context)
    discard(actor().user_id, question_place(question))
    return go(url_for("admin_articles.article", slug=slug, done="saved"))


def _question(source: ArticleSource, slug: str) -> QuestionSource:
    found = next((one for one in source.questions if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _fields(one: QuestionSource) -> Iterator[tuple[str, str]]:
    for locale in LOCALES:
        yield f"title_{locale}", one.title.get(locale, "")
        yield f"intro_{locale}", one.intro.get(locale, "")
        quote = one.anchors[locale].quote if locale in one.anchors else Quote("")
        for name in ANCHOR:
            yield f"{name}_{locale}", getattr(quote, name)


def _edited(
    stored: StoredFile, question: str, before: dict[str, str], values: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """The file with what was changed in the form, and what cannot be changed here."""
    parts = split(stored.text)
    typed = {name: clean_line(values[name]) for name in before}
    wrong: dict[str, str] = {}
    changes: list[tuple[Path, Value]] = []
    for locale in LOCALES:
        for name in TEXTS:
            field = f"{name}_{locale}"
            if typed[field] == before[field]:
                continue
            if not typed[field]:
                wrong[field] = _("Fill this in. A text is taken away by editing the whole article.")
            changes.append((("questions", question, name, locale), typed[field]))
        quote = Quote(*(typed[f"{name}_{locale}"] for name in ANCHOR))
        if quote != Quote(*(before[f"{name}_{locale}"] for name in ANCHOR)):
            if not quote.exact:
                wrong[f"exact_{locale}"] = _("Choose the words to which the question belongs.")
            changes.append((("questions", question, "anchor", locale), fields_of(quote)))
    if not changes:
        return stored.text, wrong
    for path, value in changes:
        parts[FRONT] = spliced(parts[FRONT], path, value)
    return join(parts), wrong


def _by_field(text: str, question: str, checked: Checked) -> dict[str, str]:
    """Each mistake at the field whose value stands in that place of the file."""
    front = split(text)[FRONT]
    places = {}
    for locale in LOCALES:
        for name in TEXTS:
            places[place_of(front, ("questions", question, name, locale), first_line=2)] = f"{name}_{locale}"
        for name in ANCHOR:
            path = ("questions", question, "anchor", locale, name)
            places[place_of(front, path, first_line=2)] = f"{name}_{locale}"
    found: dict[str, str] = {}
    for one in checked.mistakes:
        found.setdefault(places.get((one.line, one.column), "text"), in_words(one.message))
    return found


def _context(stored: StoredFile, one: QuestionSource, values: dict[str, str], now: Checked) -> dict[str, Any]:
    """`now`: of the file as it stands, for the text beside the form."""
    lost = {
        locale
        for locale, text in now.texts.items()
        if one.slug in text.passages and not text.passages[one.slug].words
    }
    return {
        "stored": stored,
        "question": one,
        "values": values,
        "errors": {},
        "checked": None,
        "told": [],
        "beside": previews_of(now),
        "lost": lost,
        "languages": LANGUAGES,
        "message": "",
        "other": {},
        "is_kept": False,
        "draft_place": question_place(one.slug),
    }


def _changes(checked: Checked) -> dict[str, Any]:
    return {
        "checked": checked,
        "told": [told_of(one) for one in checked.changes],
        "beside": previews_of(checked),
    }
