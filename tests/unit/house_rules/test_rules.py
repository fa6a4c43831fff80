"""What house rules must be, and which version somebody agrees to."""

import pytest

from forum.house_rules.models import LONGEST_CHANGES
from forum.house_rules.rules import PROFILE, NewText, agreed_to, check_texts
from forum.lib.errors import Invalid
from tests.factories import a_body

CURRENT = {"nl": "Wees aardig.", "en": "Be kind."}


def texts(nl="Wees heel aardig.", en="Be very kind.", changes_nl="Heel.", changes_en="Very."):
    return {"nl": NewText(a_body(nl), changes_nl), "en": NewText(a_body(en), changes_en)}


@pytest.fixture(autouse=True)
def words(app):
    """The messages are translated."""


def problems(**given):
    with pytest.raises(Invalid) as refused:
        check_texts(texts(**given), CURRENT)
    return set(refused.value.fields)


def test_a_change_in_one_language_is_enough():
    check_texts(texts(nl=CURRENT["nl"]), CURRENT)


def test_rules_that_stay_as_they_are_need_no_new_version():
    assert problems(nl=f"{CURRENT['nl']}\n", en=CURRENT["en"]) == {"body_nl"}


def test_every_field_that_is_empty_or_too_long_is_named():
    long = "x" * (PROFILE.max_source + 1)
    assert problems(nl=" \n", en=long, changes_nl=" ", changes_en="x" * (LONGEST_CHANGES + 1)) == {
        "body_nl",
        "body_en",
        "changes_nl",
        "changes_en",
    }


@pytest.mark.parametrize(
    ("seen", "newest", "noted"), [(1, 3, 1), (3, 3, 3), (4, 3, 3), (0, 3, 3), (-1, 3, 3), (None, 3, 3)]
)
def test_one_agrees_to_the_version_one_saw_and_never_to_a_later_one(seen, newest, noted):
    assert agreed_to(seen, newest) == noted
