"""Publishing other house rules, as an administrator."""

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.house_rules.queries import current_number
from tests.browsing import Person
from tests.factories import a_user, new_rules

FORM = {
    "body_nl": "## Vriendelijk\n\nWees *aardig*.",
    "body_en": "## Kindness\n\nBe *kind*.",
    "changes_nl": "Aardig zijn is nu een regel.",
    "changes_en": "Being kind is a rule now.",
    "version": "1",
}


def newest(db):
    db.session.rollback()
    return current_number()


def test_the_form_holds_the_rules_as_they_are_with_their_preview(as_admin):
    page = as_admin.get("/rules/edit")
    assert page.value("body_en").lstrip().startswith("You come here to think together")
    assert page.value("body_nl").lstrip().startswith("U komt hier om samen na te denken")
    assert page.value("version") == "1"
    assert page.select_one("#rules-body_en-preview h2")
    assert "becomes version 2" in page.words(".lead")


def test_publishing_leads_to_the_new_rules(as_admin, db, mode):
    done = as_admin.post("/rules/edit", FORM, mode=mode)
    assert done.location == "/rules?done=published"
    page = as_admin.get(done.location)
    assert page.words(".rules") == "Kindness Be kind ."
    assert page.select_one(".notice[data-kind=done]")
    assert newest(db) == 2


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_lost(as_admin, db, mode):
    page = as_admin.post("/rules/edit", FORM | {"body_nl": " ", "changes_en": ""}, mode=mode)
    assert page.status_code == 422
    assert [str(one["id"]) for one in page.select(".problem")] == [
        "rules-body_nl-error",
        "rules-changes_en-error",
    ]
    assert page.value("body_en").strip() == FORM["body_en"]
    assert page.value("changes_nl").strip() == FORM["changes_nl"]
    assert page.value("version") == "1"
    assert newest(db) == 1


def test_a_preview_publishes_nothing(as_admin, db):
    page = as_admin.post("/rules/edit", FORM | {"intent": "preview"})
    assert page.status_code == 200
    assert "<em>kind</em>" in str(page.select_one("#rules-body_en-preview"))
    assert page.value("changes_nl").strip() == FORM["changes_nl"]
    assert newest(db) == 1


def test_a_preview_appears_while_one_writes(as_admin, as_moderator, nobody):
    shown = as_admin.post("/rules/preview/nl", FORM, mode="htmx")
    assert "<h2>Vriendelijk</h2>" in shown.text
    assert as_admin.post("/rules/preview/xx", FORM, mode="htmx").status_code == 404
    assert as_moderator.post("/rules/preview/nl", FORM, mode="htmx").status_code == 403
    assert nobody.post("/rules/preview/nl", FORM).location.startswith("/login")


def test_no_script_comes_through(as_admin):
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    as_admin.post("/rules/edit", FORM | {"body_en": hostile, "changes_en": "<script>alert(2)</script>"})
    for path in ("/rules", "/rules/2", "/rules/2/changes", "/rules/edit"):
        page = as_admin.get(path)
        assert not page.select("main script, main [onerror], main a[href^=javascript]"), path
        assert "<script>alert" not in page.text, path


def test_the_second_of_two_administrators_sees_both_texts(app, as_admin, db):
    other = Person(app, a_user("otto", role="admin"))
    other.post("/rules/edit", FORM)
    mine = FORM | {"body_en": "Be brave.", "body_nl": "Wees dapper."}
    page = as_admin.post("/rules/edit", mine)
    assert page.status_code == 409
    for text in ("Be brave.", "Wees dapper.", FORM["body_en"], FORM["body_nl"], FORM["changes_nl"]):
        assert text in page.text
    assert page.value("version") == "2"
    assert newest(db) == 2
    again = {name: page.value(name) for name in FORM}
    assert as_admin.post("/rules/edit", again).location == "/rules?done=published"
    assert newest(db) == 3
    assert as_admin.get("/rules").words(".rules") == "Be brave."


def test_a_draft_waits_and_remembers_from_which_version_it_was_made(as_admin):
    fields = FORM | {"draft": "rules:edit", "next": "/rules/edit", "intent": "draft"}
    assert as_admin.post("/drafts", fields).location == "/rules/edit"
    new_rules(a_user("otto", role="admin"))
    page = as_admin.get("/rules/edit")
    assert page.value("body_en").strip() == FORM["body_en"]
    assert page.select_one("#rules [name=version][value='1']")
    assert "Somebody published version 2" in page.words(".notice")
    assert as_admin.post("/rules/edit", FORM).status_code == 409


def test_a_draft_that_was_published_is_gone(as_admin):
    as_admin.post("/drafts", FORM | {"draft": "rules:edit", "next": "/rules/edit"})
    as_admin.post("/rules/edit", FORM)
    assert as_admin.get("/rules/edit").value("changes_en").strip() == ""


def test_what_was_typed_survives_a_sign_in(nobody):
    sent = nobody.post("/rules/edit", FORM)
    assert sent.location.startswith("/login?next=/rules/edit&draft=")


@pytest.mark.parametrize("who", ["as_alice", "as_moderator"])
def test_nobody_else_publishes_and_what_they_typed_is_shown(request, db, who, mode):
    person = request.getfixturevalue(who)
    assert person.get("/rules/edit").status_code == 403
    page = person.post("/rules/edit", FORM, mode=mode)
    assert page.status_code == 403
    assert FORM["body_en"] in page.text
    assert newest(db) == 1
    assert db.session.scalars(sa.select(AuditEntry)).all() == []


@pytest.mark.parametrize("value", ["\x00", "1" + "0" * 30, "-1", "", "x" * 50_000, "é\u202e" * 9000])
@pytest.mark.parametrize("field", FORM)
def test_strange_values_are_refused_or_harmless(as_admin, field, value):
    page = as_admin.post("/rules/edit", FORM | {field: value})
    assert page.status_code in (303, 409, 422)
