"""`forum analyse` as somebody at a terminal meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import ROOT, Outcome, typed

REFERENCE = ROOT / "tests" / "reference"


def no_app():
    raise AssertionError("it needs neither the application nor its database")


def analyse(*arguments: object) -> Outcome:
    """Type it, in the process of the test."""
    command = ("analyse", *map(str, arguments))
    return typed(*command, make_app=no_app, environment=dict(os.environ), folder=ROOT)


def started(*arguments: object) -> Outcome:
    """Run it as a process of its own."""
    command = [sys.executable, "-m", "forum.command", "analyse", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def document(*arguments: object) -> dict:
    outcome = analyse(*arguments, "--json")
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.count("\n") == 1
    return json.loads(outcome.stdout)


@pytest.fixture
def export(tmp_path):
    def write(comments: str = "comment-id,moderated\n", votes: str = "voter-id,comment-id,vote\n") -> Path:
        (tmp_path / "comments.csv").write_text(comments)
        (tmp_path / "votes.csv").write_text(votes)
        return tmp_path

    return write


def refused(outcome: Outcome, *words: str) -> bool:
    """One clear line and exit status 2, never a traceback."""
    lines = outcome.stderr.strip().splitlines()
    return outcome.returncode == 2 and len(lines) == 1 and all(word in lines[0] for word in words)


def test_the_document_has_the_parts_that_others_rely_on():
    found = document(REFERENCE / "brexit", "--groups", REFERENCE / "brexit" / "participants.csv")
    assert found["schema"] == "forum-analysis/1"
    parts = ("consensus", "input", "params", "participants", "partitions")
    assert sorted(found) == [*parts, "representative", "schema", "statements", "timing", "warnings"]
    assert sorted(found["timing"]) == ["compute_s", "load_s", "peak_rss_mb"]
    assert found["params"]["groups_from"] == "supplied"
    statement = found["statements"][0]
    assert list(statement) == sorted(statement)
    assert list(statement["by_group"][0]) == sorted(statement["by_group"][0])


def test_the_same_input_and_seed_give_the_same_bytes_but_for_the_timing():
    first, second = (started(REFERENCE / "taxes", "--json", "--seed", 3).stdout for _ in range(2))
    without_timing = [json.dumps(json.loads(each) | {"timing": None}) for each in (first, second)]
    assert without_timing[0] == without_timing[1]
    assert first.partition('"timing"')[0] == second.partition('"timing"')[0]


def test_roles_seed_and_number_of_groups_can_be_given(tmp_path):
    roles = tmp_path / "roles.csv"
    roles.write_text(
        "participant,role\n" + "".join(f"{i},{'zorg' if i % 2 else 'inkoop'}\n" for i in range(200))
    )
    found = document(REFERENCE / "brexit", "--roles", roles, "--k", 4, "--seed", 9)
    assert [each["name"] for each in found["partitions"]] == ["all", "role", "opinion"]
    assert [each["label"] for each in found["partitions"][1]["groups"]] == ["inkoop", "zorg"]
    assert found["partitions"][2]["k"] == found["params"]["k"] == 4
    assert found["params"]["seed"] == 9


def test_without_json_people_read_a_summary():
    outcome = analyse(REFERENCE / "taxes")
    assert outcome.returncode == 0
    assert "334 participants, 148 statements, 17335 votes." in outcome.stdout
    assert "shared" in outcome.stdout


@pytest.mark.parametrize(
    ("comments", "votes"),
    [
        ("comment-id,moderated\n", "voter-id,comment-id,vote\n"),
        ("comment-id,moderated\n1,1\n", "voter-id,comment-id,vote\n"),
        ("comment-id,moderated\n1,1\n", "voter-id,comment-id,vote\n5,1,1\n"),
        ("comment-id,moderated\n1,-1\n", "voter-id,comment-id,vote\n5,1,1\n"),
        ("comment-id,moderated\n1,1\n2,0\n", "voter-id,comment-id,vote\n5,1,0\n6,1,0\n6,2,0\n"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--k", 5)])
def test_where_little_happened_there_is_still_an_answer(export, comments, votes, options):
    folder = export(comments, votes)
    found = document(folder, *options)
    assert found["partitions"][-1]["shown"] is False
    assert "NaN" not in analyse(folder, "--json").stdout
    assert analyse(folder).returncode == 0


def test_a_malformed_file_is_refused_in_one_line_with_its_place(export, tmp_path):
    folder = export("comment-id,moderated\n1,1\n", "voter-id,comment-id,vote\n5,1,1\n6,1,yes\n")
    assert refused(started(folder, "--json"), "votes.csv", "line 3", "column 3", "vote")
    groups = tmp_path / "groups.csv"
    groups.write_text("participant,group\n5,x\n")
    folder = export()
    assert refused(analyse(folder, "--groups", groups), "groups.csv", "line 2", "column 2", "group")
    (folder / "comments.csv").unlink()
    assert refused(analyse(folder), "comments.csv", "missing")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    outcome = analyse(tmp_path / "nowhere")
    assert outcome.returncode == 2
    assert "nowhere" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_it_starts_without_the_web():
    code = (
        "import sys, forum.command, forum.cli.analyse, forum.positions.analysis.report, forum.transfer.polis"
    )
    heavy = "print(sorted({'flask', 'sqlalchemy', 'werkzeug', 'jinja2', 'babel'} & set(sys.modules)))"
    outcome = subprocess.run(
        [sys.executable, "-c", f"{code}; {heavy}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.stdout.strip() == "[]"
