from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.audit import AuditEntry
from forum.lib.csv_tables import BadTable
from forum.lib.errors import Invalid, Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from forum.positions.models import Choice, Position, PositionState, PositionText, Vote
from forum.transfer.models import PolisImport, PolisStatement
from forum.transfer.polis_import import import_conversation
from tests.factories import as_actor
from tests.polis_folders import COMMENTS, LONG, PARTICIPANTS, VOTES, a_polis_folder

QUESTION = "who-is-we"


@pytest.fixture
def imported(article, tmp_path):
    return import_conversation(SYSTEM, a_polis_folder(tmp_path / "in"), QUESTION, language="en")


def positions(db) -> dict[int, Position]:
    """By number of the statement."""
    rows = db.session.execute(
        sa.select(PolisStatement.number, Position).join(Position, Position.id == PolisStatement.position_id)
    )
    return {number: position for number, position in rows}  # noqa: C416


def count(db, model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_statements_become_positions_and_the_last_vote_of_each_counts(db, imported):
    assert (imported.participants, imported.statements) == (5, 5)
    assert (imported.votes, imported.lines) == (8, 9)
    rows = db.session.execute(
        sa.select(User.name, Vote.choice)
        .join(User, User.id == Vote.user_id)
        .where(Vote.position_id == positions(db)[0].id)
    )
    assert {name.split()[-1]: Choice(choice) for name, choice in rows} == dict.fromkeys("234", Choice.AGREE)


def test_a_vote_keeps_the_moment_of_its_last_change_and_a_position_that_of_its_first_vote(db, imported):
    position = positions(db)[0]
    assert position.created_at == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)
    assert position.frozen_at == datetime(2017, 7, 14, 2, 46, 40, 123000, tzinfo=UTC)
    moments = db.session.scalars(sa.select(Vote.voted_at).where(Vote.position_id == position.id)).all()
    assert max(moments) == datetime(2017, 7, 14, 2, 48, 20, tzinfo=UTC)


def test_what_was_moderated_out_is_hidden_and_what_is_about_the_survey_is_marked(db, imported):
    found = positions(db)
    assert {number for number, each in found.items() if each.state is PositionState.HIDDEN} == {7}
    assert {number for number, each in found.items() if each.is_meta} == {5}
    assert not any(each.is_seed for each in found.values())  # those belong to the content file


def test_a_long_statement_is_shown_shortened_and_kept_whole(db, imported):
    statements = dict(db.session.execute(sa.select(PositionText.position_id, PositionText.statement)).all())
    found = positions(db)
    assert len(statements[found[4].id]) <= 140
    assert statements[found[4].id].endswith("…")
    assert statements[found[1].id] == "Two lines: the second one"
    whole = db.session.scalar(sa.select(PolisStatement.cells).where(PolisStatement.number == 4))
    assert whole["comment-body"] == LONG
    assert imported.shortened == 1


def test_everybody_there_becomes_a_pseudonym_who_joined_with_their_first_vote(db, imported):
    people = {user.name: user for user in db.session.scalars(sa.select(User).where(User.is_pseudonym))}
    assert sorted(name.split()[-1] for name in people) == ["0", "2", "3", "4", "9"]
    for user in people.values():
        assert user.email.endswith(".polis.invalid")
        assert user.email_confirmed_at is not None
        assert user.password_hash is None
    third = next(user for name, user in people.items() if name.endswith(" 3"))
    assert third.joined_at == datetime(2017, 7, 14, 2, 45, 0, 500000, tzinfo=UTC)


def test_importing_the_same_folder_again_adds_nothing(db, imported, tmp_path):
    before = {model: count(db, model) for model in (User, Position, Vote, PolisImport, AuditEntry)}
    again = import_conversation(SYSTEM, a_polis_folder(tmp_path / "again"), QUESTION)
    assert again.was_there
    assert {model: count(db, model) for model in before} == before


def test_a_question_holds_one_imported_conversation(imported, tmp_path):
    other = a_polis_folder(tmp_path / "other", ("x-4", "x-5"))
    with pytest.raises(Refused):
        import_conversation(SYSTEM, other, QUESTION)
    assert import_conversation(SYSTEM, other, "one-budget").participants == 5


def test_an_import_stands_in_the_register(db, imported):
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.target_kind) == ("polis.import", "questions")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (("1500000402000,0,4,1", "1500000402000,0,4,2"), "votes.csv, line 5, column 4 (vote)"),
        (("1500000402000,0,4,1", "soon,0,4,1"), "votes.csv, line 5, column 1 (timestamp)"),
        (("1500000402000,0,4,1", "900000000000000,0,4,1"), "votes.csv, line 5, column 1 (timestamp)"),
        (("1500000200000,4,2", "1500000200000,0,2"), "comments.csv, line 6, column 2 (comment-id)"),
        (
            ("1500000250000,5,2,1,0,1", "1500000250000,5,2,1,0,3"),
            "comments.csv, line 7, column 6 (moderated)",
        ),
        (("comment-body", "body"), "comments.csv, line 1, column 11 (comment-body)"),
        (("\n3,,1,0", "\n2,,1,0"), "participants-votes.csv, line 3, column 1 (participant)"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_imported(db, article, tmp_path, changes, place):
    with pytest.raises(BadTable) as refused:
        import_conversation(SYSTEM, a_polis_folder(tmp_path / "in", changes), QUESTION)
    assert place in str(refused.value)
    assert (count(db, PolisImport), count(db, User)) == (0, 0)


def test_a_file_in_another_encoding_is_refused_with_its_place(article, tmp_path):
    folder = a_polis_folder(tmp_path / "in")
    (folder / "summary.csv").write_bytes(b"topic,x\nurl,caf\xe9\n")
    with pytest.raises(BadTable, match=r"summary\.csv, line 2, column 8"):
        import_conversation(SYSTEM, folder, QUESTION)


def test_an_unknown_question_is_said_so(db, article, tmp_path):
    with pytest.raises(Invalid, match="no-such"):
        import_conversation(SYSTEM, a_polis_folder(tmp_path / "in"), "no-such")


def test_votes_on_statements_that_are_not_listed_do_not_count(db, article, tmp_path):
    folder = a_polis_folder(tmp_path / "in", votes=VOTES + "1500000409000,99,4,1\n")
    report = import_conversation(SYSTEM, folder, QUESTION)
    assert (report.votes, report.lines, report.unknown) == (8, 10, 1)


def test_without_votes_csv_the_matrix_is_what_they_voted(db, article, tmp_path):
    report = import_conversation(SYSTEM, a_polis_folder(tmp_path / "in", votes=None), QUESTION)
    assert (report.participants, report.votes) == (5, 8)


def test_statements_alone_are_no_conversation(article, tmp_path):
    folder = a_polis_folder(tmp_path / "in", votes=None, participants_votes=None)
    with pytest.raises(BadTable, match=r"neither votes\.csv nor participants-votes\.csv"):
        import_conversation(SYSTEM, folder, QUESTION)


def test_statements_without_votes_and_participants_without_numbers_do_no_harm(article, tmp_path):
    folder = a_polis_folder(
        tmp_path / "in",
        votes=VOTES.partition("\n")[0] + "\n",
        participants_votes=PARTICIPANTS.partition("\n")[0] + "\n",
    )
    report = import_conversation(SYSTEM, folder, QUESTION)
    assert (report.participants, report.statements, report.votes) == (3, 5, 0)


def test_old_exports_count_seconds(db, article, tmp_path):
    folder = a_polis_folder(tmp_path / "in", ("00000,", "00,"), ("1500000000000", "1500000000"), votes=None)
    assert "1500000000," in (folder / "comments.csv").read_text()
    import_conversation(SYSTEM, folder, QUESTION)
    assert positions(db)[0].created_at == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)


def test_who_spoke_from_which_perspective_can_be_told(db, article, tmp_path):
    folder = a_polis_folder(tmp_path / "in")
    with pytest.raises(Invalid, match="no-such"):
        import_conversation(SYSTEM, folder, QUESTION, roles={3: "no-such"})
    import_conversation(SYSTEM, folder, QUESTION, roles={3: "provider"})
    rows = db.session.execute(
        sa.select(User.name, Perspective.slug).join(Perspective, Perspective.id == User.perspective_id)
    ).all()
    assert [(name.split()[-1], slug) for name, slug in rows] == [("3", "provider")]


def test_only_administrators_import(article, tmp_path, alice, mo):
    folder = a_polis_folder(tmp_path / "in", comments=COMMENTS)
    for user in (alice, mo):
        with pytest.raises(Refused):
            import_conversation(as_actor(user), folder, QUESTION)
    with pytest.raises(SignInNeeded):
        import_conversation(ANONYMOUS, folder, QUESTION)
