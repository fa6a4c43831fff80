"""Every action has a form, made from its declaration: it asks why, keeps what was typed, and does it once."""

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

import forum.moderation.service  # noqa: F401  (declares the actions)
from forum.accounts.models import Suspension
from forum.discussion.drafts import claim
from forum.discussion.models import Comment, Thread
from forum.moderation.declaring import ACTIONS
from forum.moderation.kinds import Ground
from forum.moderation.models import Decision, Item
from tests.browsing import Person
from tests.factories import a_comment, a_decision, a_flag, a_thread, a_user, an_appeal, an_item

# Those with a page of their own are tried in tests/web/admin/.
every_action = pytest.mark.parametrize(
    "action", sorted(name for name, action in ACTIONS.items() if not action.has_own_page)
)


def decisions(db) -> list[Decision]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


@every_action
def test_its_form_asks_for_a_ground_a_reason_and_what_it_needs(as_moderator, scene, action, mode):
    page = as_moderator.get(scene(action).form, mode=mode)
    declared = ACTIONS[action]
    form = page.select_one("form.action-form")
    assert page.status_code == 200
    assert form is not None
    assert form["action"] == f"/moderation/{action}"
    offered = {one["value"] for one in form.select("[name=ground]")}
    assert offered == {ground.value for ground in declared.grounds}
    for name in ("reason", *declared.asks):
        assert form.select_one(f"[name={name}]"), name
    assert bool(page.select_one("html")) is (mode == "plain")


@every_action
def test_without_a_reason_nothing_is_done_and_everything_stays(as_moderator, scene, db, action, mode):
    case = scene(action)
    before = len(decisions(db))
    page = as_moderator.post(case.address, case.sent(reason="No."), mode=mode)
    assert page.status_code == 422
    assert page.select_one("[id$=reason-error]")
    assert page.value("reason").strip() == "No."
    for name, value in case.fields.items():
        kept = [one.get("value") or one.get_text().strip() for one in _chosen(page, name)]
        assert kept == (value if isinstance(value, list) else [value]), name
    assert len(decisions(db)) == before


def _chosen(page, name: str):
    """What is filled in: texts, what is ticked, what is selected."""
    return [
        one
        for one in page.select(f".action-form [name={name}], .action-form [name={name}] option")
        if (one.name == "option" and one.has_attr("selected"))
        or one.name == "textarea"
        or (one.name == "input" and (one.get("type") == "text" or one.has_attr("checked")))
    ]


@every_action
def test_it_is_done_once_and_one_comes_back_to_where_it_stands(as_moderator, scene, db, mo, action, mode):
    case = scene(action)
    before = len(decisions(db))
    sent = case.sent(submission_key="twice", next="/questions/who-is-we?results=1")
    for _time in range(2):
        page = as_moderator.post(case.address, sent, mode=mode)
        assert page.status_code == (303 if mode == "plain" else 200), page.text
    decision = decisions(db)[before]
    assert len(decisions(db)) - before == 1
    assert (decision.action, decision.actor_id) == (action, mo.id)
    assert page.location.startswith("/questions/who-is-we?results=1&decided=")


def test_after_it_the_page_says_what_was_done_and_offers_to_undo_it(as_moderator, scene, db, mode):
    case = scene("hide")
    address = as_moderator.post(case.address, case.sent(), mode=mode).location
    page = as_moderator.get(address)
    while page.location:
        page = as_moderator.get(page.location)
    notice = page.select_one("#decided form")
    assert "Taken away" in page.words("#decided")
    assert notice is not None
    undo = {one["name"]: one["value"] for one in notice.select("input")}
    back = as_moderator.post(notice["action"], undo, mode=mode)
    assert back.location
    assert [one.action for one in decisions(db)] == ["hide", "restore"]
    hide, restore = decisions(db)
    assert restore.reverses_id == hide.id
    assert "Undo" not in as_moderator.get(f"/questions/who-is-we?decided={hide.public_id}").words("#decided")


def test_others_are_told_nothing_of_what_was_decided(as_alice, comment, mo):
    decision = a_decision(comment, by=mo)
    page = as_alice.get(f"/questions/who-is-we?decided={decision.public_id}")
    assert page.status_code == 200
    assert not page.select_one("#decided")


def test_an_undo_gives_back_what_there_was(as_moderator, scene, db, mode):
    case = scene("retitle")
    as_moderator.post(case.address, case.sent())
    undone = case.sent(reverses=decisions(db)[-1].public_id, title="Not this one")
    as_moderator.post(case.address, undone, mode=mode)
    thread = db.session.scalars(sa.select(Thread).filter_by(public_id=case.ref.partition(":")[2])).one()
    assert thread.title == "What do we mean by we?"


def test_splitting_is_undone_by_merging_back(as_moderator, scene, db):
    case = scene("split")
    as_moderator.post(case.address, case.sent())
    split = decisions(db)[-1]
    page = as_moderator.get(f"/questions?decided={split.public_id}")
    form = page.select_one("#decided form")
    assert form is not None
    as_moderator.post(form["action"], {one["name"]: one["value"] for one in form.select("input")})
    moved = db.session.scalars(sa.select(Comment).filter_by(public_id=case.fields["comments"][0])).one()
    db.session.refresh(moved)
    old = db.session.scalars(sa.select(Thread.id).filter_by(public_id=case.ref.partition(":")[2])).one()
    assert moved.thread_id == old


def test_an_undo_that_says_something_of_somebody_is_chosen_in_the_form(as_moderator, comment, mo):
    restore = a_decision(comment, "restore", by=mo, ground=Ground.REVIEW)
    page = as_moderator.get(f"/questions?decided={restore.public_id}")
    link = page.select_one("#decided a")
    assert link is not None
    form = as_moderator.get(link["href"])
    assert form.value("reverses") == restore.public_id


@pytest.mark.parametrize(
    "address",
    [
        "/moderation/applaud?target=comment:{comment}",
        "/moderation/hide?target=comment:unknown",
        "/moderation/hide?target=letter:{comment}",
        "/moderation/hide?target=",
        "/moderation/hide",
        "/moderation/pin?target=comment:{comment}",
    ],
)
def test_what_is_not_there_is_not_found(as_moderator, comment, address):
    address = address.format(comment=comment.public_id)
    path, _question, query = address.partition("?")
    assert as_moderator.get(address).status_code == 404
    sent = {"target": query.removeprefix("target="), "ground": "spam", "reason": "It is not there."}
    assert as_moderator.post(path, sent).status_code == 404


@every_action
def test_only_moderators_get_a_form_or_do_it(app, nobody, as_alice, scene, db, action):
    case = scene(action)
    count = len(decisions(db))
    assert nobody.get(case.form).location.startswith("/login?next=")
    assert nobody.post(case.address, case.sent()).location.startswith("/login?next=")
    assert as_alice.get(case.form).status_code == 403
    assert as_alice.post(case.address, case.sent()).status_code == 403
    assert len(decisions(db)) == count


def test_a_moderator_who_is_suspended_does_nothing(app, scene, db, do, ada):
    kim = a_user("kim", role="moderator")
    as_kim = Person(app, kim)
    do("suspend", f"account:{kim.public_id}", by=ada, fields={"scope": ["writing"], "until": [""]})
    case = scene("hide")
    assert as_kim.get(case.form).status_code == 403
    assert as_kim.post(case.address, case.sent()).status_code == 403


def test_nobody_decides_about_themselves_or_about_an_administrator(as_moderator, as_admin, thread, mo, ada):
    for author in (mo, ada):
        ref = f"comment:{a_comment(author, thread).public_id}"
        assert as_moderator.get(f"/moderation/hide?target={ref}").status_code == 403
        sent = {"target": ref, "ground": "off_topic", "reason": "It is about something else."}
        assert as_moderator.post("/moderation/hide", sent).status_code == 403
    own = f"comment:{a_comment(mo, thread).public_id}"
    assert as_admin.get(f"/moderation/hide?target={own}").status_code == 200


def test_ones_own_conversation_can_be_put_in_order(as_moderator, article, mo):
    thread = a_thread(mo)
    sent = {"target": f"thread:{thread.public_id}", "ground": "order", "reason": "Easier to find this way."}
    assert as_moderator.post("/moderation/pin", sent).status_code == 303


def test_what_takes_no_such_action_says_why_and_keeps_the_reason(as_moderator, scene, mode):
    case = scene("hide")
    as_moderator.post(case.address, case.sent())
    page = as_moderator.post(case.address, case.sent(reason="Again, because of the second line."), mode=mode)
    assert page.status_code == 409
    assert page.words(".action-form .problem") == "This comment was taken away already."
    assert page.value("reason").strip() == "Again, because of the second line."


def test_a_choice_can_be_pasted_as_an_address(as_moderator, scene, db, bob, mode):
    case = scene("merge")
    other = a_thread(bob, title="The one that stays")
    pasted = f"http://localhost/threads/{other.public_id}/the-one-that-stays?after=x#comment-y"
    sent = case.sent(into="", into_address=pasted)
    assert as_moderator.post(case.address, sent, mode=mode).location
    merged = db.session.scalars(sa.select(Thread).filter_by(public_id=case.ref.partition(":")[2])).one()
    db.session.refresh(merged)
    assert merged.merged_into_id == other.id


def test_a_suspension_ends_on_the_day_that_was_chosen(as_moderator, scene, db, bob, mode):
    case = scene("suspend")
    form = as_moderator.get(case.form)
    days = [one["value"] for one in form.select("[name=until]")]
    assert days == ["2026-11-24", "2026-11-30", "2026-12-23", "day", ""]
    sent = case.sent(until="day", until_day="2026-12-31")
    assert as_moderator.post(case.address, sent, mode=mode).location
    db.session.refresh(bob)
    assert bob.suspension is Suspension.WRITING
    assert bob.suspended_until is not None
    assert bob.suspended_until.isoformat() == "2026-12-31T22:59:59+00:00"


def test_a_day_that_was_not_filled_in_is_asked_for(as_moderator, scene):
    case = scene("suspend")
    page = as_moderator.post(case.address, case.sent(until="day"))
    assert page.status_code == 422
    assert page.select_one("[id$=until-error]")


def test_the_ground_of_a_report_stands_ready(as_moderator, comment):
    a_flag(comment, Ground.TENDER)
    page = as_moderator.get(f"/moderation/hide?target=comment:{comment.public_id}&ground=tender")
    chosen = page.select_one("[name=ground][checked]")
    assert chosen is not None
    assert chosen["value"] == "tender"
    assert (
        as_moderator.get(f"/moderation/hide?target=comment:{comment.public_id}&ground=x").status_code == 200
    )


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere"])
def test_one_comes_back_to_a_page_of_ours_only(as_moderator, scene, back):
    case = scene("hide")
    page = as_moderator.post(case.address, case.sent(next=back))
    assert page.location.startswith("/comments/")
    form = as_moderator.get(f"{scene('hide').form}&next={back}")
    assert form.value("next").startswith("/comments/")
    cancel = form.select_one(".cancel")
    assert cancel is not None
    assert cancel["href"].startswith("/comments/")


def test_a_moderator_who_was_signed_out_finds_the_reason_again(app, nobody, as_moderator, scene, mo, db):
    case = scene("hide")
    written = "You attack a person here, not what they say."
    page = nobody.post(case.address, case.sent(reason=written, ground="hateful"))
    assert page.location.startswith("/login?next=/moderation/hide")
    query = parse_qs(urlsplit(page.location).query)
    claim(query["draft"][0], mo.id)
    form = as_moderator.get(query["next"][0])
    assert form.value("reason").strip() == written
    chosen = form.select_one("[name=ground][checked]")
    assert chosen is not None
    assert chosen["value"] == "hateful"
    sent = case.sent(draft=form.value("draft"))
    assert as_moderator.post(case.address, sent).location
    assert not as_moderator.get(scene("hide").form).select("[name=draft]")


def test_an_item_is_settled_by_the_action_that_was_chosen_from_it(as_moderator, thread, bob, db, mode):
    other = a_thread(bob)
    item = an_item(thread)
    here = f"/moderation/items/{item.public_id}"
    form = as_moderator.get(
        f"/moderation/merge?target=thread:{thread.public_id}&item={item.public_id}&next={here}"
    )
    sent = {"target": f"thread:{thread.public_id}", "item": form.value("item"), "ground": "duplicate"}
    sent |= {"reason": "The same stands elsewhere already.", "into": other.public_id}
    page = as_moderator.post("/moderation/merge", sent, mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)
    db.session.rollback()
    assert db.session.get_one(Item, item.id, populate_existing=True).closed_at is not None


def test_an_appeal_is_for_another_moderator_than_who_decided(as_moderator, as_admin, comment, bob, mo):
    appeal = an_appeal(a_decision(comment, "warn", by=mo), bob)
    form = f"/moderation/reverse?target=appeal:{appeal.public_id}"
    assert as_moderator.get(form).status_code == 403
    assert as_admin.get(form).status_code == 200
