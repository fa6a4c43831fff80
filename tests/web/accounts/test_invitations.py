"""The page of invitations, and what the forms of joining show as the forum is set."""

import pytest
import sqlalchemy as sa

from forum.accounts.invitations import Invitation, secret_in
from forum.accounts.models import User
from forum.accounts.service import invite
from tests.factories import as_actor
from tests.letters import sent_by
from tests.web.accounts.test_register import FIELDS

FORM = {"email": "", "perspective": "provider", "organisation": "Zorg voor Noord", "uses": "3", "days": "7"}


@pytest.fixture
def invited(article, mo):
    return invite(as_actor(mo), perspective="provider", organisation="Zorg voor Noord", uses=2)


def link(invitation) -> str:
    return f"/register?invitation={secret_in(invitation)}"


def test_a_moderator_makes_a_link_and_finds_it_in_the_list(as_moderator, article, nobody, mode):
    made = as_moderator.post("/admin/invitations", FORM, mode=mode)
    page = as_moderator.get(made.location)
    assert page.select_one(".notice[data-kind=done]")
    (row,) = page.select(".invitations > li")
    address = str(row.select_one("input[data-copy]")["value"])
    assert address.startswith("http://localhost/register?invitation=")
    form = nobody.get(address.removeprefix("http://localhost"))
    assert form.value("organisation") == "Zorg voor Noord"
    assert form.select_one("option[value=provider][selected]")


def test_with_an_address_it_goes_by_mail(as_moderator, article, mailbox):
    page = as_moderator.get(
        as_moderator.post("/admin/invitations", FORM | {"email": FIELDS["email"]}).location
    )
    assert FIELDS["email"] in page.words(".invitations")
    assert len(sent_by(mailbox, FIELDS["email"])) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "robin"), ("perspective", "king"), ("uses", "0"), ("uses", "many"), ("days", "9" * 40)],
)
def test_a_refused_invitation_comes_back_as_it_was_typed(as_moderator, article, db, mode, field, value):
    page = as_moderator.post("/admin/invitations", FORM | {field: value}, mode=mode)
    assert page.status_code == 422
    assert page.select_one(f"#invite-{field}-error")
    assert page.value("organisation") == FORM["organisation"]
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 0


def test_it_is_taken_back_with_one_press(as_moderator, invited, nobody, configure, mode):
    configure(registration="invite")
    done = as_moderator.post(f"/admin/invitations/{invited.public_id}/revoke", mode=mode)
    page = as_moderator.get(done.location)
    assert page.select_one(".invitations > li[data-state=revoked]")
    assert page.select(".invitations input[data-copy]") == []
    gone = nobody.get(link(invited))
    assert "does not work any more" in gone.words("main")
    assert gone.select_one("form#register") is None


def test_the_page_is_for_who_moderates(as_alice, nobody, invited):
    for path in ("/admin/invitations", f"/admin/invitations/{invited.public_id}/revoke"):
        assert as_alice.post(path, FORM).status_code == 403
        assert nobody.post(path, FORM).location.startswith("/login")
    assert as_alice.get("/admin/invitations").status_code == 403
    assert nobody.get("/admin/invitations").location == "/login?next=/admin/invitations"


def test_a_refused_registration_keeps_its_invitation(nobody, invited, db, configure, mode):
    configure(registration="invite")
    secret = secret_in(invited)
    page = nobody.post("/register", FIELDS | {"invitation": secret, "password": "short"}, mode=mode)
    assert page.status_code == 422
    assert page.value("invitation") == secret
    assert nobody.post("/register", FIELDS | {"invitation": secret}, mode=mode).location == "/register/sent"
    db.session.refresh(invited)
    assert invited.uses == 1


def test_an_invitation_that_ended_while_the_form_was_open_says_so_with_all_that_was_typed(
    nobody, invited, clock, configure, mode
):
    configure(registration="invite")
    clock.advance(days=30)
    page = nobody.post("/register", FIELDS | {"invitation": secret_in(invited)}, mode=mode)
    assert page.status_code == 422
    assert page.value("name") == FIELDS["name"]
    assert page.select_one("#register-invitation-error")
    assert page.select_one(".error-summary a[href='#register-invitation']")


def test_the_page_of_an_invitation_keeps_its_address_private(nobody, invited):
    page = nobody.get(link(invited))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("secret", ["", "x", "%00", "%ff", "x" * 5000, "<script>alert(1)</script>"])
def test_a_strange_invitation_is_no_invitation(nobody, article, configure, secret):
    assert nobody.get(f"/register?invitation={secret}").status_code in (200, 404)
    configure(registration="invite")
    page = nobody.post("/register", FIELDS | {"invitation": secret})
    assert page.status_code in (403, 422)
    assert "<script>alert" not in page.text


MODES = {
    "open": {"registration": "open"},
    "domains": {"registration": "domains", "registration_domains": ("gemeente.example",)},
    "invite": {"registration": "invite"},
    "closed": {"registration": "closed"},
}


@pytest.mark.parametrize(
    ("how", "offers", "title", "words"),
    [
        ("open", True, "Join the conversation", "We send a link"),
        ("domains", True, "Join the conversation", "Use an address of gemeente.example."),
        ("invite", False, "Joining is by invitation", "Ask who runs this forum for one."),
        ("closed", False, "Joining is closed", "You cannot make an account here yourself."),
    ],
)
def test_every_page_says_who_may_join(nobody, article, configure, how, offers, title, words):
    configure(**MODES[how])
    page = nobody.get("/register")
    assert page.words("h1") == title
    assert words in page.words("main")
    assert bool(page.select("form#register")) == offers
    assert bool(nobody.get("/questions").select("#account-menu a[href^='/register']")) == offers
    login = nobody.get("/login")
    assert bool(login.select("main a[href^='/register']")) == offers
    if not offers:
        assert "ask" in login.words(".aside").lower()


def test_another_domain_is_answered_at_its_field(nobody, article, configure, db, mode):
    configure(**MODES["domains"])
    page = nobody.post("/register", FIELDS, mode=mode)
    assert page.status_code == 422
    assert "gemeente.example" in page.words("#register-email-error")
    assert page.value("organisation") == FIELDS["organisation"]
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0


def test_the_list_of_invitations_says_what_they_are_good_for(as_moderator, article, configure):
    said = set()
    for how in MODES.values():
        configure(**how)
        said.add(as_moderator.get("/admin/invitations").words(".lead"))
    assert len(said) == len(MODES)
