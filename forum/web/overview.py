"""The overview of agreement on a question: a page for a memo, and the same as a picture and as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, url_for

from forum.accounts.perspectives import perspectives
from forum.articles.queries import question_page
from forum.articles.views import QuestionPage
from forum.lib.i18n import _, current_locale, ngettext
from forum.positions.models import Standing
from forum.positions.queries import question_positions, snapshot_of
from forum.positions.views import PositionView, Snapshot
from forum.settings import settings
from forum.web.agreement import listed, row_labels
from forum.web.moments import date, iso
from forum.web.overview_table import MOST_DRAWN, Table, as_csv, draw, table_of
from forum.web.viewer import actor

bp = Blueprint("overview", __name__)


@dataclass(frozen=True, slots=True)
class Overview:
    """`counts` and `citation`: in words, the same on the page, in the picture and in the memo."""

    question: QuestionPage
    positions: Sequence[PositionView]
    table: Table
    snapshot: Snapshot | None
    counts: str
    citation: str


@bp.get("/questions/<slug>/overview")
def show(slug: str) -> str:
    overview = _overview(slug, most=MOST_DRAWN)
    return render_template(
        "overview.html",
        overview=overview,
        drawing=draw(overview.table, overview.question.title),
        canonical=url_for(".show", slug=slug),
    )


@bp.get("/questions/<slug>/overview.svg")
def picture(slug: str) -> Response:
    overview = _overview(slug, most=MOST_DRAWN)
    drawing = draw(overview.table, overview.question.title)
    text = render_template("overview.svg", overview=overview, drawing=drawing)
    return _file(text, "image/svg+xml", f"{slug}-{_version(overview)}.svg")


@bp.get("/questions/<slug>/overview.csv")
def numbers(slug: str) -> Response:
    overview = _overview(slug)
    base = settings().base_url
    text = as_csv(
        overview.table,
        header=(_("position"), _("standing"), _("direction"), _("since"), _("address")),
        addresses=[f"{base}/positions/{line.position.public_id}" for line in overview.table.lines],
        words={
            "shared": _("shared"),
            "contested": _("contested"),
            "provisional": _("provisionally shared"),
            "open": _("still open"),
            "agree": _("agree"),
            "pass": _("no opinion"),
            "disagree": _("disagree"),
        },
    )
    return _file(text, "text/csv", f"{slug}-{_version(overview)}.csv")


def _overview(slug: str, *, most: int | None = None) -> Overview:
    question = question_page(slug, current_locale())
    positions = question_positions(question.id, actor(), current_locale())
    snapshot = snapshot_of(question.id)
    labels = row_labels(perspectives(current_locale()))
    table = table_of(positions, labels, most=most)
    counts = _counts(positions, snapshot)
    return Overview(question, positions, table, snapshot, counts, _citation(question, counts, snapshot))


def _counts(positions: Sequence[PositionView], snapshot: Snapshot | None) -> str:
    """ "61 participants, 420 votes, 12 positions of which 3 shared and 1 contested." """
    parts = []
    if snapshot is not None:
        parts.append(ngettext("%(num)s participant", "%(num)s participants", snapshot.voters))
        parts.append(ngettext("%(num)s vote", "%(num)s votes", snapshot.votes))
    parts.append(ngettext("%(num)s position", "%(num)s positions", len(positions)))
    found = {standing: sum(one.standing is standing for one in positions) for standing in Standing}
    parts.append(_("%(num)s shared", num=found[Standing.SHARED]))
    parts.append(_("%(num)s contested", num=found[Standing.CONTESTED]))
    return listed(parts)


def _citation(question: QuestionPage, counts: str, snapshot: Snapshot | None) -> str:
    address = f"{settings().base_url}/questions/{question.slug}/overview"
    if snapshot is None:
        return _(
            "%(site)s, overview of agreement on “%(title)s”: %(counts)s. No votes counted yet. %(address)s",
            site=settings().site_name,
            title=question.title,
            counts=counts,
            address=address,
        )
    return _(
        "%(site)s, overview of agreement on “%(title)s”, version %(version)s of %(day)s: %(counts)s."
        " Shared among participants, who chose to take part. %(address)s",
        site=settings().site_name,
        title=question.title,
        version=snapshot.version,
        day=date(snapshot.made_at),
        counts=counts,
        address=address,
    )


def _version(overview: Overview) -> str:
    if overview.snapshot is None:
        return "overview"
    return f"v{overview.snapshot.version}-{iso(overview.snapshot.made_at)[:10]}"


def _file(text: str, kind: str, name: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
