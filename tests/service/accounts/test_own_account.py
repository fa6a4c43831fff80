import pytest

from forum.accounts.models import User
from forum.accounts.own_sessions import open_sessions
from forum.accounts.perspectives import PerspectiveLine, put_perspectives
from forum.accounts.queries import own_account, perspective_choices, viewer_of_session
from forum.accounts.service import change_language, change_profile
from forum.accounts.sessions import open_session
from forum.lib.db import atomic
from forum.lib.errors import Invalid, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from tests.factories import a_user, as_actor


@pytest.fixture
def dana(article):
    return a_user("dana", perspective="provider")


def test_people_change_what_others_see(dana, db):
    change_profile(
        as_actor(dana), name=" Dana  de Wit", perspective="municipality", organisation="Gemeente Noord"
    )
    changed = db.session.get_one(User, dana.id)
    assert (changed.name, changed.organisation) == ("Dana de Wit", "Gemeente Noord")
    assert own_account(dana.id).perspective == "municipality"


def test_an_organisation_can_be_taken_away(dana, db):
    change_profile(as_actor(dana), name="Dana", perspective="provider", organisation="Zorg voor Noord")
    change_profile(as_actor(dana), name="Dana", perspective="provider", organisation=" ")
    assert db.session.get_one(User, dana.id).organisation is None


def test_everything_that_is_wrong_is_told_and_nothing_changes(dana, db):
    with pytest.raises(Invalid) as refusal:
        change_profile(as_actor(dana), name="Moderator", perspective="king", organisation="x" * 121)
    assert set(refusal.value.fields) == {"name", "perspective", "organisation"}
    assert db.session.get_one(User, dana.id).name == "Dana"


def test_a_perspective_that_left_the_list_stays_ones_own(dana):
    put_perspectives(SYSTEM, [PerspectiveLine("resident", True, {"nl": "Inwoner"})])
    change_profile(as_actor(dana), name="Dana", perspective="provider", organisation="")
    choices = perspective_choices("nl", own="provider")
    assert [choice.slug for choice in choices] == ["resident", "provider"]
    with pytest.raises(Invalid):
        change_profile(as_actor(dana), name="Dana", perspective="municipality", organisation="")


def test_people_choose_their_language(dana, db):
    change_language(as_actor(dana), "en")
    assert db.session.get_one(User, dana.id).locale == "en"
    with pytest.raises(Invalid):
        change_language(as_actor(dana), "xx")


def test_nobody_changes_an_account_signed_out(db):
    with pytest.raises(SignInNeeded):
        change_profile(ANONYMOUS, name="Dana", perspective="", organisation="")
    with pytest.raises(SignInNeeded):
        change_language(ANONYMOUS, "en")


def test_people_see_where_they_are_signed_in(dana, clock):
    open_in = atomic(open_session)
    open_in(dana.id, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1")
    clock.advance(hours=1)
    here = viewer_of_session(open_in(dana.id, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/146.0"))
    assert here is not None
    sessions = open_sessions(dana.id, session_id=here.session_id)
    assert [(each.device, each.is_current) for each in sessions] == [
        ("Firefox, Windows", True),
        ("Safari, iPhone", False),
    ]


def test_a_session_that_ended_by_itself_is_not_shown(dana, clock):
    atomic(open_session)(dana.id, "")
    clock.advance(days=15)
    assert open_sessions(dana.id, session_id=0) == ()


def test_ones_own_account_costs_one_statement(dana, statements):
    with statements() as seen:
        own_account(dana.id)
    assert len(seen) == 1


def test_where_one_is_signed_in_costs_one_statement(dana, statements):
    for _ in range(3):
        atomic(open_session)(dana.id, "")
    with statements() as seen:
        assert len(open_sessions(dana.id, session_id=0)) == 3
    assert len(seen) == 1
