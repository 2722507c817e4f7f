"""How far up the zone perceptions stand: a ratio of two means, with its interval."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from svqkit.psychometrics.data.bootstrap_intervals import acceleration, bca_interval
from svqkit.psychometrics.data.resampling import resampled_counts

__all__ = ["bootstrap_limits", "fieller_limits"]


def fieller_limits(
    adequacy: np.ndarray, width: np.ndarray, ci: float = 0.95
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the ratio of mean adequacy to mean width, column by column, with Fieller's interval.

    The limits are the ratios q for which the mean of (P − M) − q (D − M) cannot be told from zero
    by a t-test; they allow for the correlation of the two. Where the interval of the mean width
    reaches zero the ratio has no bounded interval.

    Parameters
    ----------
    adequacy, width : ndarray (n, k)
        P − M and D − M of the same respondents; a row counts where both are there.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    ratio, low, high : ndarray (k,)
        0 is the minimum, 1 the desired level. The ratio is NaN where the mean width is not
        positive, the limits where its interval reaches zero.

    References
    ----------
    Fieller (1954), Journal of the Royal Statistical Society B 16, 175–185.

    Examples
    --------
    >>> a, w = np.array([[1.0], [0.0], [1.0], [1.0]]), np.array([[2.0], [1.0], [2.0], [1.0]])
    >>> [float(value.round(3)[0]) for value in fieller_limits(a, w)]
    [0.5, -0.048, 1.048]
    """
    both = ~np.isnan(adequacy + width)
    n = both.sum(axis=0)
    x, y = np.where(both, adequacy, 0.0), np.where(both, width, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = x.sum(axis=0) / n, y.sum(axis=0) / n
        dx, dy = np.where(both, x - a, 0.0), np.where(both, y - b, 0.0)
        scale = stdtrit(np.maximum(n - 1, 1), (1 + ci) / 2) ** 2 / (n * (n - 1.0))
        xx, xy, yy = (scale * product.sum(axis=0) for product in (dx * dx, dx * dy, dy * dy))
        square, middle = b**2 - yy, a * b - xy
        root = np.sqrt(np.maximum(middle**2 - square * (a**2 - xx), 0.0))
        bounded = (n >= 2) & (b > 0) & (square > 1e-12 * b**2)
        low = np.where(bounded, (middle - root) / square, np.nan)
        high = np.where(bounded, (middle + root) / square, np.nan)
        return np.where(b > 1e-12, a / b, np.nan), low, high


def bootstrap_limits(
    numerator: np.ndarray,
    denominator: np.ndarray,
    *,
    samples: int,
    rng: np.random.Generator,
    ci: float = 0.95,
) -> tuple[np.ndarray, np.ndarray]:
    """Give BCa intervals of ratios of sums over resampled respondents, all columns at once.

    Whole respondents are drawn, so the two sums and all columns stay together.

    Parameters
    ----------
    numerator, denominator : ndarray (n, k)
        A row counts where both are there.
    samples : int
        Bootstrap samples.
    rng : numpy.random.Generator
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    low, high : ndarray (k,)
        NaN where a resampled denominator is not positive.

    References
    ----------
    Efron (1987), Journal of the American Statistical Association 82, 171–185.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x, y = rng.normal(1, 1, size=(100, 1)), rng.normal(2, 1, size=(100, 1))
    >>> low, high = bootstrap_limits(x, y, samples=500, rng=rng)
    >>> bool(low[0] < x.mean() / y.mean() < high[0])
    True
    """
    both = ~np.isnan(numerator + denominator)
    x, y = np.where(both, numerator, 0.0), np.where(both, denominator, 0.0)
    k = x.shape[1]
    sums = np.hstack([x, y])
    drawn = []
    for counts in resampled_counts(len(x), samples, rng):
        found = counts @ sums
        above, below = found[:, :k], found[:, k:]
        drawn.append(np.where(below > 0, above, np.nan) / np.where(below > 0, below, 1.0))
    ratios = np.concatenate(drawn)
    total = y.sum(axis=0)
    point = np.where(total > 0, x.sum(axis=0), np.nan) / np.where(total > 0, total, 1.0)
    influence = np.where(both, x - np.nan_to_num(point) * y, 0.0)
    usable = np.isfinite(ratios).all(axis=0) & np.isfinite(point)
    constant = usable & (np.abs(influence).max(axis=0, initial=0.0) < 1e-12)
    limits = np.full((2, k), np.nan)
    limits[:, constant] = point[constant]
    moving = usable & ~constant
    if moving.any():
        speed = acceleration(influence[:, moving])
        limits[:, moving] = bca_interval(ratios[:, moving], point[moving], speed, ci)
    return limits[0], limits[1]
