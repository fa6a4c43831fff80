"""The house rules as pages: the version that holds, those before, and what changed."""

import pytest

from tests.factories import new_rules


def test_the_rules_that_hold_say_which_version_they_are(nobody, ada, clock):
    new_rules(ada, en="## Kindness\n\nBe *kind*.", changes="Being kind is a rule now.")
    page = nobody.get("/rules")
    assert page.words("h1") == "House rules"
    assert "Version 2 Published on November 23, 2026. Being kind is a rule now." in page.words("aside")
    assert page.select_one("aside a[href='/rules/1']")
    assert page.select_one("aside a[href='/rules/2/changes']")


def test_an_empty_forum_has_rules_of_its_own_in_both_languages(nobody):
    assert "What moderators can do" in nobody.get("/rules").words(".rules")
    dutch = nobody.get("/rules", headers={"Accept-Language": "nl"})
    assert "Wat moderatoren kunnen doen" in dutch.words(".rules")
    assert dutch.select_one(".rules a[href='/moderation/log']")
    assert nobody.get("/rules/1").words(".rules") == nobody.get("/rules").words(".rules")


def test_an_old_version_stays_at_its_address_and_says_that_it_is_old(nobody, ada, clock):
    before = nobody.get("/rules").words(".rules")
    clock.advance(days=7)
    new_rules(ada)
    page = nobody.get("/rules/1")
    assert page.words(".rules") == before
    assert page.words(".notice").startswith("This is version 1, which held until November 30, 2026.")
    assert page.select_one(".notice a[href='/rules']")
    assert page.select_one("meta[name=robots][content=noindex]")


def test_the_newest_version_has_its_own_address_too(nobody, ada):
    new_rules(ada)
    page = nobody.get("/rules/2")
    assert page.select_one(".notice") is None
    canonical = page.select_one("link[rel=canonical]")
    assert canonical is not None
    assert str(canonical["href"]).endswith("/rules")


def test_what_changed_can_be_read_back(nobody, ada):
    new_rules(ada, en="Be kind to all.")
    new_rules(ada, version=2, en="Be kind to everybody.", changes="Everybody is somebody.")
    page = nobody.get("/rules/3/changes")
    assert "Everybody is somebody." in page.words("main")
    assert "all." in page.words(".difference del")
    assert "everybody." in page.words(".difference ins")


@pytest.mark.parametrize(
    "path",
    [
        "/rules/0",
        "/rules/2",
        "/rules/x",
        "/rules/-1",
        "/rules/1/changes",
        "/rules/2/changes",
        f"/rules/{10**30}",
        f"/rules/{10**30}/changes",
    ],
)
def test_what_does_not_exist_is_not_found(nobody, path):
    assert nobody.get(path).status_code == 404


def test_only_an_administrator_is_offered_to_change_them(nobody, as_moderator, as_admin):
    assert as_admin.get("/rules").select_one("a[href='/rules/edit']")
    for person in (nobody, as_moderator):
        assert person.get("/rules").select_one("a[href='/rules/edit']") is None


def test_the_footer_and_the_form_to_join_lead_to_them(nobody, article):
    assert nobody.get("/questions").select_one("footer a[href='/rules']")
    assert nobody.get("/register").select_one("form a[href='/rules']")


def test_a_page_of_who_is_signed_out_can_be_kept(nobody, ada):
    new_rules(ada)
    page = nobody.get("/rules")
    assert page.headers["Cache-Control"] == "no-cache"
    assert nobody.get("/rules", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    assert "Set-Cookie" not in page.headers
