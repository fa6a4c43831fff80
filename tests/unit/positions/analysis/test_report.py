"""The whole document: what it holds, what it does not depend on, and what it says where little happened."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.positions.analysis.conversation import Conversation
from forum.positions.analysis.report import analyse
from tests import dense

NAMES = ["brexit", "taxes", "ubi"]


def conversation(votes, *, participants=None, statements=None, moderated=(), meta=()) -> Conversation:
    """From (participant, statement, vote) by id, in order of time."""
    people = np.array(sorted(participants or {p for p, _, _ in votes}), np.int64)
    ids = np.array(sorted(statements or {s for _, s, _ in votes}), np.int64)
    rows, columns, values = np.array(votes, np.int64).reshape(-1, 3).T
    return Conversation(
        participant_ids=people,
        statement_ids=ids,
        moderated=np.where(np.isin(ids, moderated), -1, 1),
        is_meta=np.isin(ids, meta),
        rows=np.searchsorted(people, rows),
        columns=np.searchsorted(ids, columns),
        values=values,
    )


def triples(of: Conversation) -> list[tuple[int, int, int]]:
    people, ids = of.participant_ids[of.rows].tolist(), of.statement_ids[of.columns].tolist()
    return list(zip(people, ids, of.values.tolist(), strict=True))


def by_id(document: dict, part: str = "statements") -> dict[int, dict]:
    return {each["id"]: each for each in document[part]}


def is_plain(value) -> bool:
    """Nothing but what JSON knows, and no nan."""
    json.dumps(value, allow_nan=False)
    return True


@pytest.fixture(scope="module", params=NAMES)
def case(request) -> tuple[str, Conversation, dict]:
    of = dense.published(request.param)
    return request.param, of, analyse(of, groups=dense.published_groups(request.param))


def test_counts_are_the_published_ones(case):
    name, of, document = case
    rows = dense.Table(dense.REFERENCE / name / "comments.csv", ("comment-id",)).rows()
    statements = by_id(document)
    for row in rows:
        raw = statements[row.integer("comment-id")]["raw"]
        assert (raw["agree"], raw["disagree"]) == (row.integer("agrees"), row.integer("disagrees"))
    people = dense.Table(dense.REFERENCE / name / "participants.csv", ("participant",)).rows()
    expected = {row.integer("participant"): row.integer("n-votes") for row in people}
    last = of.last_votes()
    assert (
        dict(zip(of.participant_ids.tolist(), last.votes_by_participant().tolist(), strict=True)) == expected
    )
    assert document["input"]["votes_distinct"] == sum(expected.values())
    assert document["input"]["votes_rows"] == len(of.rows)


def test_with_published_groups_every_figure_is_as_worked_out_by_hand(case):
    name, of, document = case
    groups = dense.published_groups(name)
    full = dense.matrix(of.last_votes())
    labels = [groups.get(each, -1) for each in of.participant_ids.tolist()]
    for j, statement in enumerate(document["statements"]):
        if statement["excluded"]:
            continue
        product = 1.0
        for row in statement["by_group"]:
            if row["partition"] == "opinion":
                members = [i for i, label in enumerate(labels) if label == row["group"]]
                assert (row["na"], row["nd"], row["ns"]) == dense.counts(full, members, j)
                expected = dense.figures(full, labels, row["group"], j)
                assert {key: row[key] for key in expected} == pytest.approx(expected, abs=1e-9)
                product *= row["pa"]
        assert statement["polis"]["gac_agree"] == pytest.approx(product, abs=1e-12)


def test_statements_are_ranked_by_their_lowest_bound(case):
    _, _, document = case
    ranked = sorted(
        (
            each["shared"] | {"rows": each["by_group"]}
            for each in document["statements"]
            if not each["excluded"]
        ),
        key=lambda shared: shared["rank"],
    )
    assert [shared["rank"] for shared in ranked] == list(range(1, len(ranked) + 1))
    assert [shared["score"] for shared in ranked] == sorted((s["score"] for s in ranked), reverse=True)
    for shared in ranked:
        lowest = min(shared["rows"], key=lambda row: row["lower"])
        assert shared["score"] == lowest["lower"]
        assert shared["limiting_group"] == [lowest["partition"], lowest["group"]]


@pytest.mark.parametrize("name", NAMES)
def test_own_groups_rank_group_aware_consensus_as_the_published_ones_do(name):
    of = dense.published(name)
    own, theirs = analyse(of), analyse(of, groups=dense.published_groups(name))
    values = [
        [each["polis"]["gac_agree"] for each in document["statements"] if not each["excluded"]]
        for document in (own, theirs)
    ]
    places = [np.argsort(np.argsort(each)) for each in values]
    assert np.corrcoef(places[0], places[1])[0, 1] >= 0.85


def test_what_moderation_took_out_and_meta_statements_take_no_part():
    full = dense.published("brexit")
    changed = replace(full, moderated=full.moderated.copy(), is_meta=full.is_meta.copy())
    changed.moderated[3], changed.is_meta[7] = -1, True
    kept = [row for row in triples(full) if row[1] not in full.statement_ids[[3, 7]]]
    document, without = analyse(changed), analyse(conversation(kept))
    out, meta = document["statements"][3], document["statements"][7]
    for each in (out, meta):
        assert each["excluded"]
        assert each["by_group"] == []
        assert set(each["shared"].values()) == {None}
        assert sum(each["last"].values()) > 0
    assert (out["priority"], meta["priority"]) == (None, 49)
    assert [each for each in document["statements"] if not each["excluded"]] == without["statements"]
    assert document["representative"] == without["representative"]
    assert rounded(each for each in document["participants"] if each["n_votes"]) == rounded(
        without["participants"]
    )


def rounded(participants):
    """Places to the nine digits that are promised: a library that multiplies matrices of other sizes may add
    in another order, and which one it takes differs from processor to processor."""
    return [each | {"x": round(each["x"], 9), "y": round(each["y"], 9)} for each in participants]


def test_the_order_of_rows_makes_no_difference():
    of = dense.published("brexit")
    last = {(person, statement): vote for person, statement, vote in triples(of)}
    rows = [(*key, vote) for key, vote in last.items()]
    np.random.default_rng(1).shuffle(rows)
    assert analyse(conversation(rows)) == analyse(conversation(sorted(rows)))


def test_other_ids_give_the_same_groups_and_figures():
    of = dense.published("brexit")
    draw = np.random.default_rng(2).permutation
    people = dict(zip(of.participant_ids.tolist(), (draw(900)[: of.shape[0]] + 5).tolist(), strict=True))
    plain = analyse(of)
    renamed = analyse(conversation([(people[p], s, v) for p, s, v in triples(of)]))
    places = by_id(renamed, "participants")
    for each in plain["participants"]:
        other = places[people[each["id"]]]
        assert (other["group"], other["in_conv"]) == (each["group"], each["in_conv"])
        assert (other["x"], other["y"]) == pytest.approx((each["x"], each["y"]), abs=1e-9)
    for each, other in zip(plain["statements"], renamed["statements"], strict=True):
        assert other["by_group"] == each["by_group"]
        assert other["shared"] == each["shared"]
    assert renamed["representative"] == plain["representative"]


def test_with_every_vote_turned_round_agreement_and_disagreement_change_places():
    of = dense.published("taxes")
    plain, turned = analyse(of), analyse(replace(of, values=-of.values))
    for each, other in zip(plain["participants"], turned["participants"], strict=True):
        assert other["group"] == each["group"]
        assert (abs(other["x"]), abs(other["y"])) == pytest.approx((abs(each["x"]), abs(each["y"])))
    for each, other in zip(plain["statements"], turned["statements"], strict=True):
        assert other["shared"]["score"] == each["shared"]["score"]
        assert other["shared"]["status"] == each["shared"]["status"]
        assert {other["shared"]["direction"], each["shared"]["direction"]} in (
            {"agree", "disagree"},
            {None},
        )
        assert other["polis"]["gac_agree"] == each["polis"]["gac_disagree"]
    assert turned["consensus"] == {
        "agree": plain["consensus"]["disagree"],
        "disagree": plain["consensus"]["agree"],
    }


def test_people_who_vote_alike_stand_together():
    of = dense.published("brexit")
    twice = triples(of) + [(p + 10_000, s, v) for p, s, v in triples(of)]
    people = by_id(analyse(conversation(twice)), "participants")
    for each in of.participant_ids.tolist():
        one, other = people[each], people[each + 10_000]
        assert one | {"id": 0} == other | {"id": 0}


def test_roles_are_a_partition_and_small_ones_are_taken_together():
    votes = [(person, 1, 1 if person < 5 else -1) for person in range(12)]
    roles = dict.fromkeys(range(5), "inkoop") | dict.fromkeys(range(5, 9), "gemeente")
    roles |= {9: "cliënt", 10: "jurist", 99: "inkoop"}
    document = analyse(conversation(votes), roles=roles)
    role = document["partitions"][1]
    found = [(each["id"], each["label"], each["size"]) for each in role["groups"]]
    assert found == [(0, "gemeente", 4), (1, "inkoop", 5), (2, "other", 2)]
    assert document["participants"][9]["role"] == "cliënt"
    assert document["participants"][11]["role"] is None
    assert document["statements"][0]["shared"]["status"] == "contested"
    assert [each["group"] for each in document["representative"] if each["partition"] == "role"] == [0, 1, 2]
    assert document["warnings"] == ["1 participants have a role and no votes"]


def test_hidden_groups_are_reported_but_do_not_decide():
    votes = [(person, statement, 1 if person < 6 else -1) for person in range(12) for statement in range(8)]
    document = analyse(conversation(votes))
    opinion = document["partitions"][-1]
    assert (opinion["shown"], opinion["k"]) == (False, 2)
    assert "fewer than 30" in opinion["why_hidden"]
    assert all(each["shared"]["limiting_group"] == ["all", 0] for each in document["statements"])
    assert {row["partition"] for row in document["statements"][0]["by_group"]} == {"all", "opinion"}


def test_supplied_groups_count_everybody_in_them_and_decide():
    votes = [(person, 1, 1 if person < 3 else -1) for person in range(6)]
    document = analyse(conversation(votes), groups={0: 4, 1: 4, 3: 7, 55: 7})
    assert document["params"]["groups_from"] == "supplied"
    opinion = document["partitions"][-1]
    assert opinion["shown"]
    assert [(each["id"], each["size"]) for each in opinion["groups"]] == [(4, 2), (7, 1)]
    assert [each["group"] for each in document["participants"]] == [4, 4, None, 7, None, None]
    assert document["warnings"] == ["1 participants have a group and no votes"]


def test_supplied_groups_without_members_are_no_groups():
    document = analyse(conversation([(0, 1, 1)]), groups={})
    assert (document["partitions"][-1]["shown"], document["partitions"][-1]["k"]) == (False, None)
    assert document["statements"][0]["polis"] == {"gac_agree": None, "gac_disagree": None}


def test_nobody_and_nothing():
    document = analyse(conversation([]))
    assert is_plain(document)
    assert document["participants"] == document["statements"] == []
    assert document["params"]["groups_from"] == "none"
    assert document["consensus"] == {"agree": [], "disagree": []}


def test_statements_without_votes():
    document = analyse(conversation([], statements={3, 8}))
    assert is_plain(document)
    assert [each["shared"]["rank"] for each in document["statements"]] == [1, 2]
    assert document["statements"][0]["priority"] == pytest.approx((0.5 * 0.5 * 9) ** 2)


def test_one_voter():
    document = analyse(conversation([(7, 1, 1), (7, 2, -1), (7, 3, 0)]))
    assert is_plain(document)
    assert document["participants"] == [
        {"id": 7, "n_votes": 3, "in_conv": True, "x": 0, "y": 0, "group": None, "role": None}
    ]


def test_everybody_passes_everything():
    votes = [(person, statement, 0) for person in range(40) for statement in range(9)]
    document = analyse(conversation(votes))
    assert is_plain(document)
    assert {each["shared"]["status"] for each in document["statements"]} == {"no_opinion"}
    assert document["partitions"][-1]["why_hidden"] == "no groups can be told apart"


def test_everything_is_moderated_out():
    votes = [(person, 1, 1) for person in range(40)]
    document = analyse(conversation(votes, moderated=[1]), roles=dict.fromkeys(range(40), "inkoop"))
    assert is_plain(document)
    assert document["statements"][0]["last"] == {"agree": 40, "disagree": 0, "pass": 0}
    assert document["representative"][0]["items"] == []


VOTES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(-1, 1)), max_size=60)


@settings(deadline=None, max_examples=60)
@given(VOTES, st.dictionaries(st.integers(0, 11), st.sampled_from(["a", "b"])), st.sampled_from([None, 2, 3]))
def test_whatever_is_voted_the_document_is_whole(votes, roles, k):
    document = analyse(conversation(votes, statements=range(6)), roles=roles, k=k)
    assert is_plain(document)
    assert analyse(conversation(votes, statements=range(6)), roles=roles, k=k) == document
    for each in document["statements"]:
        assert 0 <= each["shared"]["score"] <= 1
        assert math.isfinite(each["priority"])
        assert sum(each["raw"].values()) >= sum(each["last"].values())
        assert len(each["by_group"]) == sum(len(part["groups"]) for part in document["partitions"])
