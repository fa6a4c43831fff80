"""Seeding, and Polis in and out, as somebody at a terminal meets them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.polis_folders import a_polis_folder, contents_of

ROOT = Path(__file__).parents[3]
ARTICLE = ROOT / "forum" / "content" / "samenwerken.md"
SMALL = ("seed", "--users", "12", "--threads", "3", "--comments", "9", "--positions", "4", "--votes", "40")

Forum = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def forum(tmp_path) -> Forum:
    """Types a command in an instance of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    chosen = {"FORUM_INSTANCE": str(tmp_path / "instance"), "FORUM_DEFAULT_LOCALE": "en"}
    environment = {**kept, **chosen, "PYTHONPATH": str(ROOT)}

    def typed(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "forum.command", *arguments],
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert typed("db", "upgrade").returncode == 0
    return typed


def is_refused(outcome: subprocess.CompletedProcess[str], *words: str) -> bool:
    lines = outcome.stderr.strip().splitlines()
    return outcome.returncode == 2 and len(lines) == 1 and all(word in lines[0] for word in words)


def test_seeding_an_empty_forum_says_what_it_did_and_leaves_everything_in_order(forum):
    seeded = forum(*SMALL)
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


def test_a_conversation_comes_in_and_goes_out_again(forum, tmp_path):
    assert forum("article", "load", str(ARTICLE)).returncode == 0
    came, went = a_polis_folder(tmp_path / "in"), tmp_path / "out"
    imported = forum("polis", "import", str(came), "--question", "een-opdrachtgever")
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
