"""Unrestricted means and covariances of answers with gaps, by the EM algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.data.collinearity import in_group, refuse_collinear
from svqkit.psychometrics.data.patterns import NormalMoments, Patterns, summed_by_pattern

__all__ = ["saturated_moments"]

TOLERANCE = 1e-11
MAX_STEPS = 5000


@dataclass(frozen=True)
class _Moments:
    covariance: np.ndarray
    mean: np.ndarray


def _em(patterns: Patterns, start: _Moments, names: Sequence[str], group: str) -> _Moments:
    """Estimate unrestricted means and covariances (Dempster, Laird & Rubin 1977)."""
    now = start
    for _ in range(MAX_STEPS):
        refuse_collinear(now.covariance, names, group)
        # a step of EM is one along the deviance's slope (Xu & Jordan 1996)
        bend, pull = patterns.slopes(now)
        shift = -0.5 * now.covariance @ pull
        total = now.covariance - now.covariance @ bend @ now.covariance - np.outer(shift, shift)
        following = _Moments(0.5 * (total + total.T), now.mean + shift)
        sd = np.sqrt(np.diag(now.covariance))
        moved = max(
            float(np.abs((following.covariance - now.covariance) / np.outer(sd, sd)).max()),
            float(np.abs(shift / sd).max()),
        )
        now = following
        if moved < TOLERANCE:
            return now
    raise ConvergenceError(
        f"the unrestricted means and covariances{in_group(group)} did not settle: too few respondents "
        "answered some pair of items; leave one of them out"
    )


def _check(answers: np.ndarray, names: Sequence[str], group: str) -> None:
    n, p = answers.shape
    where = in_group(group)
    if n <= p:
        raise DataError(
            f"{n} respondents{where} for {p} items: a model needs more respondents than items"
        )
    there = (~np.isnan(answers)).astype(float)
    if not there.any(axis=0).all():
        name = names[int(np.argmin(there.any(axis=0)))]
        raise DataError(f"item {name!r}{where} has no answers at all; leave it out", column=name)
    together = there.T @ there
    low = np.argwhere(together < 2)
    if len(low):
        first, second = (names[int(at)] for at in low[0])
        raise DataError(
            f"items {first!r} and {second!r}{where} were answered together by fewer than two "
            "respondents, so their covariance cannot be estimated; leave one out",
            column=first,
        )
    mean, variance = np.nanmean(answers, axis=0), np.nanvar(answers, axis=0)
    constant = variance <= (1e-12 * np.maximum(np.abs(mean), 1e-150)) ** 2
    if constant.any():
        name = names[int(np.argmax(constant))]
        raise DataError(
            f"item {name!r}{where} is constant: everyone gave the same answer; "
            "leave it out of the model",
            column=name,
        )


def saturated_moments(
    answers: np.ndarray, names: Sequence[str], *, group: str = ""
) -> tuple[Patterns, NormalMoments]:
    """Estimate unrestricted means and covariances by maximum likelihood from every answer.

    Parameters
    ----------
    answers : ndarray (n, p)
        NaN where missing; respondents without any answer must be left out before.
    names : sequence of str
        The items.
    group : str
        Named in errors.

    Returns
    -------
    Patterns
        The answers summed up.
    NormalMoments
        ``.mean`` (p) and ``.covariance`` (p × p, divisor n).

    Raises
    ------
    DataError
        If there are not more respondents than items, an item is constant or never answered, or
        two items were never answered together, or items are linearly dependent.
    ConvergenceError
        If EM does not settle.

    Examples
    --------
    >>> answers = np.array([[1.0, 2], [2, 1], [3, 5], [4, np.nan], [np.nan, 3]])
    >>> patterns, found = saturated_moments(answers, ["a", "b"])
    >>> len(patterns.masks), found.mean.round(2).tolist()
    (3, [2.48, 3.2])
    """
    _check(answers, names, group)
    patterns = summed_by_pattern(answers)
    start = _Moments(np.diag(np.nanvar(answers, axis=0)), np.nanmean(answers, axis=0))
    return patterns, _em(patterns, start, names, group)
