"""Every text of the interface is in Dutch, with the same places for names and numbers."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from forum.bootstrap.commands import TEXTS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def used(tmp_path_factory) -> Catalog:
    """The texts that stand in code and templates now."""
    texts = tmp_path_factory.mktemp("texts") / "messages.pot"
    pybabel = str(Path(sys.executable).with_name("pybabel"))
    extract = [pybabel, "-q", "extract", "-F", "babel.cfg", *TEXTS, "-o", str(texts), "."]
    subprocess.run(extract, cwd=ROOT, capture_output=True, check=True)
    with texts.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    with (ROOT / "forum" / "translations" / "nl" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="nl")


def texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]", text))


def test_every_text_has_its_dutch(used, dutch):
    missing = [m.id for m in used if m.id and (m.id not in dutch or not all(texts(dutch[m.id].string)))]
    assert missing == [], "make translations, then translate them"


def test_no_translation_is_a_guess_or_left_over(used, dutch):
    assert [m.id for m in dutch if m.id and m.fuzzy] == []
    assert [m.id for m in dutch if m.id and m.id not in used] == []
    assert list(dutch.obsolete) == []


def test_names_and_numbers_have_the_same_places(dutch):
    for message in dutch:
        if message.id:
            wanted = places(texts(message.id)[-1])
            for string in texts(message.string):
                # The singular may leave its number out: "one reply".
                assert places(string) <= wanted, message.id
            assert places(texts(message.string)[-1]) == wanted, message.id


def test_dutch_readers_are_addressed_formally(dutch):
    for message in dutch:
        for string in texts(message.string):
            assert not re.search(r"\b(je|jij|jouw|jullie)\b", string.lower()), string
