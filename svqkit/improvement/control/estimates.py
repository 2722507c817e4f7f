"""Centre, sigma and limits of a Shewhart chart, by its kind."""

from __future__ import annotations

import numpy as np

from svqkit.errors import DataError
from svqkit.improvement.control.constants import c4, range_constants
from svqkit.improvement.control.samples import Samples

__all__ = ["COUNTS", "ESTIMATORS", "estimate", "moving_ranges", "spread_line", "standard_errors"]

COUNTS = ("p", "np", "c", "u", "p'", "u'")
"""Kinds of charts for counts; the last two with Laney's correction."""

ESTIMATORS = {
    "I-MR": ("mean", "median"),
    "Xbar-R": ("mean", "weighted"),
    "Xbar-S": ("mean", "weighted", "pooled"),
}
"""Ways to estimate sigma, by kind; the first is the default."""

_MEDIAN = float(np.sqrt(2) * 0.6744897501960817)
"""Median of the range of two standard normal values: √2 times the third quartile."""


def moving_ranges(values: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Give the distance of each value from the one before, both of them used.

    Parameters
    ----------
    values : ndarray (points,)
    used : ndarray of bool (points,)

    Returns
    -------
    ndarray (points,)
        Missing at the first point and beside points that are not used.

    Examples
    --------
    >>> moving_ranges(np.array([1.0, 4.0, 2.0]), np.array([True, True, True])).tolist()
    [nan, 3.0, 2.0]
    """
    ranges = np.full(len(values), np.nan)
    ranges[1:] = np.abs(np.diff(values))
    ranges[1:][~(used[1:] & used[:-1])] = np.nan
    return ranges


def _sigma_of_ranges(ranges: np.ndarray, sizes: np.ndarray, estimator: str) -> float:
    d2, d3 = range_constants(sizes)
    weight = (d2 / d3) ** 2 if estimator == "weighted" else np.ones(len(d2))
    return float(np.average(ranges / d2, weights=weight))


def _sigma_of_deviations(deviations: np.ndarray, sizes: np.ndarray, estimator: str) -> float:
    if estimator == "pooled":
        free = sizes - 1
        pooled = np.sqrt(np.average(deviations**2, weights=free))
        return float(pooled / c4(np.array([free.sum() + 1]))[0])
    center = c4(sizes)
    weight = center**2 / (1 - center**2) if estimator == "weighted" else np.ones(len(center))
    return float(np.average(deviations / center, weights=weight))


def _sigma_of_moving(ranges: np.ndarray, estimator: str) -> float:
    held = ranges[~np.isnan(ranges)]
    if not len(held):
        raise DataError("no two neighbouring points are used, so there is no moving range")
    if estimator == "median":
        return float(np.median(held)) / _MEDIAN
    return float(held.mean()) / float(range_constants(np.array([2]))[0][0])


def estimate(
    kind: str,
    samples: Samples,
    here: np.ndarray,
    used: np.ndarray,
    *,
    estimator: str = "mean",
    center: float | None = None,
    sigma: float | None = None,
) -> tuple[float, float]:
    """Estimate the centre and sigma of a stretch of points.

    Parameters
    ----------
    kind : str
        ``"I-MR"``, ``"Xbar-R"``, ``"Xbar-S"`` or one of ``COUNTS``.
    samples : Samples
    here, used : ndarray of bool (points,)
        The stretch, and which of its points are used.
    estimator : str
        One of ``ESTIMATORS[kind]``.
    center, sigma : float, optional
        Known values.

    Returns
    -------
    center : float
        Mean; share or rate for counts (for ``"c"`` the mean count).
    sigma : float
        Of a single value; for counts the factor on the sampling error: 1, or Laney's.

    Raises
    ------
    DataError
        If nothing is left to estimate from, or the values do not vary.

    Examples
    --------
    >>> from svqkit.improvement.control.samples import read_individuals
    >>> every = np.ones(3, bool)
    >>> samples = read_individuals([3, 5, 4], None, None, None)
    >>> estimate("I-MR", samples, every, every)[0]
    4.0
    """
    chosen = here & used
    if not chosen.any():
        raise DataError("no point is left to estimate the limits from; use fewer exclusions")
    values, sizes = samples.values[chosen], samples.sizes[chosen]
    if kind in COUNTS:
        level = float(values.sum() / sizes.sum()) if center is None else float(center)
        whole = 1.0 if kind in ("p", "np", "p'") else np.inf
        if not 0 < level < whole:
            raise DataError(
                f"the centre is {level:g}, so every count is alike and no limit can be drawn; give a "
                "known center=, or look at longer stretches"
            )
        if sigma is not None:
            return level, float(sigma)
        if not kind.endswith("'"):
            return level, 1.0
        factor = _laney(kind, samples, here, used, level)
        if factor <= 0:
            raise DataError(
                "neighbouring points do not vary, so Laney's sigma of z is 0 and no limit can be drawn; "
                f"use a plain {kind[0]} chart, or give sigma="
            )
        return level, factor
    level = float(np.average(values, weights=sizes)) if center is None else float(center)
    if sigma is not None:
        return level, float(sigma)
    if kind == "I-MR":
        ranges = moving_ranges(samples.values[here], used[here])
        found = _sigma_of_moving(ranges, estimator)
    elif kind == "Xbar-R" and samples.ranges is not None:
        found = _sigma_of_ranges(samples.ranges[chosen], sizes.astype(int), estimator)
    elif samples.deviations is not None:
        found = _sigma_of_deviations(samples.deviations[chosen], sizes, estimator)
    else:
        raise DataError(f"{kind} needs subgroups of two or more observations")
    if found <= 0:
        what = "neighbouring values" if kind == "I-MR" else "observations within subgroups"
        raise DataError(
            f"the {what} do not vary, so sigma is 0 and no limit can be drawn; check the rounding "
            "of the measurements"
        )
    return level, found


def _laney(kind: str, samples: Samples, here: np.ndarray, used: np.ndarray, level: float) -> float:
    """Find how much more the shares vary from point to point than counting alone explains."""
    _, errors = standard_errors(kind, level, 1.0, samples.sizes[here])
    z = (samples.values[here] / samples.sizes[here] - level) / errors
    return _sigma_of_moving(moving_ranges(z, used[here]), "mean")


def standard_errors(
    kind: str, center: float, sigma: float, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the centre line and the standard error of each point.

    Parameters
    ----------
    kind : str
    center, sigma : float
        As ``estimate`` returns them.
    sizes : ndarray (points,)

    Returns
    -------
    center, error : ndarray (points,)

    Examples
    --------
    >>> standard_errors("p", 0.2, 1.0, np.array([100.0, 400.0]))[1].tolist()
    [0.04, 0.02]
    """
    line = np.full(len(sizes), center)
    if kind in ("p", "p'"):
        return line, sigma * np.sqrt(center * (1 - center) / sizes)
    if kind == "np":
        return line * sizes, sigma * np.sqrt(sizes * center * (1 - center))
    if kind in ("c", "u", "u'"):
        return line, sigma * np.sqrt(center / sizes)
    return line, sigma / np.sqrt(sizes)


def spread_line(kind: str, sigma: float, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the centre line and the standard error of the chart of spreads.

    Parameters
    ----------
    kind : {"I-MR", "Xbar-R", "Xbar-S"}
    sigma : float
    sizes : ndarray (points,)

    Returns
    -------
    center, error : ndarray (points,)

    Examples
    --------
    >>> center, error = spread_line("Xbar-R", 1.0, np.array([5]))
    >>> center.round(3).tolist(), error.round(3).tolist()
    ([2.326], [0.864])
    """
    if kind == "Xbar-S":
        center = c4(sizes)
        return center * sigma, sigma * np.sqrt(1 - center**2)
    two = np.full(len(sizes), 2) if kind == "I-MR" else sizes.astype(int)
    d2, d3 = range_constants(two)
    return d2 * sigma, d3 * sigma
