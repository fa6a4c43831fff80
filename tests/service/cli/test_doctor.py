"""`forum doctor` and `forum jobs` as somebody at a terminal meets them."""

import json
import sqlite3
import subprocess
import sys
import time

from tests.mail_server import Inbox, free_port, mail_server
from tests.terminal import PATIENCE_SECONDS, Terminal, refused

DEAD = """INSERT INTO outbox (event, subscriber, payload, created_at, due_at, attempts, dead_at, last_error)
VALUES ('accounts.PasswordChanged', 'notifications.mail_password_changed', '{"user_id": 1, "key": "k"}',
'2026-11-01 00:00:00', '2026-11-01 00:00:00', 56, '2026-11-03 00:00:00', 'OSError: dana.smit@example.nl')"""


def with_a_dead_letter(terminal: Terminal) -> int:
    with sqlite3.connect(terminal.folder / "instance" / "forum.db") as connection:
        number = connection.execute(DEAD).lastrowid
    connection.close()
    return number or 0


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(installed):
    outcome = installed.forum("doctor")
    assert outcome.returncode == 1
    assert "+ database: SQLite" in outcome.stdout
    assert "! worker: No worker gave a sign of life" in outcome.stdout
    assert "    Start one: forum serve" in outcome.stdout
    assert outcome.stderr == ""


def test_the_doctor_is_well_when_all_is(installed):
    worker = subprocess.Popen(
        [sys.executable, "-m", "forum.command", "worker"], cwd=installed.folder, env=installed.environment
    )
    try:
        until = time.monotonic() + 2 * PATIENCE_SECONDS
        while (outcome := installed.forum("doctor", "--json")).returncode != 0:
            assert time.monotonic() < until, outcome.stdout
            time.sleep(0.1)
        outcome = installed.start("doctor", "--json")
    finally:
        worker.terminate()
        assert worker.wait(PATIENCE_SECONDS) == 0
    assert outcome.returncode == 0, outcome.stdout
    told = json.loads(outcome.stdout)
    assert told["is_well"] is True
    assert {each["level"] for each in told["checks"]} == {"well", "note"}


def test_the_doctor_works_without_a_database_and_tells_no_secret(terminal):
    outcome = terminal.forum(
        "doctor",
        "--json",
        FORUM_DATABASE_URL=f"postgresql://forum:hunter2@127.0.0.1:{free_port()}/forum",
        FORUM_MAIL_URL=f"smtp://dana:hunter3@127.0.0.1:{free_port()}",
        FORUM_SECRET_KEY="hunter4 hunter4 hunter4 hunter4 hunter4",
    )
    assert outcome.returncode == 1
    told = {each["name"]: each for each in json.loads(outcome.stdout)["checks"]}
    assert told["database"]["level"] == "problem"
    assert "FORUM_DATABASE_URL" in told["database"]["mend"]
    assert told["dead letters"]["level"] == "note"
    assert "Traceback" not in outcome.stderr
    for secret in ("hunter2", "hunter3", "hunter4"):
        assert secret not in outcome.stdout + outcome.stderr


def test_a_setting_that_cannot_be_used_is_a_problem_to_mend(terminal):
    outcome = terminal.forum("doctor", FORUM_PROXY_HOPS="many")
    assert outcome.returncode == 1
    assert "! settings: FORUM_PROXY_HOPS='many' cannot be used" in outcome.stdout


def test_a_test_mail_is_sent_when_asked_for(installed):
    inbox = Inbox()
    with mail_server(inbox) as port:
        url = f"smtp://127.0.0.1:{port}"
        outcome = installed.forum("doctor", "--send-test", "dana@example.nl", FORUM_MAIL_URL=url)
    assert "+ test mail: handed to the mail server for d…@example.nl" in outcome.stdout
    assert "<dana@example.nl>" in inbox.message()["To"]
    outcome = installed.forum("doctor", "--send-test", "dana")
    assert "! test mail: That is no e-mail address." in outcome.stdout


def test_dead_letters_are_listed_tried_again_and_given_up(installed):
    first, second = with_a_dead_letter(installed), with_a_dead_letter(installed)
    listed = installed.start("jobs", "list")
    assert "0 waiting, 0 failing, 2 given up." in listed.stdout
    assert f"{first}  accounts.PasswordChanged (user_id 1)" in listed.stdout
    assert "OSError: d…@example.nl" in listed.stdout
    assert installed.forum("jobs", "retry", str(first)).returncode == 0
    assert installed.forum("jobs", "discard", str(second)).returncode == 0
    assert "1 waiting, 0 failing, 0 given up." in installed.forum("jobs", "list").stdout
    assert refused(installed.forum("jobs", "retry", str(first)), "does not wait")
    assert refused(installed.forum("jobs", "retry", "999"), "there is no such thing here")
    assert refused(installed.forum("jobs", "retry"), "--all")
    assert refused(installed.forum("jobs", "retry", "5", "--all"), "--all")
    assert "0 messages are tried again." in installed.forum("jobs", "retry", "--all").stdout


def test_the_schedule_says_what_runs_when(installed):
    listed = installed.forum("jobs", "schedule").stdout
    assert "daily   jobs.forget_done" in listed
    assert "not yet" in listed
