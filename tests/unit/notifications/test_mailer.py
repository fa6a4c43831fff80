import pytest

from forum.notifications.mailer import FileMailer, SmtpMailer, make_mailer
from forum.settings import SettingsError

SENDER = "Samenspraak <noreply@example.nl>"


@pytest.mark.parametrize(
    ("url", "mailer"),
    [
        ("smtp://mail.example.nl", SmtpMailer("mail.example.nl", 25)),
        ("smtp://mail.example.nl:2525", SmtpMailer("mail.example.nl", 2525)),
        (
            "smtp://me%40example.nl:p%3Ass@mail.example.nl",
            SmtpMailer("mail.example.nl", 587, "me@example.nl", "p:ss"),
        ),
        (
            "smtps://me:secret@mail.example.nl",
            SmtpMailer("mail.example.nl", 465, "me", "secret", is_tls=True),
        ),
        ("smtp://[::1]:25", SmtpMailer("::1", 25)),
    ],
)
def test_an_address_says_how_mail_leaves(url, mailer):
    assert make_mailer(url, SENDER) == mailer


def test_mail_can_land_in_a_folder(tmp_path):
    for url in (f"file:{tmp_path}/mail", f"file://{tmp_path}/mail"):
        mailer = make_mailer(url, SENDER)
        assert isinstance(mailer, FileMailer)
        assert mailer.folder == tmp_path / "mail"


@pytest.mark.parametrize(
    ("url", "sender"),
    [("smtp://", SENDER), ("smtp://mail.example.nl", ""), ("file:mail", "A\r\nBcc: <b@example.nl>")],
)
def test_what_cannot_work_stops_the_start(url, sender):
    with pytest.raises(SettingsError):
        make_mailer(url, sender)


def test_a_password_shows_in_no_log():
    assert "secret" not in repr(make_mailer("smtps://me:secret@mail.example.nl", SENDER))
