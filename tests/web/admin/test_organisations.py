"""Looking after organisations and mandates: finding, correcting and merging them."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import Suspension
from forum.accounts.suspending import suspend
from forum.discussion.voice import Voice
from forum.lib.db import db
from forum.mandates.models import Mandate, Organisation
from forum.mandates.service import withdraw_mandate
from forum.positions.models import Choice, OrganisationVote
from forum.positions.voting import cast_vote_for
from tests.browsing import Person
from tests.factories import a_comment, a_mandate, a_position, a_user, as_actor, curated

PATH = "/admin/organisations/gemeente-zeist"
REASON = "The town asked us to."


@pytest.fixture
def mandate(alice, article):
    return a_mandate(alice, perspective="municipality", described="A town.", website="https://www.zeist.nl")


@pytest.fixture
def twin(bob, mandate):
    """The same town under another name, for which bob speaks."""
    return a_mandate(bob, "Gem. Zeist")


def particulars(**other: str) -> dict[str, str]:
    """The form as it stands on the page, with these changes."""
    return {
        "name": "Gemeente Zeist",
        "perspective": "municipality",
        "described": "A town.",
        "website": "https://www.zeist.nl",
        "version": "1",
        "reason": REASON,
    } | other


def stored(slug: str = "gemeente-zeist") -> Organisation:
    db.session.rollback()
    found = sa.select(Organisation).where(Organisation.slug == slug)
    return db.session.scalars(found, execution_options={"populate_existing": True}).one()


def after(person, page, mode):
    return person.get(page.location) if mode == "plain" else page


PAGES = ("/admin/organisations", PATH, "/admin/mandates")


def test_moderators_and_administrators_look_after_them_and_nobody_else(
    mandate, nobody, as_bob, as_moderator, as_admin
):
    for path in PAGES:
        assert nobody.get(path).location.startswith("/login")
        assert as_bob.get(path).status_code == 403
        for person in (as_moderator, as_admin):
            page = person.get(path)
            assert page.status_code == 200
            assert page.headers["Cache-Control"] == "private, no-store"


def test_each_has_the_bar_that_is_theirs(mandate, as_moderator, as_admin):
    for path in PAGES:
        assert as_moderator.get(path).select_one("#moderation-nav [aria-current=page]")
    assert not as_moderator.get(PATH).select_one("#admin-nav")
    for path in PAGES:
        assert as_admin.get(path).select_one("#admin-nav [aria-current=page]")


def test_from_what_everybody_sees_a_moderator_goes_on_to_it(mandate, as_moderator, as_bob):
    public = "/organisations/gemeente-zeist"
    assert as_moderator.get(public).select_one(f"a[href='{PATH}']")
    assert not as_bob.get(public).select_one(f"a[href='{PATH}']")


def test_the_list_tells_how_each_stands(db, alice, bob, mandate, as_admin, thread):
    a_comment(alice, thread, voice=Voice(mandate.public_id))
    a_position(alice, capacity=mandate.public_id)
    a_mandate(bob, is_confirmed=False)
    withdraw_mandate(as_actor(alice), a_mandate(alice, scope="lesson:we").public_id)
    a_mandate(bob, "De Bilt", is_confirmed=False)
    a_mandate(bob, scope="lesson:we", starts_on="2026-12-10")
    page = as_admin.get("/admin/organisations")
    zeist = page.words("#organisation-gemeente-zeist")
    for words in (
        "1 mandate holds",
        "1 begins later",
        "1 waits",
        "1 is over",
        "2 contributions in its name",
        "Municipality",
    ):
        assert words in zeist
    assert "not confirmed yet" in page.words("#organisation-de-bilt")


def test_organisations_are_searched_and_filtered(mandate, bob, as_admin):
    a_mandate(bob, "De Bilt", is_confirmed=False)
    assert as_admin.get("/admin/organisations?q=bilt").words(".person-row h2") == "De Bilt"
    assert as_admin.get("/admin/organisations?sort=known").words(".person-row h2") == "Gemeente Zeist"
    assert as_admin.get("/admin/organisations?sort=new").words(".person-row h2") == "De Bilt"
    assert "No organisation is found" in as_admin.get("/admin/organisations?q=zzz").words(".empty")
    assert "No organisation is found" in as_admin.get("/admin/organisations?sort=merged").words(".empty")
    assert as_admin.get("/admin/organisations?after=nonsense").status_code == 404
    assert as_admin.get("/admin/organisations?q=...&sort=nonsense").status_code == 200


def test_what_is_wrong_is_corrected_and_everybody_sees_it(mandate, as_moderator, nobody, mode):
    sent = particulars(
        name="Gemeente Zeist (Utrecht)", described="A town in Utrecht.", perspective="provider"
    )
    page = as_moderator.post(f"{PATH}/correct", sent, mode=mode)
    page = after(as_moderator, page, mode)
    assert "Corrected." in page.words(".notice")
    assert page.value("name") == "Gemeente Zeist (Utrecht)"
    shown = nobody.get("/organisations/gemeente-zeist")
    for words in ("Gemeente Zeist (Utrecht)", "A town in Utrecht.", "Provider"):
        assert words in shown.words("main")
    assert stored().version == 2


def test_what_will_not_do_is_said_at_its_field_and_nothing_typed_is_lost(mandate, as_moderator, mode):
    sent = particulars(name="", website="zeist", reason="")
    page = as_moderator.post(f"{PATH}/correct", sent, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#correct-reason-error")
    page = as_moderator.post(f"{PATH}/correct", sent | {"reason": REASON}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#correct-name-error")
    assert page.select_one("#correct-website-error")
    assert page.value("website") == "zeist"
    assert page.value("reason") == REASON


def test_of_two_who_correct_the_second_sees_both_texts(mandate, as_moderator, as_admin, mode):
    as_admin.post(f"{PATH}/correct", particulars(described="A green town.", perspective="provider"))
    page = as_moderator.post(f"{PATH}/correct", particulars(described="A large town."), mode=mode)
    assert page.status_code == 409
    assert page.value("described") == "A large town."
    assert page.words("#correct-described-now") == "A green town."
    assert page.words("#correct-perspective-now") == "Provider"
    assert not page.select_one("#correct-name-now")
    assert page.value("reason") == REASON
    again = as_moderator.post(
        f"{PATH}/correct", particulars(described="A large town.", version=page.value("version")), mode=mode
    )
    assert again.status_code == (303 if mode == "plain" else 200)
    assert stored().described == "A large town."


def test_nothing_to_change_is_said(mandate, as_moderator, mode):
    page = as_moderator.post(f"{PATH}/correct", particulars(), mode=mode)
    assert page.status_code == 409
    assert "Nothing is different" in page.words("[role=alert]")


def test_a_name_that_looks_like_another_is_refused(mandate, bob, as_moderator, mode):
    a_mandate(bob, "De Bilt")
    page = as_moderator.post(
        "/admin/organisations/de-bilt/correct", particulars(name="Gemeente Ze1st"), mode=mode
    )
    assert page.status_code == 422
    assert "“Gemeente Zeist”" in page.words("#correct-name-error")


def test_the_public_log_tells_of_it_without_the_names(mandate, as_moderator, nobody):
    as_moderator.post(f"{PATH}/correct", particulars(name="Zeist"))
    words = nobody.get("/moderation/log").words("main")
    assert "Name or particulars corrected" in words
    assert "An organisation" in words
    assert REASON in words
    assert "Zeist" not in words
    entry = nobody.get("/moderation/log").select_one(".log-place a")
    assert entry is not None
    assert entry["href"] == "/organisations/gemeente-zeist"


def test_the_register_holds_what_stood_there_before(mandate, as_moderator):
    as_moderator.post(f"{PATH}/correct", particulars(name="Zeist"))
    page = as_moderator.get("/moderation/register")
    assert page.words(".log-changes del").startswith("Gemeente Zeist")
    assert page.select_one(f".log-entry a[href='{PATH}']")


def test_who_moderates_does_not_merge(twin, as_moderator, mode):
    assert "Merge it" not in as_moderator.get(PATH).words("main")
    assert as_moderator.get(f"{PATH}/merge").status_code == 403
    page = as_moderator.post(f"{PATH}/merge", {"into": "gem-zeist", "reason": REASON}, mode=mode)
    assert page.status_code == 403


def test_the_other_one_is_found_by_a_word_they_share_or_by_its_name(twin, alice, as_admin):
    a_mandate(alice, "De Bilt")
    page = as_admin.get("/admin/organisations/gem-zeist/merge")
    assert page.words(".person-row h2") == "Gemeente Zeist"
    page = as_admin.get("/admin/organisations/gem-zeist/merge?q=bilt")
    assert page.words(".person-row h2") == "De Bilt"
    assert "No organisation has this" in as_admin.get("/admin/organisations/gem-zeist/merge?q=zzz").words(
        "main"
    )


def test_what_would_move_is_shown_before(twin, alice, bob, mandate, as_admin, thread, position):
    a_comment(bob, thread, voice=Voice(twin.public_id))
    for person, one in ((alice, mandate), (bob, twin)):
        cast_vote_for(as_actor(person), position.public_id, Choice.AGREE, capacity=one.public_id)
        a_mandate(
            alice, "Gemeente Zeist" if one is mandate else "Gem. Zeist", is_confirmed=False, scope="lesson:we"
        )
    words = as_admin.get("/admin/organisations/gem-zeist/merge?into=gemeente-zeist").words("#admin-merge")
    for part in (
        "Merge Gem. Zeist into Gemeente Zeist?",
        "2 move. 1 was asked for at both",
        "1 stands in the name of Gemeente Zeist from now on.",
        "1 does not count any more: on that position Gemeente Zeist voted too",
    ):
        assert part in words


def test_after_merging_the_old_address_leads_to_the_one_that_stays(twin, bob, as_admin, nobody, thread, mode):
    a_comment(bob, thread, "We say so.", voice=Voice(twin.public_id))
    sent = {"into": "gemeente-zeist", "reason": REASON, "submission_key": "once"}
    page = as_admin.post("/admin/organisations/gem-zeist/merge", sent, mode=mode)
    assert page.location == f"{PATH}?done=merged"
    assert "Merged." in as_admin.get(page.location).words(".notice")
    old = nobody.get("/organisations/gem-zeist")
    assert (old.status_code, old.location) == (301, "/organisations/gemeente-zeist")
    shown = nobody.get(old.location)
    assert "Bob" in shown.words("section[aria-labelledby=speakers]")
    assert "We say so." in shown.words("#said")
    assert nobody.get("/organisations").words(".organisation-row h2") == "Gemeente Zeist"
    comment = nobody.get(f"/threads/{thread.public_id}/what-do-we-mean-by-we")
    assert "Gem. Zeist" not in comment.words("main")
    again = as_admin.post("/admin/organisations/gem-zeist/merge", sent, mode=mode)
    assert again.location == f"{PATH}?done=merged"


def test_the_merged_one_tells_administrators_where_it_went(twin, as_admin):
    as_admin.post("/admin/organisations/gem-zeist/merge", {"into": "gemeente-zeist", "reason": REASON})
    page = as_admin.get("/admin/organisations/gem-zeist")
    assert page.select_one(f".standing-note a[href='{PATH}']")
    assert not page.select_one("form#correct")
    assert "Gem. Zeist" in as_admin.get(PATH).words("#admin-organisation")
    assert as_admin.get("/admin/organisations?sort=merged").words(".person-row h2") == "Gem. Zeist"
    assert "already" in as_admin.get("/admin/organisations/gem-zeist/merge").words("main")


def test_the_log_tells_of_a_merge_without_the_names(twin, as_admin, nobody):
    as_admin.post("/admin/organisations/gem-zeist/merge", {"into": "gemeente-zeist", "reason": REASON})
    words = nobody.get("/moderation/log").words("main")
    assert "Merged into another organisation" in words
    assert "Zeist" not in words


@pytest.mark.parametrize("into", ["gemeente-zeist", "nothing", ""])
def test_it_is_not_merged_into_itself_or_into_nothing(mandate, as_admin, into, mode):
    page = as_admin.post(f"{PATH}/merge", {"into": into, "reason": REASON}, mode=mode)
    assert page.status_code == (422 if into == "gemeente-zeist" else 404)
    assert stored().merged_into_id is None


def test_a_merge_needs_a_reason(twin, as_admin, mode):
    page = as_admin.post(f"{PATH}/merge", {"into": "gem-zeist", "reason": ""}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#merge-reason-error")
    assert stored().merged_into_id is None


def test_what_was_merged_meanwhile_is_told(twin, as_admin, mode):
    as_admin.post("/admin/organisations/gem-zeist/merge", {"into": "gemeente-zeist", "reason": REASON})
    page = as_admin.post(f"{PATH}/merge", {"into": "gem-zeist", "reason": REASON}, mode=mode)
    assert page.status_code == 422
    assert "Choose the one that is left" in page.words("main, #admin-merge")
    page = as_admin.post(
        "/admin/organisations/gem-zeist/merge", {"into": "gemeente-zeist", "reason": "Once more."}, mode=mode
    )
    assert page.status_code == 409


def test_who_merges_first_shows_who_they_are_and_loses_no_word(twin, as_admin, clock, mode):
    clock.advance(minutes=10)
    sent = {"into": "gem-zeist", "reason": REASON, "merged": "gemeente-zeist"}
    page = as_admin.post(f"{PATH}/merge", sent, mode=mode)
    assert page.location == f"/account/confirm-it-is-you?next={PATH}/merge"
    back = as_admin.get(f"{PATH}/merge")
    assert back.value("reason") == REASON
    assert back.value("into") == "gem-zeist"
    assert not as_admin.get("/admin/organisations/gem-zeist/merge").select_one("#merge")


@pytest.mark.parametrize("action", ["correct", "unite"])
def test_the_general_form_of_moderators_leads_to_the_page_of_its_own(mandate, as_moderator, action, mode):
    page = as_moderator.get(f"/moderation/{action}?target=organisation:gemeente-zeist", mode=mode)
    if action == "correct":
        assert page.location == PATH
    else:
        assert page.status_code == 403
    sent = {"target": "organisation:gemeente-zeist", "ground": "duplicate", "reason": REASON}
    assert as_moderator.post(f"/moderation/{action}", sent, mode=mode).status_code == 404


def test_mandates_are_filtered_by_how_they_stand(app, alice, bob, article, clock):
    a_mandate(alice, "Long")
    a_mandate(alice, "Short", ends_on=(clock().date().replace(day=30)).isoformat())
    a_mandate(alice, "Later", starts_on=(clock().date().replace(day=28)).isoformat())
    a_mandate(bob, "Asked", is_confirmed=False, scope="lesson:we")
    withdraw_mandate(as_actor(bob), a_mandate(bob, "Withdrawn").public_id)

    def found(**asked: str) -> set[str]:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        rows = moderator.get(f"/admin/mandates?{query}").select(".mandate-name span")
        return {row.get_text().split(",")[0].removeprefix("for ") for row in rows}

    moderator = Person(app, a_user(role="moderator"))
    assert found() == {"Long", "Short", "Later", "Asked", "Withdrawn"}
    assert found(standing="waiting") == {"Asked"}
    assert found(standing="holds") == {"Long", "Short"}
    assert found(standing="soon") == {"Short"}
    assert found(standing="later") == {"Later"}
    assert found(standing="stopped") == {"Withdrawn"}
    assert found(scope="lesson") == {"Asked"}
    assert found(scope="forum", standing="waiting") == set()
    assert found(q="long") == {"Long"}
    assert found(standing="nonsense", scope="nonsense", q="...") == found()
    assert moderator.get("/admin/mandates?after=nonsense").status_code == 404
    clock.advance(days=20)
    moderator = Person(app, a_user(role="moderator"))
    assert found(standing="ended") == {"Short"}


def test_from_the_list_one_goes_on_to_decide(alice, bob, mo, article, as_moderator):
    asked, held = a_mandate(alice, is_confirmed=False), a_mandate(bob, "De Bilt")
    own = a_mandate(mo, "Own")
    page = as_moderator.get("/admin/mandates")
    for mandate, actions in ((asked, {"confirm", "refuse"}), (held, {"revoke"}), (own, set())):
        links = {a["href"] for a in page.select(f"#mandate-{mandate.public_id} a")}
        assert f"/account/mandates/{mandate.public_id}" in links
        assert {one.split("?")[0].rpartition("/")[2] for one in links if "/moderation/" in one} == actions
    for link in page.select(".mandate-row a"):
        assert as_moderator.get(link["href"]).status_code == 200


def test_whose_account_is_suspended_is_told_to_who_looks_after_mandates_only(
    alice, mandate, as_moderator, nobody
):
    curated(suspend, alice, Suspension.EVERYTHING, None)
    assert "cannot take part now" in as_moderator.get("/admin/mandates").words("main")
    assert "cannot take part now" in as_moderator.get(PATH).words("#mandates")
    assert "cannot take part now" not in nobody.get("/organisations/gemeente-zeist").words("main")


def test_the_next_page_keeps_what_was_asked(as_moderator, article, alice, clock):
    for number in range(51):
        a_mandate(alice, f"Town number {number}", is_confirmed=False)
    for path, row in (("/admin/mandates", ".mandate-row"), ("/admin/organisations", ".person-row")):
        page = as_moderator.get(f"{path}?q=town")
        assert len(page.select(row)) == 50
        following = page.select_one(".pager [rel=next]")
        assert following is not None
        rest = as_moderator.get(following["href"])
        assert len(rest.select(row)) == 1
        assert rest.value("q") == "town"


@pytest.mark.parametrize(
    "path", ["/admin/mandates?standing=soon", "/admin/mandates", PATH, "/admin/organisations"]
)
def test_ten_or_more_take_the_same_number_of_statements(path, mandate, as_moderator, alice, statements):
    def asked() -> int:
        with statements() as counted:
            assert as_moderator.get(path).status_code == 200
        return len(counted)

    asked()
    few = asked()
    for number in range(12):
        a_mandate(a_user(), ends_on="2026-12-10")
        a_mandate(alice, f"Town {number}", ends_on="2026-12-10")
    assert asked() == few


def test_what_is_not_there_is_not_found(as_admin, mode):
    for path in ("/admin/organisations/nothing", "/admin/organisations/nothing/merge"):
        assert as_admin.get(path).status_code == 404
    for act in ("correct", "merge"):
        assert as_admin.post(f"/admin/organisations/nothing/{act}", mode=mode).status_code == 404


def test_votes_and_mandates_are_where_the_list_says(twin, bob, mandate, as_admin, position):
    cast_vote_for(as_actor(bob), position.public_id, Choice.AGREE, capacity=twin.public_id)
    as_admin.post("/admin/organisations/gem-zeist/merge", {"into": "gemeente-zeist", "reason": REASON})
    kept = stored().id
    assert db.session.scalars(sa.select(OrganisationVote.organisation_id)).all() == [kept]
    assert set(db.session.scalars(sa.select(Mandate.organisation_id))) == {kept}
