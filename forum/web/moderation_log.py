"""The public log of moderation, and its yearly figures."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request, url_for

from forum.lib.csv_writing import as_csv
from forum.lib.errors import NotFound
from forum.lib.ids import LENGTH
from forum.moderation.declaring import ACTIONS
from forum.moderation.figures import COLUMNS, figures
from forum.moderation.grounds import GROUNDS
from forum.moderation.kinds import Ground
from forum.moderation.log import Choice, log_entry, log_page, years
from forum.web import limits
from forum.web.htmx import show
from forum.web.position_list import Option

bp = Blueprint("moderation_log", __name__)

FILTERS = ("action", "ground", "year")


@bp.get("/moderation/log")
def index() -> Response:
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    after = request.args.get("after")
    page = log_page(_choice(chosen), after=after)
    return show(
        "moderation_log.html",
        "_log_entries.html",
        entries=page.rows,
        chosen=chosen,
        is_more=bool(after),
        next_url=_address(chosen | {"after": page.next}) if page.next else None,
        first_url=_address(chosen) if after else None,
        canonical=_address(chosen),
        years=years(),
        actions=[Option(one.name, str(one.done)) for one in ACTIONS.values()],
        grounds=[Option(ground.value, str(rule.label)) for ground, rule in GROUNDS.items()],
    )


@bp.get("/moderation/log/<public_id>")
def entry(public_id: str) -> str:
    if len(public_id) > LENGTH:
        raise NotFound
    return render_template("moderation_log_entry.html", entry=log_entry(public_id))


@bp.get("/moderation/log/<int:year>.csv")
@limits.counting
def yearly(year: int) -> Response:
    rows = [[getattr(line, name) for name in COLUMNS] for line in figures(year)]
    response = make_response(as_csv(COLUMNS, rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="moderation-{year}.csv"'
    return response


def _choice(chosen: dict[str, str]) -> Choice:
    """Raises NotFound for what is not in the lists."""
    action, year = chosen.get("action"), chosen.get("year")
    if action is not None and action not in ACTIONS:
        raise NotFound
    if year is not None and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise NotFound
    return Choice(action, _ground(chosen.get("ground")), int(year) if year else None)


def _ground(value: str | None) -> Ground | None:
    try:
        return Ground(value) if value else None
    except ValueError as error:
        raise NotFound from error


def _address(query: dict[str, Any]) -> str:
    return url_for(".index") + (f"?{urlencode(query)}" if query else "")
