from forum.lib.masking import masked_addresses, masked_url


def test_addresses_in_an_error_keep_what_helps_to_find_the_mistake():
    error = "SMTPRecipientsRefused: {'dana.smit@example.nl': (550, b'no <dana.smit@example.nl> here')}"
    shown = masked_addresses(error)
    assert "dana" not in shown
    assert shown.count("d…@example.nl") == 2
    assert "550" in shown


def test_a_text_without_an_address_stays_as_it_is():
    assert masked_addresses("Connection refused: 10:30 @ the door") == "Connection refused: 10:30 @ the door"


def test_passwords_in_addresses_of_servers_are_not_shown():
    assert masked_url("smtp://dana:p%40ss@mail.example.nl:587") == "smtp://dana:…@mail.example.nl:587"
    assert masked_url("redis://:secret@127.0.0.1/0") == "redis://:…@127.0.0.1/0"
    assert masked_url("postgresql://f@/forum?host=%2Ftmp&password=hunter2&port=5") == (
        "postgresql://f@/forum?host=%2Ftmp&password=…&port=5"
    )
    assert masked_url("smtp://dana:p/a@s:s@mail.example.nl") == "smtp://dana:…@mail.example.nl"


def test_other_addresses_stay_as_they_are():
    for url in (
        "sqlite:////srv/forum/forum.db",
        "https://forum.example.nl",
        "file:mail",
        "memory:",
        "redis://host:6379/0",
    ):
        assert masked_url(url) == url
