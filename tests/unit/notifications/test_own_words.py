import random
import time

import pytest

from forum.notifications.incoming.html_text import text_of_html
from forum.notifications.incoming.letters import read_letter
from forum.notifications.incoming.own_words import own_words
from tests.incoming_mails import SAMPLES, alternative, mail


@pytest.mark.parametrize(
    ("raw", "typed"), [(raw, typed) for _n, raw, typed in SAMPLES], ids=[s[0] for s in SAMPLES]
)
def test_what_was_typed_is_found_in_what_a_mail_program_made_of_it(raw, typed):
    assert own_words(read_letter(raw).text) == typed


@pytest.mark.parametrize(
    "text",
    [
        "Van alle kanten: dat hoor je vaak.\nEn dan?",
        "Op dinsdag schreef de wethouder: kom langs.\nDat deden wij.",
        "Groet je buren eens.\nDat helpt.",
        "Drie wensen:\n- rust\n- reinheid\n- regelmaat",
        "# Kop\n\n1. een\n2. twee\n\n    code die inspringt",
        "From the start: yes.\nTo be honest: no.",
        "Wij schreven het op een bord.\nDe afzender wrote:\nniets.",
        "Met vriendelijke groet",
    ],
)
def test_ordinary_sentences_stay_as_they_are(text):
    assert own_words(text) == text


def test_a_quotation_without_signs_ends_where_its_header_begins():
    text = "Ja.\n\n*Van:* Samenspraak\n*Datum:* maandag\n*Aan:* Alice\n*Onderwerp:* Nieuw\n\nHallo Alice"
    assert own_words(text) == "Ja."


@pytest.mark.parametrize(
    "text",
    [
        "On " * 50_000,
        "Op 1 " + "schreef " * 30_000 + ":",
        "> " * 100_000,
        "Van: a\n" * 30_000,
        "Op 12:00 a\n" * 30_000,
        "Groet, " + "A" * 100_000,
        "Groet\n" * 30_000,
        "Groet, " + "Anna van " * 30_000,
        "-" * 200_000,
        "_" * 30 + "\n" * 100_000,
        "Verstuurd vanaf mijn iPhone\n" * 20_000,
    ],
)
def test_no_text_keeps_it_busy(text):
    """Of the processor, so that a busy machine is no reason; something quadratic takes minutes here."""
    started = time.process_time()
    own_words(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 60_000, "<" * 100_000, "<a " * 50_000, "</div>" * 80_000, "<!--" * 80_000, "&" * 200_000,
     "<p>" * 50_000 + "</div>" * 50_000, "<b x=" * 50_000],
)  # fmt: skip
def test_no_html_keeps_it_busy(markup):
    started = time.process_time()
    text_of_html(markup)
    assert time.process_time() - started < 5


def test_any_bytes_can_be_read():
    numbers = random.Random(7)
    for _name, raw, _typed in SAMPLES:
        for _try in range(20):
            broken = bytearray(raw)
            for _change in range(numbers.randrange(1, 40)):
                broken[numbers.randrange(len(broken))] = numbers.randrange(256)
            letter = read_letter(bytes(broken))
            own_words(letter.text)
    for junk in (
        b"",
        b"\x00" * 1000,
        b"\xff" * 1000,
        b"From: \r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nx",
    ):
        own_words(read_letter(junk).text)


@pytest.mark.parametrize(
    ("headers", "is_automatic"),
    [
        ({}, False),
        ({"Auto_Submitted": "no"}, False),
        ({"Auto_Submitted": "auto-replied"}, True),
        ({"Auto_Submitted": "auto-generated; x=y"}, True),
        ({"Precedence": "bulk"}, True),
        ({"Precedence": "first-class"}, False),
        ({"Return_Path": "<>"}, True),
        ({"Return_Path": "<alice@example.nl>"}, False),
        ({"X_Auto_Response_Suppress": "All"}, True),
        ({"X_Autoreply": "yes"}, True),
        ({"List_Id": "<list.example.nl>"}, True),
        ({"From": "MAILER-DAEMON@example.nl"}, True),
    ],
)
def test_what_a_machine_sent_is_known(headers, is_automatic):
    assert read_letter(mail("Afwezig", **headers)).is_automatic is is_automatic


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("Alice <Alice@Example.nl>", "alice@example.nl"),
        ('"Jansen, A." <alice@example.nl>', "alice@example.nl"),
        ("a@example.nl, b@example.nl", ""),
        ("", ""),
        ("=?utf-8?q?b=40example=2Enl?= <alice@example.nl>", "alice@example.nl"),
    ],
)
def test_one_address_is_the_sender(sender, found):
    assert read_letter(mail("x", From=sender)).sender == found


def test_the_same_mail_has_the_same_key_and_another_has_not():
    first, again, other = mail("a"), mail("a", Received="by mx"), mail("a", message_id="<2@example.nl>")
    assert read_letter(first).key == read_letter(again).key != read_letter(other).key
    assert len(read_letter(first).key) <= 64


def test_files_are_counted_and_pictures_in_a_signature_are_not():
    file = "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nJVBERi0="
    logo = "Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline\n\niVBORw0="
    assert read_letter(alternative("a", "a", attachment=file)).attached == 1
    assert read_letter(alternative("a", "a", attachment=logo)).attached == 0
