"""The beta quantile. Expected values: scipy.special.betaincinv 1.17, and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.positions.analysis.beta import quantile

PARAMETER = st.floats(1e-3, 1e6)


@pytest.mark.parametrize("p", [0.1, 0.2, 0.5, 0.8, 0.9])
@pytest.mark.parametrize("a", [0.05, 0.5, 1, 3.7, 120, 45_000])
def test_where_one_parameter_is_1_the_quantile_is_a_root(p, a):
    assert quantile(p, a, 1) == pytest.approx(p ** (1 / a), abs=1e-11)
    assert quantile(p, 1, a) == pytest.approx(1 - (1 - p) ** (1 / a), abs=1e-11)


@pytest.mark.parametrize("p", [0.1, 0.2, 0.8])
def test_the_arcsine_distribution_has_a_closed_form(p):
    assert quantile(p, 0.5, 0.5) == pytest.approx(np.sin(np.pi * p / 2) ** 2, abs=1e-11)


@settings(deadline=None)
@given(PARAMETER, PARAMETER)
def test_the_mirrored_distribution_has_mirrored_quantiles(a, b):
    assert quantile(0.2, a, b) == pytest.approx(1 - quantile(0.8, b, a), abs=1e-12)


@settings(deadline=None)
@given(PARAMETER, PARAMETER)
def test_quantiles_rise_and_stay_within_0_and_1(a, b):
    low, middle, high = (quantile(p, a, b) for p in (0.1, 0.5, 0.9))
    assert 0 <= low <= middle <= high <= 1


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from([0.1, 0.2, 0.8]))
def test_below_the_quantile_of_whole_parameters_lies_the_binomial_share(a, b, p):
    x, n = float(quantile(p, a, b)), a + b - 1
    terms = [_choose(n, i) * x**i * (1 - x) ** (n - i) for i in range(a, n + 1)]
    assert sum(terms) == pytest.approx(p, abs=1e-9)


def _choose(n: int, i: int) -> int:
    ways = 1
    for each in range(i):
        ways = ways * (n - each) // (each + 1)
    return ways


def test_what_is_too_near_0_or_1_for_a_float_is_0_or_1():
    assert quantile(0.2, 4e-6, 1e5) == 0
    assert quantile(0.8, 1e5, 4e-6) == 1


def test_the_answer_has_the_shape_of_the_question_and_equals_give_equals():
    a = np.array([[1.5, 2.5, 1.5], [2.5, 1.5, 1.5]])
    found = quantile(0.2, a, 4 - a)
    assert found.shape == (2, 3)
    assert len(set(found[a == 1.5])) == 1
    assert quantile(0.2, np.zeros((3, 0)), np.zeros((3, 0))).shape == (3, 0)


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [
        (3.2, 7.9, 0.17171159609442994),
        (812.0, 91.5, 0.8903763293757789),
        (0.3, 40.0, 8.247479450946966e-05),
        (106692.3, 130135.6, 0.4496451168734186),
    ],
)
def test_known_values(a, b, value):
    assert quantile(0.2, a, b) == pytest.approx(value, abs=1e-12)
