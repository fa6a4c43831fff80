import pytest

from forum.accounts.names import clean_name, is_reserved
from forum.accounts.skeletons import skeleton
from forum.lib.errors import Invalid


@pytest.mark.parametrize(
    "name",
    [
        "Jan",
        "Anne-Marie O'Brien",
        "José van ’t Hof",
        "Şükrü Ünal",
        "Zoë & Ко".replace("Ко", "Co"),
        "Иван Петров",
        "王小明 Wang",
    ],
)
def test_names_of_people_pass_in_any_script(name):
    assert clean_name(name) == name


def test_white_space_is_folded_and_letters_are_composed():
    assert clean_name("  Zoe\u0308 \t de   Wit ") == "Zoë de Wit"


@pytest.mark.parametrize("hidden", ["\x00", "\u200b", "\u202e", "\u2066", "\ufeff", "\r\n"])
def test_invisible_characters_do_not_reach_the_page(hidden):
    assert clean_name(f"Jan{hidden} de Wit") == "Jan de Wit"


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "J",
        "..",
        "42",
        "<b>Jan</b>",
        "jan@example.nl",
        "Jan\u200dJan",
        "J\u034fan",
        "\u3164\u3164",
        "𝐉𝐚𝐧",
        "Ｊａｎ",
        "Jan 🙂",
    ],
)
def test_what_is_no_name_is_refused(name):
    with pytest.raises(Invalid) as refusal:
        clean_name(name)
    assert list(refusal.value.fields) == ["name"]


def test_a_name_in_two_scripts_is_refused_because_letters_look_alike():
    with pytest.raises(Invalid):
        clean_name("J\u0430n de Wit")  # a Cyrillic a


def test_marks_may_not_pile_up():
    with pytest.raises(Invalid):
        clean_name("Ja" + "\u0301\u0302\u0303\u0304\u0305" + "n")


def test_a_name_has_at_most_60_characters():
    assert clean_name("a" * 60)
    with pytest.raises(Invalid):
        clean_name("a" * 61)


@pytest.mark.parametrize(
    "name",
    [
        "Admin",
        "ADMIN",
        "Ádmin",
        "Adm1n",
        "Jan (moderator)",
        "Beheerder_2",
        "samenspraak-team",
        "Support",
        "adrnin",
    ],
)
def test_names_of_the_staff_are_for_the_staff(name):
    assert is_reserved(name)
    assert clean_name(name, is_staff=True) == name


@pytest.mark.parametrize("name", ["Marieke Support", "Ad Minnaert", "Roos Forum", "Test Tester"])
def test_names_that_only_resemble_those_pass(name):
    assert not is_reserved(name)


STAFF = ["Mo de Haan", "Ada"]


@pytest.mark.parametrize(
    "name",
    [
        "Mo de Haan",
        "MO DE HAAN",
        "Mo  de-Haan",
        "Mö dé Haan",
        "M0 de Haan",
        "\u0410\u0501\u0430",  # Ada, in Cyrillic letters
    ],
)
def test_nobody_is_taken_for_somebody_who_moderates(name):
    with pytest.raises(Invalid) as refusal:
        clean_name(name, names_of_staff=STAFF)
    assert list(refusal.value.fields) == ["name"]
    assert clean_name(name)


@pytest.mark.parametrize("name", ["Mo Smit", "Ad de Haan", "Adana", "Mo de Haan-Smit"])
def test_names_that_share_a_part_with_those_of_staff_pass(name):
    assert clean_name(name, names_of_staff=STAFF) == name


def test_who_moderates_keeps_their_own_name():
    assert clean_name("Mo de Haan", is_staff=True, names_of_staff=STAFF) == "Mo de Haan"


@pytest.mark.parametrize("name", ["Forum Noord", "FORUM  NOORD", "Forum-N00rd", "Roos (Forum Noord)"])
def test_nobody_speaks_for_the_forum(name):
    with pytest.raises(Invalid):
        clean_name(name, site_name="Forum Noord")


@pytest.mark.parametrize("name", ["Roos Noord", "Noord Forum", "Forum Noorderlicht"])
def test_words_of_the_forums_name_may_stand_in_a_name(name):
    assert clean_name(name, site_name="Forum Noord") == name


def test_a_forum_without_a_readable_name_stands_in_nobodys_way():
    assert clean_name("Roos Noord", site_name="…") == "Roos Noord"


def test_letters_of_other_scripts_are_read_as_the_latin_ones_they_resemble():
    pairs = {"\u041c\u043e": "Mo", "\u039c\u039f": "Mo", "\u0555\u057d": "Ou", "\u0141ukas": "Lukas"}
    assert {other: skeleton(other) for other in pairs} == {o: skeleton(latin) for o, latin in pairs.items()}


def test_a_huge_name_is_refused_at_once():
    with pytest.raises(Invalid):
        clean_name("a" + "\u0315\u0316" * 100_000)
