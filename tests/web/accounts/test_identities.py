"""Linking who one is at a provider to one's account, and unlinking."""

import pytest
import sqlalchemy as sa

from forum.accounts.factors import Passkey
from forum.accounts.identities import Identity
from forum.audit import AuditEntry
from forum.lib.db import atomic
from tests.browsing import Person
from tests.factories import a_user
from tests.letters import sent_by, text_of
from tests.web.accounts.conftest import PASSWORD
from tests.web.accounts.signing_on import ROBIN, as_setting, asked_in, at_provider, joined, leave, sign_on

LINK = "/account/identities/link/noord"


@pytest.fixture
def as_dana(app, dana, with_noord):
    """dana, who just showed who she is."""
    person = Person(app)
    person.post("/login", {"email": dana.email, "password": PASSWORD})
    return person


def identities(db) -> list[tuple[int, str]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(sa.select(Identity.user_id, Identity.subject))]


def link(person) -> str:
    return at_provider(leave(person, path=LINK))


def unlink_path(db) -> str:
    db.session.rollback()
    return f"/account/identities/{db.session.scalar(sa.select(Identity.public_id))}/unlink"


def test_what_was_linked_signs_in_from_then_on(app, as_dana, noord, dana, db):
    noord.somebody = dict(ROBIN)
    page = as_dana.get(link(as_dana))
    assert page.location == "/account/identities?done=linked"
    shown = as_dana.get(page.location)
    assert shown.select_one(".notice[data-kind=done]")
    assert "Noord" in shown.words(".identities")
    assert identities(db) == [(dana.id, "robin-1")]
    other = Person(app)
    assert sign_on(other).location == "/"
    assert other.get("/questions").words("#account-menu").startswith("D Dana")


def test_the_owner_hears_of_it_and_it_stands_in_the_register(as_dana, noord, dana, db, mailbox):
    noord.somebody = dict(ROBIN)
    as_dana.post("/account/language", {"locale": "en"})
    as_dana.get(link(as_dana))
    as_dana.post(unlink_path(db))
    told = [text_of(letter) for letter in sent_by(mailbox, dana.email)]
    assert any("you can sign in with Noord" in text for text in told)
    assert any("no longer sign in with Noord" in text for text in told)
    entries = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert entries[-2:] == ["identity.link", "identity.unlink"]


def test_linking_twice_is_no_problem(as_dana, noord, dana, db):
    noord.somebody = dict(ROBIN)
    for _ in range(2):
        assert as_dana.get(link(as_dana)).location == "/account/identities?done=linked"
    assert identities(db) == [(dana.id, "robin-1")]


def test_what_belongs_to_somebody_else_stays_theirs(app, as_dana, noord, alice, db):
    @atomic
    def give():
        db.session.add(
            Identity(
                user_id=alice.id,
                issuer=noord.issuer,
                subject="robin-1",
                provider="noord",
                linked_at=alice.joined_at,
            )
        )

    give()
    noord.somebody = dict(ROBIN)
    page = as_dana.get(link(as_dana))
    assert page.status_code == 409
    assert "belongs to another account here" in page.words("main")
    assert identities(db) == [(alice.id, "robin-1")]


def test_linking_is_for_who_just_showed_who_they_are(as_dana, noord, clock, db, mode):
    clock.advance(minutes=10)
    for path in (LINK, "/account/identities/nothing/unlink"):
        page = as_dana.post(path, mode=mode)
        assert page.location.startswith("/account/confirm-it-is-you?next=/account/identities")
    assert noord.asked == []
    as_dana.post("/account/confirm-it-is-you", {"password": PASSWORD})
    assert leave(as_dana, path=LINK)


def test_who_is_signed_out_links_nothing(nobody, with_noord, mode):
    for path in (LINK, "/account/identities/nothing/unlink"):
        assert nobody.post(path, mode=mode).location.startswith("/login")
    assert nobody.get("/account/identities").location == "/login?next=/account/identities"


def test_an_answer_for_one_person_links_nothing_to_another(app, as_dana, noord, dana, db):
    """Somebody signs out on the way, and another person signs in, in the same browser."""
    noord.somebody = dict(ROBIN)
    back = link(as_dana)
    with as_dana._client.session_transaction() as session:
        browser = session["sign_on"]
    other = Person(app, a_user("other"))
    with other._client.session_transaction() as session:
        session["sign_on"] = browser
    assert other.get(back).status_code == 400
    assert identities(db) == []


def test_an_answer_of_an_attacker_links_nothing_to_a_victim(app, as_dana, noord, bob, db):
    """The attacker begins to link, and has the victim open the answer."""
    noord.somebody = ROBIN | {"sub": "attacker"}
    attacker = Person(app, bob)
    planted = link(attacker)
    assert as_dana.get(planted).status_code == 410
    planted = at_provider(leave(attacker))
    assert as_dana.get(planted).status_code == 410
    assert identities(db) == []


def test_unlinking_ends_that_way_of_signing_in(app, as_dana, noord, db, mode):
    noord.somebody = dict(ROBIN)
    as_dana.get(link(as_dana))
    page = as_dana.post(unlink_path(db), mode=mode)
    assert as_dana.get(page.location).select_one(".notice[data-kind=done]")
    assert identities(db) == []
    assert str(sign_on(Person(app)).location).startswith("/login/oidc/noord/join/")


def test_the_last_way_in_stays(app, with_noord, noord, db, mode):
    noord.somebody = dict(ROBIN)
    robin = Person(app)
    joined(robin, sign_on(robin))
    page = robin.post(unlink_path(db), mode=mode)
    assert page.status_code == 409
    assert "Choose a password first" in page.words(".identities .problem")
    assert len(identities(db)) == 1


def test_a_passkey_is_another_way_in(app, with_noord, noord, clock, db):
    noord.somebody = dict(ROBIN)
    robin = Person(app)
    joined(robin, sign_on(robin))
    ((user_id, _subject),) = identities(db)

    @atomic
    def add_passkey():
        key = Passkey(user_id=user_id, credential_id="x", public_key=b"x", sign_count=0, name="Phone")
        key.added_at = clock()
        db.session.add(key)

    add_passkey()
    assert robin.post(unlink_path(db)).location == "/account/identities?done=unlinked"


def test_nobody_unlinks_what_is_somebody_elses(app, as_dana, noord, alice, db):
    noord.somebody = dict(ROBIN)
    as_dana.get(link(as_dana))
    thief = Person(app, alice)
    assert thief.post(unlink_path(db)).status_code == 404
    assert thief.post("/account/identities/nothing/unlink").status_code == 404
    assert len(identities(db)) == 1


def test_who_has_no_password_shows_again_who_they_are_by_signing_in_again(app, with_noord, noord, clock, db):
    noord.somebody = dict(ROBIN)
    robin = Person(app)
    joined(robin, sign_on(robin))
    clock.advance(minutes=10)
    prove = robin.get(str(robin.post(unlink_path(db)).location))
    form = prove.select_one("#sign-on form")
    assert form is not None
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    fields.pop("csrf_token")
    address = leave(robin, **fields)
    assert asked_in(address)["prompt"] == "login"
    assert str(robin.get(at_provider(address)).location).startswith("/account/identities")
    assert robin.post(unlink_path(db)).status_code == 409


def test_a_provider_that_is_away_links_nothing_and_says_so(as_dana, noord, db):
    noord.answers["/.well-known/openid-configuration"] = lambda: (500, {}, b"")
    page = as_dana.post(LINK)
    assert page.status_code == 503
    assert "Noord does not answer" in page.words("main")
    assert page.select_one("main a.button[href='/account/identities']")
    assert as_dana.get("/account").status_code == 200


def test_the_page_is_in_the_menu_where_there_are_providers(as_dana, app, configure, noord):
    assert as_dana.get("/account").select("#account-nav a[href='/account/identities']")
    configure(oidc_providers=())
    assert as_dana.get("/account").select("#account-nav a[href='/account/identities']") == []
    assert "sign in with a password" in as_dana.get("/account/identities").words("main")


def test_a_provider_that_left_the_settings_can_still_be_unlinked(as_dana, noord, configure, db):
    noord.somebody = dict(ROBIN)
    as_dana.get(link(as_dana))
    configure(oidc_providers=(as_setting(noord, "west"),))
    assert as_dana.post(unlink_path(db)).location == "/account/identities?done=unlinked"
    assert identities(db) == []


def test_the_privacy_page_tells_of_providers(nobody, with_noord):
    assert nobody.get("/privacy").select("#providers")


def test_the_privacy_page_tells_of_none_where_there_are_none(nobody, article):
    assert nobody.get("/privacy").select("#providers") == []
