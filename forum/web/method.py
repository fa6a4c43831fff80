"""How positions, votes and shared positions work, explained to who takes part."""

from flask import Blueprint, render_template, url_for

from forum.accounts.perspectives import perspectives
from forum.articles.source import LONGEST_POSITION
from forum.lib.i18n import _, current_locale
from forum.positions.tally import Row
from forum.settings import settings
from forum.web.agreement import bar

bp = Blueprint("method", __name__)

# Invented: 26 voters of whom 20 agree, with the band that such a row gets.
EXAMPLE = Row("example", agree=20, disagree=4, passed=2, lower=0.68, upper=0.84)


@bp.get("/method")
def show() -> str:
    rules = settings()
    return render_template(
        "method.html",
        rules=rules,
        percent_passes=round(100 * rules.shared_passes),
        percent_mistaken=round(100 / rules.shared_evidence),
        longest_position=LONGEST_POSITION,
        core=[one.label for one in perspectives(current_locale()) if one.is_core],
        example=bar(EXAMPLE, {"example": _("An example")}),
        canonical=url_for(".show"),
    )
