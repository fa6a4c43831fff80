"""Polis exports in all the forms in which they are met, and mistakes in them."""

import pytest

from forum.lib.csv_tables import BadTable
from forum.transfer.polis import read_export, read_groups, read_roles

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,Mon Jul 17 02:17:32 WIB 2017,4,0,2,1,1,"One, with a comma
and a second line, in ""quotes"", ends"
1500000000001,Mon Jul 17 02:17:33 WIB 2017,0,1,0,0,-1,Two
1500000000002,Mon Jul 17 02:17:34 WIB 2017,9,1,0,0,0,Nobody saw this
"""
NEW_COMMENTS = """timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,\
group-informed-consensus,comment-body
1,4,0,2,1,1,false,true,0.5,One
2,0,1,0,0,-1,true,false,0.25,Two
3,9,1,0,0,0,false,false,0.25,Three
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
1500000000300,Mon Jul 17 02:17:32 WIB 2017,4,12,-1
1500000000100,Mon Jul 17 02:17:31 WIB 2017,4,12,1
1500000000200,Mon Jul 17 02:17:31 WIB 2017,4,3,1
1500000000200,Mon Jul 17 02:17:31 WIB 2017,0,3,0
"""
MATRIX = """participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,4
3,,1,0,2,1,0,0,1
12,someone,,0,1,0,1,,-1
"""


@pytest.fixture
def export(tmp_path):
    def write(**files: str):
        for name, content in files.items():
            (tmp_path / f"{name.replace('_', '-')}.csv").write_text(content)
        return tmp_path

    return write


def last_votes(of) -> set[tuple[int, int, int]]:
    votes = of.last_votes()
    people, statements = of.participant_ids[votes.rows], of.statement_ids[votes.columns]
    return set(zip(people.tolist(), statements.tolist(), votes.values.tolist(), strict=True))


def mistake(folder) -> str:
    with pytest.raises(BadTable) as caught:
        read_export(folder)
    return str(caught.value).replace(str(folder), "…")


def test_votes_are_taken_in_order_of_time_and_ids_may_have_gaps(export):
    found = read_export(export(comments=COMMENTS, votes=VOTES))
    assert found.participant_ids.tolist() == [3, 12]
    assert found.statement_ids.tolist() == [0, 4, 9]
    assert found.moderated.tolist() == [-1, 1, 0]
    assert last_votes(found) == {(12, 4, -1), (3, 4, 1), (3, 0, 0)}
    assert (len(found.rows), found.source, found.warnings) == (4, "votes", [])


def test_without_times_the_order_of_the_file_counts(export):
    votes = "voter-id,comment-id,vote\n12,4,-1\n12,4,1\n"
    assert last_votes(read_export(export(comments=COMMENTS, votes=votes))) == {(12, 4, 1)}


def test_newer_exports_tell_which_statements_are_meta(export):
    found = read_export(export(comments=NEW_COMMENTS, votes=VOTES))
    assert found.is_meta.tolist() == [True, False, False]
    assert found.excluded.tolist() == [True, False, False]


def test_without_votes_the_matrix_is_read(export):
    found = read_export(export(comments=COMMENTS, participants_votes=MATRIX))
    assert found.source == "participants-votes"
    assert last_votes(found) == {(3, 0, 0), (3, 4, 1), (12, 4, -1)}


def test_votes_go_before_the_matrix(export):
    found = read_export(export(comments=COMMENTS, votes=VOTES, participants_votes="nonsense"))
    assert found.source == "votes"


def test_somebody_in_the_matrix_without_votes_is_there(export):
    found = read_export(export(comments=COMMENTS, participants_votes=MATRIX + "20,,,5,0,0,0,,\n"))
    assert found.participant_ids.tolist() == [3, 12, 20]


def test_votes_on_an_unlisted_statement_are_kept_with_a_warning(export):
    found = read_export(export(comments=COMMENTS, votes=VOTES + "1,x,77,3,1\n"))
    assert found.statement_ids.tolist() == [0, 4, 9, 77]
    assert found.warnings == ["votes.csv has votes on 1 statements that comments.csv does not list"]


def test_files_without_rows_are_an_empty_conversation(export):
    folder = export(comments=COMMENTS.splitlines()[0], votes=VOTES.splitlines()[0])
    assert read_export(folder).shape == (0, 0)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "…/comments.csv: this file is missing"),
        ({"comments": COMMENTS}, "…: there is neither votes.csv nor participants-votes.csv here"),
        (
            {"comments": COMMENTS, "votes": VOTES.replace(",12,1", ",12,2")},
            "…/votes.csv, line 3, column 5 (vote): '2' is not one of 1, 0, -1",
        ),
        (
            {"comments": COMMENTS, "votes": VOTES.replace("1500000000100", "soon")},
            "…/votes.csv, line 3, column 1 (timestamp): 'soon' is not a whole number",
        ),
        (
            {"comments": COMMENTS, "votes": VOTES.replace("voter-id", "voter")},
            "…/votes.csv, line 1, column 6 (voter-id): the column voter-id is missing",
        ),
        (
            {"comments": COMMENTS.replace(",-1,Two", ",5,Two"), "votes": VOTES},
            "…/comments.csv, line 4, column 7 (moderated): '5' is not one of -1, 0, 1",
        ),
        (
            {"comments": COMMENTS.replace("WIB 2017,9,", "WIB 2017,4,"), "votes": VOTES},
            "…/comments.csv, line 5, column 3 (comment-id): 4 is there already",
        ),
        (
            {"comments": NEW_COMMENTS.replace("1,true", "1,perhaps"), "votes": VOTES},
            "…/comments.csv, line 3, column 7 (is-meta): 'perhaps' is neither true nor false",
        ),
        (
            {"comments": COMMENTS, "participants_votes": MATRIX.replace(",,-1", ",,3")},
            "…/participants-votes.csv, line 3, column 9 (4): '3' is not one of 1, 0, -1",
        ),
        (
            {"comments": COMMENTS, "participants_votes": MATRIX.replace("\n12,", "\n3,")},
            "…/participants-votes.csv, line 3, column 1 (participant): 3 is there already, in line 2",
        ),
    ],
)
def test_a_mistake_is_named_with_file_line_and_column(export, files, message):
    assert mistake(export(**files)) == message


def test_groups_and_roles_are_read_by_participant_and_may_be_empty(tmp_path):
    (tmp_path / "groups.csv").write_text("participant,group\n3,0\n4,\n12,2\n")
    (tmp_path / "roles.csv").write_text("role,participant\ninkoop,3\n,4\n")
    assert read_groups(tmp_path / "groups.csv") == {3: 0, 12: 2}
    assert read_roles(tmp_path / "roles.csv") == {3: "inkoop"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("participant,group\n3,a\n", "line 2, column 2 (group): 'a' is not a whole number"),
        ("participant,group\n3,0\n3,1\n", "line 3, column 1 (participant): 3 is there already, in line 2"),
        ("participant,role\n3,a\n", "line 1, column 3 (group): the column group is missing"),
    ],
)
def test_mistakes_in_groups_are_named(tmp_path, content, message):
    path = tmp_path / "groups.csv"
    path.write_text(content)
    with pytest.raises(BadTable) as caught:
        read_groups(path)
    assert str(caught.value) == f"{path}, {message}"
