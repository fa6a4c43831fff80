"""The simulation behind docs/positions.md, in small."""

from bench.simulation import CASES, simulate


def outcomes(name, runs=20):
    case = next(each for each in CASES if each.name == name)
    return simulate(case, runs=runs, lengths=(40, 400))


def test_what_everybody_agrees_with_is_announced_in_the_end():
    assert outcomes("all 85 %")[-1].at_end > 0.8


def test_what_divides_camps_never_is():
    assert [each.ever for each in outcomes("two camps, 90 and 20 %")] == [0, 0]


def test_announced_at_some_moment_is_never_less_often_than_in_the_end():
    for each in outcomes("the rare one 50 %, the others 85 %"):
        assert each.ever >= each.at_end


def test_the_same_seed_gives_the_same_table():
    assert outcomes("all 70 %", runs=5) == outcomes("all 70 %", runs=5)
