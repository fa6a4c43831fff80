import pytest

from forum.settings import Settings, SettingsError


def settings(tmp_path, **variables):
    return Settings.from_env({"FORUM_INSTANCE": str(tmp_path), **variables})


def test_without_any_variable_everything_lives_in_the_instance_folder(tmp_path):
    made = settings(tmp_path)
    assert made.database_url == f"sqlite:///{tmp_path}/forum.db"
    assert made.mail_url == f"file:{tmp_path}/mail"


def test_the_secret_key_is_made_once_and_kept_private(tmp_path):
    first, second = settings(tmp_path).secret_key, settings(tmp_path).secret_key
    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FORUM_DATABASE_URL", "mysql://x"),
        ("FORUM_SECRET_KEY", "short"),
        ("FORUM_BASE_URL", "forum.example.nl"),
        ("FORUM_BASE_URL", "https://forum.example.nl/path"),
        ("FORUM_REQUIRE_VERIFIED_EMAIL", "perhaps"),
        ("FORUM_PROXY_HOPS", "-1"),
        ("FORUM_DEFAULT_LOCALE", "fr"),
        ("FORUM_MAIL_URL", "smtp://host:port"),
        ("FORUM_REPLY_ADDRESS", "reply"),
        ("FORUM_REPLY_ADDRESS", "reply+more@forum.example.nl"),
        ("FORUM_BOUNCE_ADDRESS", "a-name-of-25-characters--@forum.example.nl"),
        ("FORUM_POST_LIMIT", "plenty"),
        ("FORUM_TIMEZONE", "Mars/Olympus"),
        ("FORUM_REGISTRATION", "maybe"),
        ("FORUM_REGISTRATION", "domains"),  # which, it does not say
        ("FORUM_REGISTRATION_DOMAINS", "example"),
        ("FORUM_REGISTRATION_DOMAINS", "example.nl, @example.nl"),
        ("FORUM_REGISTRATION_DOMAINS", "*.*.example.nl"),
        ("FORUM_TYPING_ERROR", "x"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_variable(tmp_path, variable, value):
    with pytest.raises(SettingsError, match=variable):
        settings(tmp_path, **{variable: value})


def test_domains_are_kept_as_they_stand_in_addresses(tmp_path):
    made = settings(tmp_path, FORUM_REGISTRATION_DOMAINS="Example.nl, *.Café.nl")
    assert made.registration_domains == ("example.nl", "*.xn--caf-dma.nl")


def test_the_variables_of_the_test_run_are_no_settings_and_no_error(tmp_path):
    settings(tmp_path, FORUM_TEST_REQUIRE="postgresql")
