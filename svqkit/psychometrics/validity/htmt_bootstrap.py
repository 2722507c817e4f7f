"""Bootstrap intervals of heterotrait–monotrait ratios."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.resampled_polychorics import resampled_polychorics
from svqkit.psychometrics.data.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)
from svqkit.psychometrics.data.resampling import resampled_covariances
from svqkit.psychometrics.validity.htmt_ratios import htmt_ratios, ratio_influence, standard_scores

__all__ = ["check_bootstrap", "ratio_intervals", "said_of_intervals"]

CORRELATIONS = ("pearson", "polychoric")
INTERVALS = ("percentile", "bca")


def check_bootstrap(ci: float, bootstrap: int, interval: str, correlation: str) -> None:
    """Refuse options that no interval can be made of.

    Parameters
    ----------
    ci : float
    bootstrap : int
    interval, correlation : str

    Raises
    ------
    ValueError
        Naming the option.

    Examples
    --------
    >>> check_bootstrap(95, 0, "percentile", "pearson")
    Traceback (most recent call last):
    ...
    ValueError: ci=95 must lie between 0 and 1, for example 0.95
    """
    if isinstance(ci, (str, bool)) or ci is None or not 0 < ci < 1:
        raise ValueError(f"ci={ci!r} must lie between 0 and 1, for example 0.95")
    whole = isinstance(bootstrap, (int, np.integer)) and not isinstance(bootstrap, bool)
    if not whole or bootstrap < 0:
        raise ValueError(f"bootstrap={bootstrap!r} must be a whole number of resamples, or 0")
    if interval not in INTERVALS:
        raise ValueError(f"interval={interval!r} is unknown; choose from {', '.join(INTERVALS)}")
    if correlation not in CORRELATIONS:
        raise ValueError(
            f"correlation={correlation!r} is unknown here; choose from {', '.join(CORRELATIONS)}"
        )
    if interval == "bca" and correlation == "polychoric":
        raise ValueError(
            'interval="bca" is offered with Pearson correlations only; with polychoric ones take '
            '"percentile"'
        )


def ratio_intervals(
    answers: np.ndarray,
    design: np.ndarray,
    draws: int,
    rng: np.random.Generator,
    *,
    level: float = 0.95,
    interval: str = "percentile",
    correlation: str = "pearson",
) -> dict[str, np.ndarray]:
    """Bootstrap HTMT and HTMT2 over respondents.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    design : ndarray (f, p)
    draws : int
    rng : numpy.random.Generator
    level : float
    interval : {"percentile", "bca"}
    correlation : {"pearson", "polychoric"}

    Returns
    -------
    dict of ndarray (f, f)
        ``htmt_low htmt_high htmt2_low htmt2_high``.

    Raises
    ------
    DataError
        If every resample left an item constant.

    Notes
    -----
    Resamples in which an item is constant have no correlations and are left out.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(99, 1)) + np.random.default_rng(1).normal(size=(99, 4))
    >>> found = ratio_intervals(x, np.repeat(np.eye(2), 2, axis=1), 50, np.random.default_rng(2))
    >>> bool(found["htmt_low"][0, 1] < found["htmt_high"][0, 1])
    True
    """
    resample = resampled_polychorics if correlation == "polychoric" else resampled_covariances
    kept: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for matrices in resample(answers, draws, rng):
        with np.errstate(invalid="ignore", divide="ignore"):  # a constant item has no correlation
            sd = np.sqrt(np.diagonal(matrices, axis1=1, axis2=2))
            R = matrices / (sd[:, :, None] * sd[:, None, :])
        usable = R[np.isfinite(R).all(axis=(1, 2))]
        for ratios, found in zip(kept, htmt_ratios(usable, design), strict=True):
            ratios.append(found)
    if not sum(map(len, kept[0])):
        raise DataError("every bootstrap resample had a constant item; HTMT has no interval")
    bounds = {}
    for name, power, parts in (("htmt", False, kept[0]), ("htmt2", True, kept[1])):
        drawn = np.concatenate(parts)
        if interval == "bca":
            low, high = _corrected(answers, design, drawn, level, power)
        else:
            low, high = percentile_interval(drawn, level)
        bounds[f"{name}_low"], bounds[f"{name}_high"] = low, high
    return bounds


def _corrected(
    answers: np.ndarray, design: np.ndarray, ratios: np.ndarray, level: float, power: bool
) -> tuple[np.ndarray, np.ndarray]:
    point = htmt_ratios(np.corrcoef(answers.T), design)[int(power)]
    skewness = np.full(point.shape, np.nan)
    z = standard_scores(answers)
    R = z.T @ z / len(z)
    for one, other in combinations(range(len(design)), 2):
        if np.isfinite(point[one, other]):
            pull = ratio_influence(z, R, design, one, other, power=power)
            skewness[one, other] = skewness[other, one] = acceleration(pull)
    return bca_interval(ratios, point, skewness, level)


def said_of_intervals(draws: int, interval: str) -> str:
    """Put how HTMT intervals were made in words.

    Parameters
    ----------
    draws : int
    interval : {"percentile", "bca"}

    Returns
    -------
    str

    Examples
    --------
    >>> said_of_intervals(1000, "percentile")
    'HTMT intervals: percentiles of 1000 resamples of respondents'
    """
    kind = "percentiles" if interval == "percentile" else "BCa percentiles (Efron 1987)"
    return f"HTMT intervals: {kind} of {draws} resamples of respondents"
