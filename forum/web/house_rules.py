"""The house rules: reading them, what changed in them, agreeing to them, and publishing others."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import RULES_PLACE, discard, draft_at
from forum.house_rules.models import LONGEST_CHANGES
from forum.house_rules.queries import current_number, rules_changes, rules_news, rules_page, rules_source
from forum.house_rules.rules import PROFILE, NewText
from forum.house_rules.service import agree as agree_to
from forum.house_rules.service import publish
from forum.house_rules.views import RulesSource
from forum.lib.differences import differences
from forum.lib.errors import Invalid, Stale
from forum.lib.i18n import LOCALES, _, current_locale
from forum.lib.rendered import rendered
from forum.permissions import Permission as P
from forum.permissions import require
from forum.web import forms, limits
from forum.web.htmx import changed, go
from forum.web.notices import Notice
from forum.web.parking import keep_as_draft
from forum.web.security import is_own_path
from forum.web.viewer import actor

bp = Blueprint("house_rules", __name__)


@bp.get("/rules")
def show() -> str:
    return _page(None)


@bp.get("/rules/<int:number>")
def version(number: int) -> str:
    return _page(number)


def _page(number: int | None) -> str:
    rules = rules_page(current_locale(), number)
    notices = []
    if request.args.get("done") == "published" and rules.version.is_current:
        notices = [Notice("done", _("These rules hold from now on. Members see a notice, and get a mail."))]
    canonical = url_for(".show") if rules.version.is_current else url_for(".version", number=number)
    return render_template("rules.html", rules=rules, canonical=canonical, notices=notices)


@bp.get("/rules/<int:number>/changes")
def changes(number: int) -> str:
    return render_template("rules_changes.html", changes=rules_changes(current_locale(), number))


@bp.post("/rules/agree")
def agree() -> ResponseReturnValue:
    """The button of the notice. What changed while it stood there is asked next."""
    number = forms.whole_number("version")
    agree_to(actor(), number)
    address = forms.text("next")
    return changed(
        "_rules_read.html",
        address if is_own_path(address) else url_for(".show"),
        news=rules_news(number, current_locale()),
    )


@bp.route("/rules/edit", methods=["GET", "POST"])
@limits.editing
def edit() -> ResponseReturnValue:
    require(actor(), P.RULES_EDIT)
    if request.method == "POST":
        return _publish()
    current = rules_source()
    draft = draft_at(actor(), RULES_PLACE) or {}
    values = {f"body_{locale}": text for locale, text in current.texts.items()} | draft
    previews = {locale: rendered(str(values[f"body_{locale}"]), PROFILE).html for locale in LOCALES}
    return _form(values, _kept_version(draft), previews)


def _publish() -> ResponseReturnValue:
    texts = {
        locale: NewText(rendered(forms.text(f"body_{locale}"), PROFILE), forms.text(f"changes_{locale}"))
        for locale in LOCALES
    }
    previews = {locale: text.body.html for locale, text in texts.items()}
    if forms.intent() == "preview":
        return _form(_typed(), _typed_version(), previews)
    try:
        publish(actor(), version=forms.whole_number("version"), texts=texts)
    except Invalid as error:
        return _form(_typed(), _typed_version(), previews, errors=error.fields), 422
    except Stale as error:
        keep_as_draft()
        return _conflict(error), 409
    discard(actor().user_id, RULES_PLACE)
    return go(url_for(".show", done="published"))


@bp.post("/rules/preview/<locale>")
@limits.previewing
def preview(locale: str) -> ResponseReturnValue:
    """How the rules in one language will look, while they are being written."""
    require(actor(), P.RULES_EDIT)
    if locale not in LOCALES:
        abort(404)
    return render_template(
        "_preview.html", preview=rendered(forms.text(f"body_{locale}"), PROFILE).html, problem=None
    )


def _typed() -> dict[str, str]:
    return {
        f"{name}_{locale}": forms.text(f"{name}_{locale}")
        for name in ("body", "changes")
        for locale in LOCALES
    }


def _typed_version() -> int | None:
    """So that a form refused for its text still notices when somebody else was first."""
    try:
        return forms.whole_number("version")
    except Invalid:
        return None


def _kept_version(draft: dict[str, str]) -> int | None:
    """The version that a draft was begun from."""
    kept = draft.get("version", "")
    return int(kept) if kept.isdecimal() and len(kept) <= 9 else None


def _form(
    values: dict[str, str],
    version: int | None,
    previews: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
) -> str:
    """version: what the text was made from, None for what holds now."""
    newest = current_number()
    return render_template(
        "rules_edit.html",
        values=values,
        version=version or newest,
        newest=newest,
        previews=previews,
        errors=errors or {},
        draft_place=RULES_PLACE,
        longest_changes=LONGEST_CHANGES,
    )


def _conflict(error: Stale) -> str:
    current: RulesSource = error.current
    typed = _typed()
    return render_template(
        "rules_conflict.html",
        message=error.message,
        current=current,
        values=typed,
        differences={
            locale: differences(text, typed[f"body_{locale}"]) for locale, text in current.texts.items()
        },
        longest_changes=LONGEST_CHANGES,
    )
