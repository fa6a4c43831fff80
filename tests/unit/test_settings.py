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


NOORD = {
    "FORUM_OIDC_PROVIDERS": "noord",
    "FORUM_OIDC_NOORD_ISSUER": "https://login.noord.example/realms/noord",
    "FORUM_OIDC_NOORD_CLIENT_ID": "forum",
    "FORUM_OIDC_NOORD_CLIENT_SECRET": "a secret",
}


def test_each_provider_has_variables_of_its_own(tmp_path):
    west = {name.replace("NOORD", "WEST"): value for name, value in NOORD.items()} | {
        "FORUM_OIDC_PROVIDERS": "noord, west",
        "FORUM_OIDC_WEST_LABEL": "Zorg West",
        "FORUM_OIDC_WEST_SECOND_FACTOR": "mfa, urn:strong",
        "FORUM_OIDC_WEST_ORGANISATION_NAMES": "a.example = Zorg A; b.example=Zorg B;",
    }
    noord, second = settings(tmp_path, **(NOORD | west)).oidc_providers
    assert (noord.name, noord.title, noord.second_factor) == ("noord", "Noord", ())
    assert (second.name, second.title, second.second_factor) == ("west", "Zorg West", ("mfa", "urn:strong"))
    assert second.organisation_names == {"a.example": "Zorg A", "b.example": "Zorg B"}
    assert noord.scopes == "openid email profile"


def test_a_secret_of_a_provider_does_not_show_by_accident(tmp_path):
    assert "a secret" not in repr(settings(tmp_path, **NOORD).oidc_providers)


@pytest.mark.parametrize("needed", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"])
def test_what_a_provider_needs_stops_the_start_when_it_is_missing(tmp_path, needed):
    variable = f"FORUM_OIDC_NOORD_{needed}"
    given = {name: value for name, value in NOORD.items() if name != variable}
    with pytest.raises(SettingsError, match=f"{variable} is missing"):
        settings(tmp_path, **given)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FORUM_OIDC_PROVIDERS", "Noord"),
        ("FORUM_OIDC_PROVIDERS", "noord, noord"),
        ("FORUM_OIDC_PROVIDERS", "noord/../x"),
        ("FORUM_OIDC_NOORD_ISSUER", "login.noord.example"),
        ("FORUM_OIDC_NOORD_ISSUER", "http://login.noord.example"),
        ("FORUM_OIDC_NOORD_ISSUER", "https://login.noord.example/?x=y"),
        ("FORUM_OIDC_NOORD_ISSUER", "https://user@login.noord.example"),
        ("FORUM_OIDC_NOORD_JOIN", "sometimes"),
        ("FORUM_OIDC_NOORD_ORGANISATION_NAMES", "noord.example"),
        ("FORUM_OIDC_NOORD_COLOUR", "blue"),
        ("FORUM_OIDC_WEST_ISSUER", "https://login.west.example"),
    ],
)
def test_a_wrong_value_of_a_provider_stops_the_start_and_names_the_variable(tmp_path, variable, value):
    with pytest.raises(SettingsError, match=variable):
        settings(tmp_path, **(NOORD | {variable: value}))


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:8080/realm", "http://localhost:8080/realm/"])
def test_a_provider_on_this_machine_may_do_without_https_for_trying_out(tmp_path, issuer):
    (noord,) = settings(tmp_path, **(NOORD | {"FORUM_OIDC_NOORD_ISSUER": issuer})).oidc_providers
    assert (noord.issuer, noord.is_on_this_machine) == (issuer, True)


def test_the_variables_of_the_test_run_are_no_settings_and_no_error(tmp_path):
    settings(tmp_path, FORUM_TEST_REQUIRE="postgresql")
