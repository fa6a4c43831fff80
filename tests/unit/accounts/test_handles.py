import pytest

from forum.accounts.handles import LONGEST, base_of, clean_handle
from forum.lib.errors import Invalid


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Anna de Vries", "anna-de-vries"),
        ("Zoë O'Ünal-Yılmaz", "zoe-o-unal-ylmaz"),
        ("Bé", "lid-be"),
        ("Мария", "lid"),
        ("Team Beheer", "team-beheer"),
        ("Samenspraak Beheerder", "lid"),
        ("Iedereen", "lid"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("Wilhelmina Petronella van den Bergh tot Oudshoorn", "wilhelmina-petronella"),
    ],
)
def test_a_handle_is_made_of_a_name(name, handle):
    assert base_of(name) == handle


def test_a_made_handle_leaves_room_for_a_number():
    assert len(base_of("x" * 60)) + len("-99999") <= LONGEST


@pytest.mark.parametrize(
    ("typed", "handle"), [("anna", "anna"), (" @Anna-2 ", "anna-2"), ("007", "007"), ("a" * 30, "a" * 30)]
)
def test_a_handle_can_be_typed_with_capitals_and_its_sign(typed, handle):
    assert clean_handle(typed) == handle


@pytest.mark.parametrize(
    "typed",
    ["", "ab", "a" * 31, "anna de vries", "-anna", "anna-", "an--na", "anná", "an_na", "@@anna", "a\nbc",
     "anna<b>", "a" * 100_000, "admin", "de-moderator", "m0derator", "iedereen", "all", "ann\x00a"],
)  # fmt: skip
def test_what_is_no_handle_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        clean_handle(typed)
    assert list(refused.value.fields) == ["handle"]


def test_staff_may_be_called_what_they_are():
    assert clean_handle("moderator-mo", is_staff=True) == "moderator-mo"
    assert base_of("Moderator Mo", is_staff=True) == "moderator-mo"
