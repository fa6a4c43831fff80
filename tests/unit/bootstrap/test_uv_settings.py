from forum.bootstrap.installers import uv_settings


def test_uv_looks_where_pip_is_told_to_look():
    listed = "\n".join(
        [
            "global.index-url='https://mirror.example/simple'",
            "global.cert='/etc/ssl/own.pem'",
            "global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'",
        ]
    )
    settings = uv_settings(listed, {})
    assert settings["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert settings["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert settings["SSL_CERT_FILE"] == "/etc/ssl/own.pem"


def test_the_environment_goes_before_the_file():
    listed = ":env:.index-url='https://here.example'\ninstall.index-url='https://there.example'"
    assert uv_settings(listed, {})["UV_DEFAULT_INDEX"] == "https://here.example"


def test_what_is_set_for_uv_itself_stays():
    settings = uv_settings(
        "global.index-url='https://pip.example'", {"UV_DEFAULT_INDEX": "https://uv.example"}
    )
    assert "UV_DEFAULT_INDEX" not in settings


def test_options_that_do_not_concern_uv_are_left_out():
    assert set(uv_settings("global.progress-bar='off'\n:env:.config-file='/dev/null'", {})) == {
        "UV_INDEX_STRATEGY"
    }
