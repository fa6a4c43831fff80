import csv
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from forum.articles.models import Question
from forum.audit import AuditEntry, recorded
from forum.lib import clock as clocks
from forum.lib.db import atomic
from forum.lib.db import db as database
from forum.lib.errors import Invalid, Refused
from forum.permissions import SYSTEM
from forum.positions.models import Choice, Position, PositionState, PositionText, Vote
from forum.transfer.models import PolisStatement
from forum.transfer.polis import read_export
from forum.transfer.polis_export import export_question
from forum.transfer.polis_import import import_conversation
from tests.factories import a_user, as_actor
from tests.polis_folders import COMMENTS, VOTES, a_polis_folder, contents_of

QUESTION = "who-is-we"


def there_and_back(tmp_path: Path, *changes, **files) -> tuple[Path, Path]:
    """Imported into a question, and exported from it."""
    came, went = a_polis_folder(tmp_path / "in", *changes, **files), tmp_path / "out"
    import_conversation(SYSTEM, came, QUESTION)
    export_question(SYSTEM, QUESTION, went)
    return came, went


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(folder: Path) -> dict[str, list[list[str]]]:
    found = {}
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            found[path.name] = list(csv.reader(file))
    return found


@atomic
def a_position(statement: str, *, author=None, question: str = QUESTION, **fields) -> Position:
    question_id = database.session.scalars(sa.select(Question.id).where(Question.slug == question)).one()
    position = Position(
        question_id=question_id, author_id=author.id if author else None, created_at=clocks.now(), **fields
    )
    database.session.add(position)
    database.session.flush()
    database.session.add(PositionText(position_id=position.id, locale="nl", statement=statement))
    return position


@atomic
def a_vote(user, position_id: int, choice: Choice, at, **fields) -> None:
    database.session.add(
        Vote(user_id=user.id, position_id=position_id, choice=int(choice), voted_at=at, **fields)
    )


def test_what_was_imported_comes_out_byte_for_byte(article, tmp_path):
    came, went = there_and_back(tmp_path)
    assert contents_of(went) == contents_of(came)


def test_line_ends_of_windows_come_back(article, tmp_path):
    came, went = there_and_back(tmp_path, ("\n", "\r\n"))
    assert contents_of(went) == contents_of(came)


@pytest.mark.parametrize("missing", ["votes", "participants_votes", "summary", "comment_groups"])
def test_a_file_that_was_not_there_is_not_made_up(article, tmp_path, missing):
    came, went = there_and_back(tmp_path, **{missing: None})
    assert contents_of(went) == contents_of(came)


def test_other_quotes_and_columns_give_the_same_cells(article, tmp_path):
    quoted = VOTES.replace("1500000402000,0,4,1", '"1500000402000","0",4,"1"').replace("\n", ",x\n")
    came, went = there_and_back(tmp_path, votes=quoted)
    assert cells(went) == cells(came)


def test_a_matrix_that_contradicts_the_votes_is_kept_as_it_was(article, tmp_path):
    came, went = there_and_back(tmp_path, ("4,x-4,,0,3,2,1,1,-1,,1,", "4,x-4,,0,3,2,1,,1,0,1,"))
    assert contents_of(went) == contents_of(came)


def test_votes_on_unlisted_statements_and_odd_numbers_are_kept(article, tmp_path):
    came, went = there_and_back(
        tmp_path, votes=VOTES + "1500000409000,99,4,1\n", comments=COMMENTS.replace(",7,2,1,0", ",07,2,1,0")
    )
    assert contents_of(went) == contents_of(came)


def test_positions_of_the_article_without_votes_do_not_join_an_imported_conversation(article, tmp_path):
    a_position("Wie betaalt, bepaalt.", is_seed=True)
    came, went = there_and_back(tmp_path)
    assert contents_of(went) == contents_of(came)


def test_what_was_added_here_comes_after_it(db, article, tmp_path, alice, bob, clock):
    came = a_polis_folder(tmp_path / "in")
    import_conversation(SYSTEM, came, QUESTION)
    imported = db.session.scalars(
        sa.select(PolisStatement.position_id).where(PolisStatement.number == 0)
    ).one()
    own = a_position("Samen beslissen is samen uitleggen.", author=bob)
    a_vote(alice, imported, Choice.DISAGREE, clock())
    a_vote(alice, own.id, Choice.AGREE, clock())
    went = tmp_path / "out"
    report = export_question(SYSTEM, QUESTION, went)
    assert (report.own, report.statements, report.participants) == (1, 6, 6)

    before, after = cells(came), cells(went)
    assert after["votes.csv"][: len(before["votes.csv"])] == before["votes.csv"]
    assert [line[1:] for line in after["votes.csv"][-2:]] == [["0", "10", "-1"], ["8", "10", "1"]]
    first = next(row for row in rows(went / "comments.csv") if row["comment-id"] == "0")
    assert (first["agrees"], first["disagrees"]) == ("3", "2")
    assert dict(after["summary.csv"])["voters"] == "4"
    assert 10 in read_export(went).participant_ids


def test_moderation_here_overrides_that_of_there(db, article, tmp_path, mo):
    import_conversation(SYSTEM, a_polis_folder(tmp_path / "in"), QUESTION)

    @atomic
    def hide(number: int, state: PositionState) -> None:
        position = db.session.scalars(
            sa.select(Position)
            .join(PolisStatement, PolisStatement.position_id == Position.id)
            .where(PolisStatement.number == number)
        ).one()
        with recorded(as_actor(mo), "position.hide", position, "for a test"):
            position.state = state

    hide(0, PositionState.HIDDEN)
    hide(7, PositionState.VISIBLE)
    hide(5, PositionState.TAKEN_OUT)
    export_question(SYSTEM, QUESTION, tmp_path / "out")
    moderated = {row["comment-id"]: row["moderated"] for row in rows(tmp_path / "out" / "comments.csv")}
    assert moderated == {"7": "1", "0": "-1", "1": "1", "4": "0", "5": "-1"}


def test_a_question_of_the_forum_itself_can_be_read_by_the_analysis(article, tmp_path, alice, bob, clock):
    position = a_position("Samen beslissen is samen uitleggen.", author=bob)
    a_position("Wie betaalt, bepaalt.", is_seed=True)
    a_vote(alice, position.id, Choice.AGREE, clock())
    a_vote(bob, position.id, Choice.PASS, clock())
    export_question(SYSTEM, QUESTION, tmp_path / "out")
    conversation = read_export(tmp_path / "out")
    assert list(conversation.participant_ids) == [0, 1]
    assert list(conversation.statement_ids) == [0, 1]
    assert sorted(conversation.values) == [0, 1]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "comments.csv",
        "votes.csv",
        "participants-votes.csv",
        "summary.csv",
    }


def test_nobody_can_tell_from_an_export_how_the_author_of_a_position_voted(
    article, tmp_path, alice, bob, clock
):
    position = a_position("Samen beslissen is samen uitleggen.", author=bob)
    for user in (alice, bob):
        a_vote(user, position.id, Choice.AGREE, clock())
    export_question(SYSTEM, QUESTION, tmp_path / "out")
    voters = {row["voter-id"] for row in rows(tmp_path / "out" / "votes.csv")}
    assert {row["author-id"] for row in rows(tmp_path / "out" / "comments.csv")}.isdisjoint(voters)
    assert {row["n-comments"] for row in rows(tmp_path / "out" / "participants-votes.csv")} == {"0"}


def test_own_votes_carry_the_day_only(article, tmp_path, alice, clock):
    position = a_position("Samen beslissen is samen uitleggen.")
    a_vote(alice, position.id, Choice.AGREE, clock() + timedelta(hours=3, minutes=7))
    export_question(SYSTEM, QUESTION, tmp_path / "out")
    (vote,) = rows(tmp_path / "out" / "votes.csv")
    assert int(vote["timestamp"]) % 86_400_000 == 0
    assert vote["datetime"] == "Mon Nov 23 00:00:00 UTC 2026"


def test_the_numbers_of_voters_say_nothing_about_who_joined_first(article, tmp_path, clock):
    position = a_position("Samen beslissen is samen uitleggen.")
    people = [a_user() for _number in range(40)]
    for number, user in enumerate(people):
        a_vote(user, position.id, Choice.AGREE if number < 20 else Choice.DISAGREE, clock())
    export_question(SYSTEM, QUESTION, tmp_path / "out")
    votes = [row["vote"] for row in rows(tmp_path / "out" / "votes.csv")]
    assert votes.count("1") == 20
    assert votes != ["1"] * 20 + ["-1"] * 20


def test_a_folder_with_something_in_it_is_left_alone(article, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("kept")
    with pytest.raises(Invalid):
        export_question(SYSTEM, QUESTION, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["kept.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_export_stands_in_the_register(db, article, tmp_path):
    export_question(SYSTEM, QUESTION, tmp_path / "out")
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.target_kind) == ("polis.export", "questions")


def test_only_the_command_line_exports(article, tmp_path, alice, mo, ada):
    for user in (alice, mo, ada):
        with pytest.raises(Refused):
            export_question(as_actor(user), QUESTION, tmp_path / "out")
