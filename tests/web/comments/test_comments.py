"""Commenting, answering, editing and withdrawing, with and without htmx."""

import pytest

from forum.discussion.drafts import comment_place, draft_at
from forum.discussion.models import Comment
from forum.lib.db import db
from tests.factories import a_body, a_comment, as_actor


def comments_of(thread) -> list[Comment]:
    db.session.rollback()
    return db.session.query(Comment).filter_by(thread_id=thread.id).order_by(Comment.number).all()


def test_a_member_comments(thread, as_alice, mode):
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "I *agree*."}, mode=mode)
    posted = comments_of(thread)[-1]
    assert posted.source == "I *agree*."
    if mode == "plain":
        assert page.status_code == 303
        assert page.location.endswith(f"#comment-{posted.public_id}")
    else:
        assert page.status_code == 200
        assert "<em>agree</em>" in str(page.select_one(f"#comment-{posted.public_id}"))
        assert page.value("body").strip() == ""


def test_an_answer_appears_below_what_it_answers(thread, comment, as_alice, mode):
    form = {"body": "Why?", "parent": comment.public_id}
    page = as_alice.post(f"/threads/{thread.public_id}/comments", form, mode=mode)
    assert comments_of(thread)[-1].parent_id == comment.id
    if mode == "htmx":
        assert page.select_one(f'[hx-swap-oob="beforeend:#replies-{comment.public_id}"]')


def test_an_empty_comment_is_refused_at_its_field(thread, as_alice, mode):
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "  "}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#composer-new-body-error")
    assert len(comments_of(thread)) == 1


def test_a_comment_that_is_too_long_comes_back_whole(thread, as_alice, mode):
    long = "word " * 4001
    page = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": long}, mode=mode)
    assert page.status_code == 422
    assert page.value("body").strip() == long.strip()


def test_a_double_click_posts_one_comment(thread, as_alice, mode):
    form = {"body": "Once.", "submission_key": "the-same-key"}
    for _ in range(2):
        as_alice.post(f"/threads/{thread.public_id}/comments", form, mode=mode)
    assert len(comments_of(thread)) == 2


def test_the_composer_answers_alone_to_htmx_and_as_a_page_without(thread, comment, as_alice, mode):
    page = as_alice.get(f"/threads/{thread.public_id}/comments/new?parent={comment.public_id}", mode=mode)
    assert page.status_code == 200
    assert page.select_one(f"form#composer-{comment.public_id}")
    assert bool(page.select_one("html")) == (mode == "plain")
    assert "HX-Request" in page.headers["Vary"]


def test_a_quotation_stands_ready_in_the_form(thread, bob, as_alice):
    quoted = a_comment(bob, thread, "First line.\n\nSecond line.")
    page = as_alice.get(f"/threads/{thread.public_id}/comments/new?parent={quoted.public_id}&quote=1")
    assert page.value("body").strip() == "> First line.\n>\n> Second line."


def test_a_draft_is_kept_at_a_press_of_the_button(thread, alice, as_alice, mode):
    place = comment_place(thread.public_id, None)
    form = {"body": "Half a thought", "draft": place, "next": f"/threads/{thread.public_id}"}
    page = as_alice.post("/drafts", form, mode=mode)
    assert page.status_code == (200 if mode == "htmx" else 303)
    assert draft_at(as_actor(alice), place) == {"body": "Half a thought"}
    assert (
        as_alice.get(f"/threads/{thread.public_id}", follow_redirects=True).value("body").strip()
        == "Half a thought"
    )


def test_who_has_not_confirmed_the_address_keeps_the_text_as_a_draft(thread, app, nobody):
    from tests.factories import a_user

    newcomer = a_user("newcomer", is_confirmed=False)
    nobody.sign_in(newcomer)
    page = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "My first words"})
    assert page.status_code == 403
    assert "My first words" in page.text
    assert draft_at(as_actor(newcomer), comment_place(thread.public_id, None)) == {"body": "My first words"}


def test_the_permanent_link_leads_to_the_comment_in_its_thread(thread, comment, nobody):
    page = nobody.get(f"/comments/{comment.public_id}")
    assert page.status_code == 302
    assert page.location == f"/threads/{thread.public_id}/what-do-we-mean-by-we#comment-{comment.public_id}"


def test_the_author_edits_and_everybody_sees_that_it_changed(comment, as_bob, nobody):
    form = as_bob.get(f"/comments/{comment.public_id}/edit")
    assert form.value("body").strip() == comment.source
    page = as_bob.post(
        f"/comments/{comment.public_id}/edit", {"body": "Better.", "version": form.value("version")}
    )
    assert page.status_code == 303
    thread = nobody.get(page.location, follow_redirects=True)
    assert thread.words(f"#comment-{comment.public_id} [data-comment-body]") == "Better."
    history = nobody.get(f"/comments/{comment.public_id}/history")
    assert history.select("del")
    assert history.select("ins")


def test_an_edit_of_an_older_version_shows_both_texts_and_saves_nothing(comment, as_bob):
    edit = f"/comments/{comment.public_id}/edit"
    as_bob.post(edit, {"body": "From the other window.", "version": "1"})
    page = as_bob.post(edit, {"body": "From this window.", "version": "1"})
    assert page.status_code == 409
    assert "From the other window." in page.text
    assert "From this window." in page.text
    resolved = as_bob.post(edit, {"body": "Both.", "version": page.value("version")})
    assert resolved.status_code == 303


@pytest.mark.parametrize("version", ["", "one", "-1", "1e3", "9" * 30, "１"])
def test_a_version_that_is_no_number_is_refused_with_the_text_kept(comment, as_bob, version):
    page = as_bob.post(f"/comments/{comment.public_id}/edit", {"body": "Kept.", "version": version})
    assert page.status_code == 422
    assert page.value("body").strip() == "Kept."


def test_nobody_edits_or_withdraws_what_another_wrote(comment, as_alice):
    for act in ("edit", "withdraw"):
        assert as_alice.get(f"/comments/{comment.public_id}/{act}").status_code == 403
        page = as_alice.post(f"/comments/{comment.public_id}/{act}", {"body": "Mine.", "version": "1"})
        assert page.status_code == 403


def test_withdrawing_asks_first_and_leaves_a_place(comment, thread, as_bob, nobody):
    assert as_bob.get(f"/comments/{comment.public_id}/withdraw").select_one("form[method=post]")
    assert as_bob.post(f"/comments/{comment.public_id}/withdraw").status_code == 303
    page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    assert page.select_one(f"#comment-{comment.public_id}[data-withdrawn]")
    assert comment.source not in page.text
    assert nobody.get(f"/comments/{comment.public_id}/history").status_code in (303, 403)


def test_the_partial_of_a_comment_equals_its_element_in_the_page(thread, as_alice):
    posted = as_alice.post(f"/threads/{thread.public_id}/comments", {"body": "The same."}, mode="htmx")
    shown = as_alice.get(f"/threads/{thread.public_id}", follow_redirects=True)
    selector = f"#comment-{comments_of(thread)[-1].public_id}"
    assert posted.words(selector) == shown.words(selector)
    assert str(posted.select_one(selector)) == str(shown.select_one(selector))


def test_the_partial_of_the_composer_equals_its_element_in_the_page(thread, as_alice):
    alone = as_alice.get(f"/threads/{thread.public_id}/comments/new", mode="htmx")
    page = as_alice.get(f"/threads/{thread.public_id}", follow_redirects=True)

    def without_key(one):
        composer = one.select_one("#composer-new")
        composer.select_one("[name=submission_key]")["value"] = ""
        composer.select_one("[name=csrf_token]")["value"] = ""
        return str(composer)

    assert without_key(alone) == without_key(page)


def test_on_a_page_of_its_own_the_browser_itself_sends_the_composer(thread, as_alice):
    """htmx would look there in vain for the thread to put the comment in."""
    page = as_alice.get(f"/threads/{thread.public_id}/comments/new")
    assert not page.select("form[hx-post]")
    assert page.select("#composer-new[method=post]")


def test_looking_at_a_preview_is_not_posting(thread, as_alice):
    comments = f"/threads/{thread.public_id}/comments"
    for _ in range(11):
        assert as_alice.post(comments, {"body": "Still writing.", "intent": "preview"}).status_code == 200
    assert as_alice.post(comments, {"body": "Done."}).status_code == 303


def test_previewing_by_the_button_has_a_limit_too(thread, as_alice):
    comments = f"/threads/{thread.public_id}/comments"
    answers = [as_alice.post(comments, {"body": "Still writing.", "intent": "preview"}) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]


@pytest.mark.parametrize(
    "form", [{"body": "So.", "intent": "preview"}, {"body": ""}], ids=["preview", "refused"]
)
def test_a_reply_that_comes_back_still_says_whom_it_answers(thread, comment, bob, as_alice, mode, form):
    page = as_alice.post(
        f"/threads/{thread.public_id}/comments", form | {"parent": comment.public_id}, mode=mode
    )
    assert bob.name in page.words("form.composer label")


def test_a_draft_saved_after_a_preview_leads_back_to_the_form(thread, as_alice):
    comments = f"/threads/{thread.public_id}/comments"
    page = as_alice.post(comments, {"body": "So *clear*.", "intent": "preview"})
    form = {"draft": page.value("draft"), "next": page.value("next"), "body": "So *clear*."}
    saved = as_alice.post("/drafts", form)
    assert as_alice.get(saved.location).value("body").strip() == "So *clear*."


def test_the_preview_renders_what_is_typed(nobody, app):
    page = nobody.post("/preview", {"body": "So *clear*. <script>x</script>"}, mode="htmx")
    assert page.status_code == 200
    assert "<em>clear</em>" in page.text
    assert not page.select("script")


def test_the_preview_of_a_text_that_is_too_long_says_so(nobody, app):
    page = nobody.post("/preview", {"body": "x" * 20_001}, mode="htmx")
    assert page.status_code == 422
    assert page.select_one(".problem")


def test_posting_too_fast_is_answered_with_a_pause_and_the_text(thread, as_alice):
    path = f"/threads/{thread.public_id}/comments"
    for _ in range(10):
        assert as_alice.post(path, {"body": "Quick."}).status_code == 303
    page = as_alice.post(path, {"body": "Too quick."})
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "Too quick." in page.text


def test_refused_forms_do_not_count_as_posts(thread, as_alice):
    path = f"/threads/{thread.public_id}/comments"
    for _ in range(15):
        assert as_alice.post(path, {"body": ""}).status_code == 422
    assert as_alice.post(path, {"body": "Now it is fine."}).status_code == 303


def test_an_older_rendering_is_shown_as_todays(thread, bob, nobody):
    import sqlalchemy as sa

    from forum.lib.db import atomic

    old = a_comment(bob, thread, "*new*")
    atomic(
        lambda: db.session.execute(
            sa.update(Comment).where(Comment.id == old.id).values(renderer_version=0, html="old")
        )
    )()
    page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    assert page.select_one(f"#comment-{old.public_id} em")


def test_a_body_of_other_people_is_never_run(thread, as_alice, nobody):
    hostile = "<img src=x onerror=alert(1)>[x](javascript:alert(1))<svg onload=alert(1)>"
    as_alice.post(f"/threads/{thread.public_id}/comments", {"body": hostile})
    body = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True).select("[data-comment-body]")[-1]
    assert body.select("img, svg, script, [onerror], [onload]") == []
    assert all(not str(link.get("href", "")).startswith("javascript") for link in body.select("a"))


def test_nobody_speaks_for_an_organisation_without_a_mandate(thread, as_alice):
    page = as_alice.post(
        f"/threads/{thread.public_id}/comments", {"body": "For all of us.", "capacity": "organisation"}
    )
    assert page.status_code == 422
    assert page.value("body").strip() == "For all of us."


def test_quoting_a_body_keeps_its_markdown():
    from forum.web.comments import quoted

    assert quoted(a_body("**a**\nb").source) == "> **a**\n> b\n\n"
