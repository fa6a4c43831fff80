"""What monitors ask, and whom somebody tells of a leak."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.lib.db import atomic, db
from tests.service.upkeep.test_outbox import a_message


def test_a_process_that_can_work_is_ready(nobody):
    page = nobody.get("/readyz")
    assert page.status_code == 200
    assert page.json == {
        "status": "ok",
        "checks": {"database": True, "disk": True, "outbox": True},
        "outbox_seconds": 0,
    }


def test_mail_that_waits_too_long_is_told_and_takes_no_server_out_of_service(nobody, clock):
    a_message(clock, due_at=clock() - timedelta(hours=2))
    page = nobody.get("/readyz")
    assert (page.status_code, page.json["status"], page.json["outbox_seconds"]) == (200, "degraded", 7200)
    assert page.json["checks"]["outbox"] is False


def test_tables_of_another_release_are_not_ready(nobody):
    version = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))

    @atomic
    def set_version(number: str) -> None:
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = :number"), {"number": number})

    set_version("0001")
    try:
        page = nobody.get("/readyz")
        assert (page.status_code, page.json["checks"]["database"]) == (503, False)
    finally:
        set_version(version)


@pytest.fixture
def with_contact(app):
    before = app.extensions["forum.settings"]
    app.extensions["forum.settings"] = replace(before, security_contact="mailto:security@example.nl")
    yield
    app.extensions["forum.settings"] = before


def test_who_finds_a_leak_knows_whom_to_tell(nobody, with_contact):
    page = nobody.get("/.well-known/security.txt")
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.text.splitlines() == [
        "Contact: mailto:security@example.nl",
        "Expires: 2027-04-30T00:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: http://localhost/.well-known/security.txt",
    ]


def test_without_a_contact_there_is_no_such_page(nobody):
    assert nobody.get("/.well-known/security.txt").status_code == 404
