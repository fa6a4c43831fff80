"""Finding people and helping with their account."""

import pytest
import sqlalchemy as sa

from forum.accounts.invitations import secret_in
from forum.accounts.models import User
from forum.accounts.service import Registration, invite, register
from forum.lib.db import db
from forum.permissions import Role
from tests.factories import a_user, as_actor
from tests.letters import sent_by
from tests.oidc_provider import running_provider
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.signing_on import ROBIN, as_setting, joined, sign_on


@pytest.fixture
def path(alice):
    return f"/admin/people/{alice.public_id}"


def role_of(user):
    return db.session.scalar(sa.select(User.role).where(User.id == user.id))


def after(person, page, mode):
    return person.get(page.location) if mode == "plain" else page


def test_only_administrators_see_people(path, nobody, as_alice, as_moderator, as_admin):
    for one in ("/admin/people", path):
        assert nobody.get(one).location.startswith("/login")
        assert as_alice.get(one).status_code == 403
        assert as_moderator.get(one).status_code == 403
        page = as_admin.get(one)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("act", ["role", "confirm", "reset", "sign-out", "vouch"])
def test_only_administrators_change_accounts(path, as_moderator, act, mode):
    page = as_moderator.post(f"{path}/{act}", {"role": "admin", "reason": "x", "known": "yes"}, mode=mode)
    assert page.status_code == 403


def test_people_are_searched_and_filtered(article, as_admin, path, mo):
    assert as_admin.get("/admin/people?q=ali").select_one(f".person-row a[href='{path}']")
    page = as_admin.get("/admin/people?role=moderator&standing=nonsense&perspective=")
    assert [row.get_text() for row in page.select(".person-row h2")] == ["Mo"]
    assert page.select_one("#people-role option[selected]").get("value") == "moderator"
    assert "Nobody is found" in as_admin.get("/admin/people?q=zzz").words(".empty")
    assert as_admin.get("/admin/people?after=nonsense").status_code == 404


def test_the_next_page_keeps_what_was_asked(as_admin):
    for n in range(51):
        a_user(f"person {n}")
    page = as_admin.get("/admin/people?q=person&role=member")
    following = page.select_one(".pager [rel=next]")
    assert following is not None
    rest = as_admin.get(following["href"])
    assert rest.words(".person-row h2") == "Person 0"
    assert rest.value("q") == "person"


def test_a_role_is_given_with_a_reason(as_admin, alice, path, mode):
    page = as_admin.post(f"{path}/role", {"role": "moderator", "reason": ""}, mode=mode)
    assert page.status_code == 422
    assert "Say in a few words why" in page.words("#role-reason-error")
    chosen = page.select_one("#role-role option[selected]")
    assert chosen is not None
    assert chosen["value"] == "moderator"
    done = as_admin.post(f"{path}/role", {"role": "moderator", "reason": "She helps us."}, mode=mode)
    page = after(as_admin, done, mode)
    assert "They have to sign in again" in page.words(".notice")
    assert role_of(alice) is Role.MODERATOR


def test_who_gives_a_role_first_shows_who_they_are_and_loses_no_word(as_admin, path, bob, clock, mode):
    clock.advance(minutes=10)
    typed = {"role": "moderator", "reason": "She helps us.", "person": path.rpartition("/")[2]}
    page = as_admin.post(f"{path}/role", typed, mode=mode)
    assert page.location == f"/account/confirm-it-is-you?next={path}"
    back = as_admin.get(path)
    assert back.value("reason") == "She helps us."
    assert back.select_one("#role-role option[selected]")["value"] == "moderator"
    assert as_admin.get(f"/admin/people/{bob.public_id}").value("reason") == ""


def test_the_last_administrator_is_told_so(as_admin, ada, mode):
    path = f"/admin/people/{ada.public_id}"
    assert "Nobody else administers the forum" in as_admin.get(path).words("[aria-labelledby=role-title]")
    page = as_admin.post(f"{path}/role", {"role": "member", "reason": "I stop."}, mode=mode)
    assert page.status_code == 422
    assert role_of(ada) is Role.ADMIN


def test_who_gives_up_the_own_role_signs_in_again(as_admin, ada, mode):
    a_user("other", role="admin")
    path = f"/admin/people/{ada.public_id}"
    page = as_admin.post(f"{path}/role", {"role": "member", "reason": "I stop."}, mode=mode)
    assert page.location == "/login"
    assert as_admin.get("/admin").location.startswith("/login")


def test_help_with_an_account_says_what_was_done(as_admin, mailbox, mode):
    newcomer = a_user("newcomer", is_confirmed=False)
    path = f"/admin/people/{newcomer.public_id}"
    for act, fields, said in (
        ("confirm", {}, "The address counts as confirmed now."),
        ("reset", {}, "A link for a new password is on its way to them."),
        ("sign-out", {}, "They are signed out in every browser."),
        ("vouch", {"known": "yes"}, "You vouch for this person now."),
        ("vouch", {"known": "no"}, "Nobody vouches for this person now."),
    ):
        page = after(as_admin, as_admin.post(f"{path}/{act}", fields, mode=mode), mode)
        assert said in page.words(".notice"), act
    assert not page.select_one("form[action$=confirm]")
    assert len(sent_by(mailbox, newcomer.email)) == 1


def test_who_is_not_there_is_not_found(as_admin, mode):
    assert as_admin.get("/admin/people/nothing").status_code == 404
    for act in ("role", "confirm", "reset", "sign-out", "vouch"):
        assert as_admin.post(f"/admin/people/nothing/{act}", mode=mode).status_code == 404


@pytest.mark.parametrize("by_provider", [False, True])
def test_the_page_tells_by_whose_invitation_somebody_came(
    app, nobody, article, as_admin, mo, configure, clock, by_provider
):
    invitation = invite(as_actor(mo))
    secret = secret_in(invitation)
    configure(registration="invite")
    if by_provider:
        with running_provider(clock) as noord:
            configure(oidc_providers=(as_setting(noord),))
            noord.somebody = dict(ROBIN)
            assert joined(nobody, sign_on(nobody, invitation=secret)).location == "/"
    else:
        register(
            Registration(ROBIN["email"], "Robin Smit", PASSWORD, "provider", accepts=True, invitation=secret)
        )
    db.session.rollback()
    robin = db.session.scalars(sa.select(User).where(User.email == ROBIN["email"])).one()
    page = as_admin.get(f"/admin/people/{robin.public_id}")
    assert f"By an invitation that {mo.name} made on" in page.words("#admin-person")
    assert "By an invitation" not in as_admin.get(f"/admin/people/{mo.public_id}").words("#admin-person")
