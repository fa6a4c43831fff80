"""A copy of somebody's own data: a ZIP with `own-data.json`, for programs, and `index.html`, for people.

docs/own-data.md describes both. Raise VERSION when a name in the JSON changes its meaning or goes away.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa
from markupsafe import Markup

from forum import ROOT, __version__
from forum.accounts.models import User
from forum.lib import clock, runtime
from forum.lib.db import db
from forum.lib.i18n import force_locale
from forum.own_data import words
from forum.own_data.declaring import OwnData
from forum.own_data.gathering import Record, counts, records
from forum.own_data.kinds import TELLING
from forum.settings import settings

FORMAT, VERSION = "samenspraak-own-data", 1
JSON_NAME, HTML_NAME = "own-data.json", "index.html"
STYLES = ROOT / "static" / "css" / "own-data.css"


def write_copy(user_id: int, file: IO[bytes]) -> None:
    """Everything that is declared, of this account, in its own language. Reads in batches."""
    locale = db.session.scalar(sa.select(User.locale).where(User.id == user_id))
    with force_locale(locale or settings().default_locale), ZipFile(file, "w", ZIP_DEFLATED) as folder:
        there = counts(user_id)
        with folder.open(JSON_NAME, "w", force_zip64=True) as entry:
            for piece in _as_json(user_id, there):
                entry.write(piece.encode())
        with folder.open(HTML_NAME, "w", force_zip64=True) as entry:
            for piece in _as_html(user_id, there, locale or settings().default_locale):
                entry.write(piece.encode())


def _as_json(user_id: int, there: list[tuple[OwnData, int]]) -> Iterator[str]:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _plain(clock.now()),
        "made_by": f"samenspraak {__version__}",
        "site": settings().base_url,
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "data": {'
    for place, (one, _number) in enumerate(there):
        yield f"{',' if place else ''}\n  {json.dumps(one.name)}: ["
        for row, record in enumerate(records(one, user_id)):
            yield ("," if row else "") + "\n   " + _line(record)
        yield "\n  ]"
    yield "\n }\n}\n"


def _line(record: Record) -> str:
    values = {name: _plain(value) for name, value in record.items()}
    links = {
        f"{name}_address": link for name, value in record.items() if (link := words.address(name, value))
    }
    return json.dumps(values | links, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _as_html(user_id: int, there: list[tuple[OwnData, int]], locale: str) -> Iterator[str]:
    return runtime.render_pieces(
        "own_data/copy.html",
        locale=locale,
        site_name=settings().site_name,
        base_url=settings().base_url,
        made_at=words.moment(clock.now()),
        # Of ours, and without anything that would end the element.
        style=Markup(f"<style>{STYLES.read_text()}</style>"),  # noqa: S704
        parts=[(one, number, TELLING[one.kind]()) for one, number in there],
        records=lambda one: map(_lines, records(one, user_id)),
        json_name=JSON_NAME,
    )


def _lines(record: Record) -> list[tuple[str, str, str, bool]]:
    """Of each field that says something: its heading, its words, an address or "", whether it is a text."""
    return [
        (
            words.heading(name),
            words.in_words(name, value),
            words.address(name, value),
            name in ("text", "quote", "fields"),
        )
        for name, value in record.items()
        if value not in (None, "", {}, [])
    ]
