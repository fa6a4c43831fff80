"""Seeding, and Polis in and out, as somebody at a terminal meets them."""

from collections.abc import Callable, Iterator

import pytest

from tests.polis_folders import a_polis_folder, contents_of
from tests.terminal import ROOT, Outcome, Terminal, copied

ARTICLE = ROOT / "forum" / "content" / "samenwerken.md"
SMALL = ("seed", "--users", "12", "--threads", "3", "--comments", "9", "--positions", "4", "--votes", "40")


@pytest.fixture
def terminal(tmp_path, instance) -> Iterator[Terminal]:
    """With an instance that is up to date, in English."""
    terminal = Terminal(tmp_path, FORUM_DEFAULT_LOCALE="en")
    copied(instance, tmp_path)
    yield terminal
    terminal.close()


@pytest.fixture
def forum(terminal) -> Callable[..., Outcome]:
    """Types a command."""
    return terminal.forum


def is_refused(outcome: Outcome, *words: str) -> bool:
    lines = outcome.stderr.strip().splitlines()
    return outcome.returncode == 2 and len(lines) == 1 and all(word in lines[0] for word in words)


def test_seeding_an_empty_forum_says_what_it_did_and_leaves_everything_in_order(terminal, forum):
    seeded = terminal.start(*SMALL)
    assert seeded.returncode == 0, seeded.stderr
    assert "12 accounts, 3 threads, 12 comments, 4 positions, 40 votes" in seeded.stdout
    assert "votes: 40 of 40" in seeded.stderr
    assert "nothing was added" in forum(*SMALL).stdout
    assert forum("db", "check").returncode == 0


def test_where_people_have_accounts_seeding_asks_for_a_yes(forum):
    forum("user", "create", "ada@example.nl", "--name", "Ada de Boer")
    assert is_refused(forum(*SMALL), "--yes")
    assert forum(*SMALL, "--yes").returncode == 0


def test_numbers_that_cannot_be_are_one_clear_line(forum):
    assert is_refused(forum("seed", "--users", "2", "--votes", "9999"), "at most 90 votes")
    assert is_refused(forum("seed", "--users", "-1"), "--users")
    assert is_refused(forum("seed", "--users", "9" * 20), "--users")


def test_a_conversation_comes_in_and_goes_out_again(terminal, forum, tmp_path):
    assert forum("article", "load", str(ARTICLE)).returncode == 0
    came, went = a_polis_folder(tmp_path / "in"), tmp_path / "out"
    imported = terminal.start("polis", "import", str(came), "--question", "een-opdrachtgever")
    assert "5 participants, 5 positions and 8 votes (9 with those" in imported.stdout, imported.stderr
    again = forum("polis", "import", str(came), "--question", "een-opdrachtgever")
    assert "nothing was added" in again.stdout
    exported = forum("polis", "export", "een-opdrachtgever", str(went))
    assert exported.returncode == 0, exported.stderr
    assert contents_of(went) == contents_of(came)
    assert is_refused(forum("polis", "export", "een-opdrachtgever", str(went)), str(went))
    assert forum("db", "check").returncode == 0


def test_a_folder_that_will_not_do_is_refused_with_its_place(forum, tmp_path):
    forum("article", "load", str(ARTICLE))
    wrong = a_polis_folder(tmp_path / "in", ("0,4,1", "0,4,5"))
    outcome = forum("polis", "import", str(wrong), "--question", "een-opdrachtgever")
    assert is_refused(outcome, "votes.csv", "line 5", "column 4 (vote)")
    assert is_refused(forum("polis", "import", str(wrong.parent), "--question", "a"), "comments.csv")
    assert is_refused(forum("polis", "export", "no-such", str(tmp_path / "out")), "no-such")
    assert not (tmp_path / "out").exists()
