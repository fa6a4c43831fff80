"""In which language a page is answered."""

import pytest


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("nl", "nl"), ("en-GB,en;q=0.9,nl;q=0.1", "en"), ("fr", "nl"), ("", "nl"), ("*", "nl"), (";;q=x", "nl")],
)
def test_the_browsers_language_counts_and_otherwise_it_is_dutch(article, nobody, accepted, language):
    page = nobody.get("/questions", headers={"Accept-Language": accepted})
    assert page.select_one(f"html[lang={language}]")
    assert f"who-is-we {language}?" in page.words("main")


def test_a_choice_is_remembered_in_the_session(article, nobody):
    page = nobody.get("/language/nl?next=/questions")
    assert (page.status_code, page.location) == (303, "/questions")
    assert nobody.get("/questions").select_one("html[lang=nl]")


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/a b",
    ],
)
def test_a_choice_leads_nowhere_else(article, nobody, address):
    assert nobody.get("/language/nl", query_string={"next": address}).location == "/"


def test_the_account_comes_before_the_browser(article, app, nobody, alice):
    from forum.lib.db import atomic

    def prefer_dutch():
        alice.locale = "nl"

    atomic(prefer_dutch)()
    nobody.sign_in(alice)
    assert nobody.get("/questions").select_one("html[lang=nl]")
