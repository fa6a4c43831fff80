"""Every error is a page of its own in the visitor's language, never a traceback, and loses no text."""

import pytest

HUGE = "1" + "0" * 30


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/threads/nope",
        "/threads/nope/x",
        "/comments/nope",
        "/questions/nope",
        "/lessons/nope",
        "/lessons/we+nope",
        "/lessons/+",
        "/articles/nope",
        f"/lessons/{HUGE}",
        "/questions/%00",
        "/threads/%00",
        "/comments/%00",
        "/lessons/%00",
        "/articles/%00",
        "/threads/nope/comments/new",
        "/questions/nope/threads/new",
        "/comments/nope/edit",
        "/comments/nope/history",
        "/comments/nope/withdraw",
        "/language/fr",
        "/%ff%fe",
        "/threads/" + "x" * 3000,
    ],
)
def test_what_does_not_exist_is_not_found(article, as_alice, path):
    page = as_alice.get(path)
    assert page.status_code == 404
    assert page.select_one("[data-error]")


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", HUGE, "WzFd", "WyJcdTAwMDAiXQ"])
def test_a_forged_cursor_is_not_found(thread, nobody, cursor):
    for path in (f"/threads/{thread.public_id}/what-do-we-mean-by-we", "/questions/who-is-we", "/lessons/we"):
        assert nobody.get(f"{path}?after={cursor}").status_code == 404


def test_a_wrong_method_is_said_to_be_one(article, nobody):
    page = nobody.open("DELETE", "/questions")
    assert page.status_code in (400, 405)
    assert nobody.open("PUT", "/questions/who-is-we").status_code in (400, 405)
    page = nobody.get("/drafts")
    assert page.status_code == 405
    assert "POST" in page.headers["Allow"]


def test_a_form_without_its_token_is_refused_and_shows_the_text_back(thread, as_alice, mode):
    page = as_alice.post(
        f"/threads/{thread.public_id}/comments", {"body": "Do not lose me"}, mode=mode, csrf=False
    )
    assert page.status_code == 400
    assert "Do not lose me" in page.text


def test_a_form_with_a_forged_token_is_refused(thread, as_alice):
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "x", "csrf_token": "forged"})
    assert page.status_code == 400


def test_an_oversized_request_is_refused(thread, as_alice):
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "x" * 300_000})
    assert page.status_code == 413


def test_a_form_of_a_thousand_fields_is_refused_or_ignored(thread, as_alice):
    fields = {f"field{n}": "x" for n in range(1000)}
    assert as_alice.post(f"/threads/{thread.public_id}/comments", fields).status_code in (400, 413, 422)


@pytest.mark.parametrize(
    "body", ["\x00", "a\x00b", "\ud800", HUGE, "> " * 5000, "- " * 1000, "[" * 9000, "\u202e\u2066"]
)
def test_strange_texts_never_break_anything(thread, as_alice, nobody, body):
    page = as_alice.post(
        f"/threads/{thread.public_id}/comments",
        {"body": body.encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
    )
    assert page.status_code in (303, 422)
    assert nobody.get(f"/threads/{thread.public_id}", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("parent", ["nope", "no\x00pe", HUGE, "../"])
def test_an_answer_to_nothing_is_refused(thread, as_alice, parent):
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "To whom?", "parent": parent})
    assert page.status_code in (404, 422)
    assert "To whom?" in page.text


def test_fields_of_the_wrong_kind_never_break_anything(thread, as_alice):
    import io

    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": (io.BytesIO(b"x"), "x.txt")})
    assert page.status_code == 422
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": ["one", "two"]})
    assert page.status_code in (303, 422)


def test_an_error_page_speaks_the_visitors_language(app, nobody):
    assert nobody.get("/nope", headers={"Accept-Language": "nl"}).select_one("html[lang=nl]")
    assert nobody.get("/nope", headers={"Accept-Language": "en"}).select_one("html[lang=en]")


def test_an_unexpected_error_is_a_page_without_a_traceback(app, nobody, monkeypatch):
    def fail(*_arguments, **_options):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("forum.web.questions.question_list", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app, "testing", False)
    page = nobody.get("/questions")
    assert page.status_code == 500
    assert "secret detail" not in page.text
    assert "Traceback" not in page.text
    assert page.select_one("[data-error]")


def test_a_database_that_cannot_answer_is_a_pause_and_keeps_the_text(thread, as_alice, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def fail(*_arguments, **_options):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr("forum.web.comments.post_comment", fail)
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "Do not lose me"})
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "Do not lose me" in page.text
    assert "disk full" not in page.text


def test_a_host_that_is_not_ours_is_refused(app, nobody):
    assert nobody.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_carries_the_policy_also_an_error(article, nobody):
    for path in ("/", "/nope", "/healthz"):
        headers = nobody.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_who_is_signed_in_are_kept_by_nobody(article, as_alice, nobody):
    assert "no-store" in as_alice.get("/questions").headers["Cache-Control"]
    anonymous = nobody.get("/questions")
    assert "no-store" not in anonymous.headers["Cache-Control"]
    assert "Cookie" in anonymous.headers["Vary"]
