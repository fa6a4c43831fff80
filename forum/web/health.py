"""For whoever watches the server: is it alive, and can it work? Nothing secret, nothing personal."""

from datetime import datetime

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import DBAPIError

from forum.lib import clock
from forum.lib.db import db
from forum.lib.schema import is_current
from forum.upkeep.outbox import TOO_LONG, waiting_since
from forum.upkeep.storage_checks import disk_has_room

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """503 when this process cannot do its work. Mail that waits too long is told, and stops nobody: taking
    every web server out of service would not send it."""
    checks = {"database": _database(), "disk": disk_has_room()}
    is_ready = all(checks.values())
    since = _outbox() if checks["database"] else None
    age = (clock.now() - since).total_seconds() if since else 0
    checks["outbox"] = age < TOO_LONG.total_seconds()
    status = "not ready" if not is_ready else "ok" if all(checks.values()) else "degraded"
    return jsonify(status=status, checks=checks, outbox_seconds=round(age)), 200 if is_ready else 503


def _database() -> bool:
    try:
        db.session.execute(sa.select(1))
        return is_current()
    except DBAPIError:
        db.session.rollback()
        return False


def _outbox() -> datetime | None:
    try:
        return waiting_since()
    except DBAPIError:
        db.session.rollback()
        return None
