"""For whoever watches the server: is it alive, and can it work? Nothing secret, nothing personal."""

import shutil

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import DBAPIError

from forum.lib.db import db
from forum.lib.schema import is_current
from forum.settings import settings

bp = Blueprint("health", __name__)

DISK_FREE_AT_LEAST = 0.05


@bp.get("/healthz")
def alive() -> Response:
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    checks = {"database": _database(), "disk": _disk()}
    is_ready = all(checks.values())
    return jsonify(status="ok" if is_ready else "not ready", checks=checks), 200 if is_ready else 503


def _database() -> bool:
    try:
        db.session.execute(sa.select(1))
        return is_current()
    except DBAPIError:
        db.session.rollback()
        return False


def _disk() -> bool:
    usage = shutil.disk_usage(settings().instance)
    return usage.free / usage.total > DISK_FREE_AT_LEAST
