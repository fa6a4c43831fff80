"""The positions on the page of an organisation."""

from forum.positions.models import Choice, Standing
from forum.positions.service import supersede_position
from forum.positions.voting import cast_vote_for
from tests.factories import a_mandate, a_position, a_result, as_actor


def test_it_lists_positions_proposed_in_its_name_with_what_they_came_to(nobody, alice, article, do):
    mandate = a_mandate(alice)
    positions = [
        a_position(alice, f"Number {n:02} is what counts.", capacity=mandate.public_id) for n in range(23)
    ]
    a_position(alice, "This is only mine.")
    a_result(positions[-1], Standing.SHARED)
    do("hide", f"position:{positions[0].public_id}", ground="spam")
    first = nobody.get("/organisations/gemeente-zeist")
    rest = nobody.get(first.select_one("#positions a[rel=next]")["href"].partition("#")[0])
    listed = [one.get_text() for page in (first, rest) for one in page.select("#positions h3")]
    assert listed == [f"Number {n:02} is what counts." for n in range(22, 0, -1)]
    chips = [one["data-standing"] for one in first.select("#positions .standing")]
    assert chips == ["shared"] + 19 * ["open"]
    assert first.select_one(f"#positions a[href='/positions/{positions[-1].public_id}']")
    assert first.select_one("#positions a[href='/questions/who-is-we']")


def test_an_earlier_wording_stays_on_it_and_says_so(nobody, alice, article):
    mandate = a_mandate(alice)
    old = a_position(alice, "First the goal, and then the rest.", capacity=mandate.public_id)
    fields = {"statement": "First the goal.", "language": "en", "capacity": mandate.public_id}
    supersede_position(as_actor(alice), old.public_id, **fields)
    rows = nobody.get("/organisations/gemeente-zeist").select("#positions li")
    assert [bool(one.select_one(".standing")) for one in rows] == [True, False]
    assert "earlier wording" in rows[1].get_text()


def test_how_it_voted_stands_nowhere_on_it(nobody, as_alice, alice, position):
    mandate = a_mandate(alice)
    cast_vote_for(as_actor(alice), position.public_id, Choice.AGREE, capacity=mandate.public_id)
    for person in (nobody, as_alice):
        page = person.get("/organisations/gemeente-zeist")
        assert position.public_id not in page.text
        assert "How an organisation votes is secret" in page.words("#positions")
