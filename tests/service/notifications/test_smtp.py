"""A real SMTP server on this machine takes our mail."""

import contextlib
import ssl
import subprocess

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from forum.accounts.queries import Recipient
from forum.accounts.service import request_reset
from forum.jobs import OutboxMessage, deliver_all
from forum.notifications.mailer import SmtpMailer, make_mailer
from forum.notifications.messages import write
from tests.letters import text_of
from tests.mail_server import Inbox, mail_server

TO = Recipient(user_id=1, name="Dana Müller", email="dana@example.nl", locale="nl")


def only_dana(_server, _session, _envelope, _mechanism, data):
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login, data.password) == (b"dana", b"p:ss"), handled=False)


@pytest.fixture
def serving():
    """A mail server with these options: `inbox, port = serving(...)`."""
    with contextlib.ExitStack() as servers:

        def start(**options):
            inbox = Inbox()
            return inbox, servers.enter_context(mail_server(inbox, **options))

        yield start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.fixture
def letter(db):
    return write("password-changed", TO, key="key", forgot="http://localhost/account/forgot")


def test_a_mail_arrives_whole(serving, letter):
    inbox, port = serving()
    make_mailer(f"smtp://127.0.0.1:{port}", "Samenspraak <noreply@example.nl>").send(letter)
    _session, envelope = inbox.taken[0]
    assert envelope.mail_from == "noreply@localhost"
    assert envelope.rcpt_tos == ["dana@example.nl"]
    assert inbox.message()["To"].addresses[0].display_name == "Dana Müller"
    assert text_of(inbox.message()).splitlines() == text_of(letter).splitlines()


def test_a_server_that_knows_no_8_bits_gets_the_same_text(serving, letter):
    inbox, port = serving(decode_data=True)
    SmtpMailer("127.0.0.1", port).send(letter)
    assert "Müller" in text_of(letter)
    assert text_of(inbox.message()).splitlines() == text_of(letter).splitlines()
    assert inbox.taken[0][1].content.isascii()


def test_encryption_is_used_when_offered(serving, letter, certificate):
    inbox, port = serving(tls_context=certificate)
    SmtpMailer("127.0.0.1", port).send(letter)
    assert inbox.taken[0][0].ssl is not None


def test_we_sign_in_when_told_to(serving, letter, certificate):
    inbox, port = serving(authenticator=only_dana, auth_required=True, tls_context=certificate)
    SmtpMailer("127.0.0.1", port, "dana", "p:ss").send(letter)
    assert inbox.taken[0][0].authenticated


def test_a_wrong_password_and_a_closed_door_are_errors(serving, letter, certificate):
    inbox, port = serving(authenticator=only_dana, auth_required=True, tls_context=certificate)
    with pytest.raises(OSError):  # noqa: PT011 - SMTPException is one
        SmtpMailer("127.0.0.1", port, "dana", "wrong").send(letter)
    with pytest.raises(OSError):  # noqa: PT011
        SmtpMailer("127.0.0.1", 1).send(letter)
    assert inbox.taken == []


def test_a_mail_waits_while_the_server_is_away_and_goes_out_once(app, db, alice, clock, serving):
    mailbox = app.extensions["forum.mailer"]
    try:
        app.extensions["forum.mailer"] = SmtpMailer("127.0.0.1", 1)
        request_reset(alice.email)
        deliver_all()
        inbox, port = serving()
        app.extensions["forum.mailer"] = SmtpMailer("127.0.0.1", port)
        clock.advance(hours=2)
        deliver_all()
        deliver_all()
    finally:
        app.extensions["forum.mailer"] = mailbox
    assert len(inbox.taken) == 1
    assert db.session.query(OutboxMessage).one().done_at is not None
