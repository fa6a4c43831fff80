"""Quantiles of the beta distribution, for whole arrays at once.

numpy has none, and scipy, which has, is twice its size: see docs/decisions/0011.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

TINY = 1e-300
ROUNDING = 1e-15
CLOSE = 1e-5
MOST_STEPS = 100
MOST_TERMS = 20_000
"""Both loops end by themselves, when nothing changes any more: the fraction after about √(a + b) terms."""

STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
STIRLING_FROM = 10


def quantile(p: float, a: ArrayLike, b: ArrayLike) -> Floats:
    """The value below which a Beta(a, b) lies with probability p; a, b > 0 and 0 < p < 1.

    Exact to about 1e-12. What is nearer to 0 than a float can say becomes 0.
    """
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    if not a.size:
        return np.zeros(a.shape)
    pairs, place = np.unique(np.stack([a.ravel(), b.ravel()]), axis=1, return_inverse=True)
    # The upper tail is the lower tail of the mirrored distribution.
    logit = _lower_logit(p, *pairs) if p <= 0.5 else -_lower_logit(1 - p, *pairs[::-1])
    return _share(logit)[place].reshape(a.shape)


def _lower_logit(p: float, a: Floats, b: Floats) -> Floats:
    """ln(x / (1 − x)) of the quantile x, for p ≤ ½.

    On this scale the logarithm of the distribution function is concave, so Newton's method from anywhere
    comes to the left of the solution at once and then only nears it. Close by, Halley's takes over.
    """
    log_beta = _log_beta(a, b)
    normal = (p**0.135 - (1 - p) ** 0.135) / 0.1975  # the normal quantile, to a hundredth
    middle = np.log(np.maximum(a - 1 / 3, a / 2) / np.maximum(b - 1 / 3, b / 2))
    start = middle + normal * np.sqrt(1 / a + 1 / b)
    tail = (np.log(p * a) + log_beta) / a
    logit = np.where(np.minimum(a, b) < 1, np.minimum(start, tail), start)
    active = np.arange(len(a))
    for _ in range(MOST_STEPS):
        if not len(active):
            break
        at, t = (a[active], b[active]), logit[active]
        log_below, log_density = _log_distribution(t, *at, log_beta[active])
        off = np.log(p) - log_below
        slope = np.exp(log_density - log_below)
        x = _share(t)
        bend = np.where(np.abs(off) < 0.5, off * ((at[0] * (1 - x) - at[1] * x) / slope - 1), 0)
        logit[active] = t + off / slope / (1 + bend / 2)
        # Such a step leaves about the cube of what it was off by.
        active = active[np.abs(off) > CLOSE]
    return logit


def _log_distribution(logit: Floats, a: Floats, b: Floats, log_beta: Floats) -> tuple[Floats, Floats]:
    """ln P(X ≤ x), and ln of its slope on the scale of `logit`, at x = 1 / (1 + exp(−logit))."""
    log_x, log_rest = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)
    log_density = a * log_x + b * log_rest - log_beta
    x, rest = np.exp(log_x), np.exp(log_rest)
    # The fraction is quick on the side where less than about half lies.
    left = x < (a + 1) / (a + b + 2)
    first, second = np.where(left, a, b), np.where(left, b, a)
    part = log_density - np.log(_fraction(np.where(left, x, rest), first, second))
    with np.errstate(divide="ignore"):
        return np.where(left, part, np.log(-np.expm1(np.minimum(part, -TINY)))), log_density


def _fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    """The continued fraction F for which P(X ≤ x) = xᵃ (1 − x)ᵇ / (B(a, b) F), by Lentz's method.

    Source: Didonato and Morris 1992, ACM Transactions on Mathematical Software 18(3), equation 9.
    """
    result = np.empty_like(x)
    active: NDArray[np.int64] = np.arange(len(x))
    drift = a * (1 - x) - b * x + 1
    h = c = _away_from_zero(a * drift / (a + 1))
    d = np.zeros_like(x)
    for m in range(1, MOST_TERMS):
        odd = a + (2 * m - 1)
        share = m * (b - m) * x / odd
        over = (a + (m - 1)) * (a + b + (m - 1)) * x / odd * share
        under = m + share + (a + m) * (drift + m * (2 - x)) / (odd + 2)
        d = 1 / _away_from_zero(under + over * d)
        c = _away_from_zero(under + over / c)
        change = c * d
        h = h * change
        going = np.abs(change - 1) > ROUNDING
        if not going.all():
            result[active] = h
            active = active[going]
            if not len(active):
                return result
            x, a, b, drift, c, d, h = (each[going] for each in (x, a, b, drift, c, d, h))
    result[active] = h
    return result


def _away_from_zero(values: Floats) -> Floats:
    return np.where(np.abs(values) < TINY, TINY, values)


def _log_beta(a: Floats, b: Floats) -> Floats:
    """ln B(a, b). The large terms are taken together first, so that little is lost by cancelling."""
    both = a + b
    large = -a * np.log1p(b / a) - b * np.log1p(a / b)
    small = 0.5 * (np.log(2 * np.pi) + np.log(both) - np.log(a) - np.log(b))
    return large + small + _stirling_rest(a) + _stirling_rest(b) - _stirling_rest(both)


def _stirling_rest(z: Floats) -> Floats:
    """ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π)."""
    shift = np.where(z < STIRLING_FROM, np.ceil(STIRLING_FROM - z), 0)
    product = np.ones_like(z)
    for i in range(STIRLING_FROM):
        product *= np.where(i < shift, z + i, 1)
    far = z + shift
    series = sum(c / far ** (2 * i + 1) for i, c in enumerate(STIRLING))
    return series + (far - 0.5) * np.log(far) - far - np.log(product) - (z - 0.5) * np.log(z) + z


def _share(logit: Floats) -> Floats:
    return np.exp(-np.logaddexp(0, -logit))
