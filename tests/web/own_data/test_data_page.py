"""/account/data: asking for a copy, and getting it."""

from io import BytesIO
from zipfile import ZipFile

from forum.accounts.copies import ask_for_data, own_copies
from forum.jobs import deliver_all
from forum.own_data.copies import path_of
from tests.factories import as_actor

DATA = "/account/data"


def download(person, address):
    """The answer itself: a ZIP is no page. It is read whole, and its file closed."""
    with person._client.get(address) as response:
        assert response.data
        return response


def test_who_is_signed_out_signs_in_first(nobody):
    page = nobody.get(DATA)
    assert page.status_code in (303, 401)
    assert DATA in (page.location or page.text)


def test_it_says_what_one_gets_and_links_to_what_one_can_correct(as_alice):
    page = as_alice.get(DATA)
    assert "as JSON for programs" in page.words("main")
    assert page.select_one("main a[href='/account']")
    assert page.select_one("main a[href='/privacy']")
    assert page.select_one("#account-nav [aria-current=page]").get_text() == "Your data"


def test_asking_and_downloading_need_that_one_showed_lately_who_one_is(as_alice, alice, clock, mode):
    ask_for_data(as_actor(alice))
    deliver_all()
    address = f"{DATA}/{own_copies(as_actor(alice))[0].public_id}.zip"
    clock.advance(minutes=11)
    asked = as_alice.post(DATA, mode=mode)
    assert asked.location == "/account/confirm-it-is-you?next=/account/data"
    assert as_alice.get(address).location == f"/account/confirm-it-is-you?next={address}"
    assert len(own_copies(as_actor(alice))) == 1


def test_one_asks_waits_and_downloads(as_alice, mode):
    asked = as_alice.post(DATA, mode=mode)
    assert asked.location == DATA
    waiting = as_alice.get(DATA)
    assert "being made" in waiting.words("main")
    assert not waiting.select("#data")
    deliver_all()
    ready = as_alice.get(DATA)
    link = ready.select_one("main a.button")
    response = download(as_alice, link["href"])
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    with ZipFile(BytesIO(response.data)) as folder:
        assert b"alice@example.nl" in folder.read("own-data.json")


def test_asking_again_while_it_is_made_says_so(as_alice, alice):
    ask_for_data(as_actor(alice))
    page = as_alice.post(DATA)
    assert page.status_code == 409
    assert "being made already" in page.text


def test_asking_too_often_says_so(as_alice, alice, clock):
    for _ in range(3):
        ask_for_data(as_actor(alice))
        deliver_all()
    assert as_alice.post(DATA).status_code == 429


def test_only_its_owner_downloads_it(as_alice, as_bob, nobody, alice):
    ask_for_data(as_actor(alice))
    deliver_all()
    copy = own_copies(as_actor(alice))[0]
    address = f"{DATA}/{copy.public_id}.zip"
    assert as_bob.get(address).status_code == 404
    assert nobody.get(address).status_code in (303, 401)
    assert download(as_alice, address).status_code == 200


def test_a_copy_whose_file_is_gone_is_not_there(as_alice, alice):
    ask_for_data(as_actor(alice))
    deliver_all()
    copy = own_copies(as_actor(alice))[0]
    path_of(copy.public_id).unlink()
    assert as_alice.get(f"{DATA}/{copy.public_id}.zip").status_code == 404


def test_no_name_reaches_another_file(as_alice):
    for name in ("..%2Fsecret_key", "nothing", "%2e%2e"):
        assert as_alice.get(f"{DATA}/{name}.zip").status_code == 404


def test_a_closed_account_still_gets_it(as_alice, alice, do):
    do("close", f"account:{alice.public_id}")
    assert as_alice.post(DATA).location == DATA
    deliver_all()
    assert as_alice.get(DATA).select_one("main a.button")
