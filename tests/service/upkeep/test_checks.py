"""Each check: one line when all is well, else what is wrong and how to mend it."""

import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
import sqlalchemy as sa

from forum.jobs import Jobs
from forum.jobs.rounds import run_due
from forum.lib.db import atomic, db
from forum.notifications.mailer import Uncertain, make_mailer
from forum.notifications.models import SentMail
from forum.upkeep import jobs_checks, mail_checks, settings_checks, storage_checks, web_checks
from forum.upkeep.doctor import ALL, QUIET, examine, is_healthy
from forum.upkeep.findings import Level
from forum.upkeep.trial import trial_mail
from tests.mail_server import Inbox, free_port, mail_server
from tests.service.upkeep.test_outbox import a_message

WELL, NOTE, PROBLEM = Level.WELL, Level.NOTE, Level.PROBLEM


@pytest.fixture
def set_to(app):
    """`set_to(base_url="https://…")`: other settings for this test."""
    before = app.extensions["forum.settings"]
    yield lambda **fields: app.extensions.update({"forum.settings": replace(before, **fields)})
    app.extensions["forum.settings"] = before


@pytest.fixture
def swap(app):
    """Another part of the outside world for this test: `swap(mailer=…)`."""
    before = dict(app.extensions)
    yield lambda **parts: app.extensions.update({f"forum.{name}": part for name, part in parts.items()})
    app.extensions.update(before)


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://forum.example.nl", WELL),
        ("http://forum.example.nl", PROBLEM),
        ("http://192.0.2.7", PROBLEM),
        ("http://127.0.0.1:8000", NOTE),
        ("http://localhost", NOTE),
        ("http://[::1]:8000", NOTE),
    ],
)
def test_people_need_an_encrypted_address(set_to, address, level):
    set_to(base_url=address)
    assert settings_checks.base_url().level is level


def test_the_forum_answers_to_its_own_name_and_not_to_any(set_to):
    set_to(base_url="https://forum.example.nl", trusted_hosts=("other.example.nl",))
    assert settings_checks.trusted_hosts().level is PROBLEM
    set_to(base_url="https://forum.example.nl", trusted_hosts=("*",))
    assert settings_checks.trusted_hosts().level is PROBLEM
    set_to(base_url="https://forum.example.nl", trusted_hosts=(".example.nl",))
    assert settings_checks.trusted_hosts().level is WELL


@pytest.mark.parametrize(
    ("address", "hops", "level"),
    [
        ("https://a.nl", 1, WELL),
        ("https://a.nl", 0, PROBLEM),
        ("https://a.nl", 9, PROBLEM),
        ("http://localhost", 0, WELL),
    ],
)
def test_the_number_of_proxies_is_likely(set_to, address, hops, level):
    set_to(base_url=address, proxy_hops=hops)
    assert settings_checks.proxy_hops().level is level


def test_nobody_else_may_read_the_secret_key(set_to, tmp_path):
    tmp_path.chmod(0o755)
    secret = tmp_path / "secret_key"
    secret.write_text("x")
    set_to(instance=tmp_path)
    secret.chmod(0o600)
    assert settings_checks.secret_key().level is WELL
    secret.chmod(0o644)
    found = settings_checks.secret_key()
    assert (found.level, found.mend) == (PROBLEM, f"chmod 600 {secret}")
    tmp_path.chmod(0o700)  # then nobody comes near it
    assert settings_checks.secret_key().level is WELL


def test_a_sound_database_is_well(app):
    for check in storage_checks.CHECKS:
        assert check().level is WELL, check


def test_a_database_of_another_release_is_told(app):
    version = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))

    @atomic
    def set_version(number: str) -> None:
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = :number"), {"number": number})

    set_version("0001")
    try:
        found = storage_checks.tables()
        assert found.level is PROBLEM
        assert "0001" in found.told
        assert "forum db upgrade" in found.mend
    finally:
        set_version(version)


def test_a_network_disk_is_recognised(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/my\\040files nfs4 rw 0 0\ntmp /srv/y tmpfs rw 0 0\n"
    )
    assert storage_checks.file_system_of(Path("/srv/my files/forum.db"), mounts) == "nfs4"
    assert storage_checks.file_system_of(Path("/srv/other/forum.db"), mounts) == "ext4"
    assert storage_checks.file_system_of(Path("/srv/y/forum.db"), tmp_path / "none") == ""


def test_a_worker_that_gives_no_sign_of_life_is_missed(app, swap, clock, tmp_path):
    at_work = Jobs(f"sqlite:///{tmp_path}/jobs.db", app_context=app.app_context)
    swap(jobs=at_work)
    assert jobs_checks.worker().level is PROBLEM
    at_work.beat()
    assert jobs_checks.worker().level is WELL
    clock.advance(minutes=5)
    assert jobs_checks.worker().level is PROBLEM


def test_a_queue_that_is_away_is_told_without_its_password(app, swap, set_to):
    url = f"redis://:hunter2@127.0.0.1:{free_port()}/0"
    set_to(jobs_url=url)
    swap(jobs=Jobs(url, app_context=app.app_context))
    found = jobs_checks.queue()
    assert found.level is PROBLEM
    assert "hunter2" not in found.told + found.mend
    assert jobs_checks.worker().level is NOTE


def test_messages_that_nobody_delivers_are_told_after_an_hour(app, clock):
    assert jobs_checks.waiting().level is WELL
    a_message(clock)
    clock.advance(minutes=59)
    assert jobs_checks.waiting().level is WELL
    clock.advance(minutes=1)
    assert jobs_checks.waiting().level is PROBLEM


def test_dead_letters_are_told(app, clock):
    assert jobs_checks.dead_letters().level is WELL
    a_message(clock, dead_at=clock())
    assert "forum jobs list" in jobs_checks.dead_letters().mend


def test_a_chore_that_failed_is_told(app, monkeypatch):
    from forum.jobs import schedule

    def wash_up() -> None:
        raise LookupError("no water")

    for name in ("OFTEN", "HOURLY", "DAILY"):
        monkeypatch.setattr(schedule, name, [])
    schedule.DAILY.append(wash_up)
    assert jobs_checks.chores().level is WELL
    run_due()
    assert "wash_up failed: LookupError: no water" in jobs_checks.chores().told


def test_mails_need_a_sender_that_others_accept(set_to):
    set_to(mail_from="Forum <noreply@localhost>", base_url="https://forum.example.nl")
    assert mail_checks.sender().level is PROBLEM
    set_to(mail_from="Forum <noreply@localhost>", base_url="http://localhost")
    assert mail_checks.sender().level is NOTE
    set_to(mail_from="Forum <noreply@example.nl>", base_url="https://forum.example.nl")
    assert mail_checks.sender().level is WELL


def test_a_folder_of_mails_reaches_nobody(swap, set_to, tmp_path):
    swap(mailer=make_mailer(f"file:{tmp_path}", "a@example.nl"))
    set_to(base_url="http://localhost")
    assert mail_checks.mail_server().level is NOTE
    set_to(base_url="https://forum.example.nl")
    assert mail_checks.mail_server().level is PROBLEM


def test_the_mail_server_is_greeted_and_gets_nothing(swap, set_to):
    inbox = Inbox()
    with mail_server(inbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        swap(mailer=make_mailer(url, "a@example.nl"))
        set_to(mail_url=url)
        found = mail_checks.mail_server()
    assert (found.level, found.told) == (WELL, f"{url}: answers, not encrypted")
    assert inbox.taken == []


def test_a_mail_server_that_is_away_is_told_without_its_password(swap, set_to):
    url = f"smtp://dana:hunter2@127.0.0.1:{free_port()}"
    swap(mailer=make_mailer(url, "a@example.nl"))
    set_to(mail_url=url)
    found = mail_checks.mail_server()
    assert found.level is PROBLEM
    assert "ConnectionRefusedError" in found.told
    assert "hunter2" not in found.told + found.mend


def test_a_certificate_is_renewed_in_time():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert web_checks.certificate_until(now + timedelta(days=60), now).level is WELL
    assert web_checks.certificate_until(now + timedelta(days=14), now).level is PROBLEM
    assert web_checks.certificate_until(now - timedelta(days=1), now).level is PROBLEM


def test_a_certificate_that_browsers_refuse_is_told(set_to, tmp_path):
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")

    class Quiet(HTTPServer):
        def handle_error(self, request, client_address):
            pass

    with Quiet(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        set_to(base_url=f"https://127.0.0.1:{server.server_port}")
        found = web_checks.certificate()
        server.shutdown()
        serving.join()
    assert found.level is PROBLEM
    assert "Browsers refuse it" in found.told


def test_a_web_server_that_is_away_is_told(set_to):
    set_to(base_url=f"https://127.0.0.1:{free_port()}")
    assert "could not be reached" in web_checks.certificate().told


def test_who_finds_a_leak_should_know_whom_to_tell(set_to):
    assert web_checks.security_contact().level is NOTE
    set_to(security_contact="mailto:security@example.nl")
    assert web_checks.security_contact().level is WELL


def test_a_check_that_cannot_look_does_not_stop_the_others(app, caplog):
    def broken():
        raise LookupError("hunter2")

    findings = list(examine([broken, storage_checks.database]))
    assert [each.level for each in findings] == [PROBLEM, WELL]
    assert "hunter2" not in findings[0].told
    assert not is_healthy(findings)


def test_the_quick_checks_go_nowhere(app):
    assert set(QUIET) < set(ALL)
    assert not {check.__name__ for check in QUIET} & {"mail_server", "certificate"}
    assert len({each.name for each in examine(QUIET)}) == len(QUIET)


@atomic
def sent(key: str, **values) -> None:
    db.session.add(SentMail(key=key, **values))


def test_mails_that_were_refused_or_of_which_nobody_knows_are_told_for_a_week(app, clock):
    for check in (mail_checks.refused_mails, mail_checks.uncertain):
        assert check().level is WELL
    before = clock.moment - timedelta(hours=1)
    sent("a", started_at=before, finished_at=before, refusal="550 5.1.1")
    sent("b", started_at=before)
    sent("c", started_at=before)
    sent("d", started_at=before, finished_at=before)
    refused, uncertain = mail_checks.refused_mails(), mail_checks.uncertain()
    assert (refused.level, uncertain.level) == (NOTE, NOTE)
    assert "refused 1 mail " in refused.told
    assert "Of 2 mails " in uncertain.told
    assert "not sent again" in uncertain.mend
    clock.advance(days=8)
    assert (mail_checks.refused_mails().level, mail_checks.uncertain().level) == (WELL, WELL)


class SilentMailer:
    def send(self, *_args, **_options) -> None:
        raise Uncertain("the server fell silent")


def test_a_test_mail_of_which_nobody_knows_is_told_as_such_each_time(app, swap):
    swap(mailer=SilentMailer())
    for _attempt in range(2):
        found = trial_mail("dana.smit@example.nl")
        assert found.level is PROBLEM
        assert "fell silent" in found.told
        assert "dana.smit" not in found.told
    assert mail_checks.uncertain().level is WELL
