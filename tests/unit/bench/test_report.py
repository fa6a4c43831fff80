from bench.dutch import Writer
from bench.report import Figures, table


def figures(rates: list[float], ratios: list[float]) -> Figures:
    return Figures("article", "signed out", rates=rates, ratios=ratios, latencies=[1.0, 2.0, 3.0])


def test_medians_speak_for_the_rounds_and_quartiles_for_their_spread():
    one = figures([100.0, 300.0, 200.0], [0.5, 0.4, 0.6]).summary()
    assert (one["requests_per_second"], one["ratio_to_bare"]) == (200.0, 0.5)
    assert one["ratio_quartiles"] == [0.45, 0.55]
    assert one["p50_ms"] == 2.0


def test_a_single_round_and_an_unknown_processor_still_make_a_table():
    lines = table([figures([7.0], [1.0])]).splitlines()
    assert len(lines) == 3
    assert len({line.count("|") for line in lines}) == 1
    assert " - |" in lines[2]


def test_the_same_seed_writes_the_same_text():
    assert Writer(1).body() == Writer(1).body()
    source, html = Writer(2).body()
    assert source
    assert html.startswith("<p>")
