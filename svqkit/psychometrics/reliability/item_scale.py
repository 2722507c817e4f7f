"""How each item goes with the others of its scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.extraction.extraction import smc
from svqkit.psychometrics.reliability.alpha import alpha_if_dropped, item_rest
from svqkit.psychometrics.reliability.omega import omega_replicates
from svqkit.psychometrics.reliability.reversing import reversed_items

__all__ = ["discrimination", "omega_if_dropped", "with_scale"]

SMALLEST_EIGENVALUE = 1e-10
GROUP = 0.27


def with_scale(held: Moments) -> dict[str, np.ndarray]:
    """All that compares an item with its scale and needs no single answers.

    Parameters
    ----------
    held : Moments
        Of a scale of two items or more.

    Returns
    -------
    dict of ndarray (k,)
        r_drop, alpha_if_dropped, r_total, reverse_suspected; where all items vary also r_std and
        alpha_std_if_dropped, and where none is determined by others smc and r_cor.

    Examples
    --------
    >>> from pandas import DataFrame
    >>> S = DataFrame(np.full((3, 3), 0.5) + 0.5 * np.eye(3), list("abc"), list("abc"))
    >>> found = with_scale(Moments.from_correlation(S, 50))
    >>> found["r_cor"].round(4).tolist(), found["r_std"].round(4).tolist()
    ([0.6667, 0.6667, 0.6667], [0.8165, 0.8165, 0.8165])
    """
    S, R = held.cov.to_numpy(), held.corr.to_numpy()
    total, own = float(S.sum()), np.diag(S)
    ok = (own > 0) & (total > 0)
    found = {
        "r_drop": item_rest(S),
        "alpha_if_dropped": alpha_if_dropped(S),
        "r_total": np.where(ok, S.sum(axis=1) / np.sqrt(np.where(ok, own * total, 1.0)), np.nan),
        "reverse_suspected": reversed_items(R),
    }
    if not np.isfinite(R).all():
        return found
    if R.sum() > 0:
        found["r_std"] = R.sum(axis=1) / np.sqrt(R.sum())
    found["alpha_std_if_dropped"] = alpha_if_dropped(R)
    if np.linalg.eigvalsh(R)[0] > SMALLEST_EIGENVALUE:
        found["smc"] = smc(R)
        common = R - np.diag(1 - found["smc"])
        if common.sum() > 0:
            found["r_cor"] = common.sum(axis=1) / np.sqrt(common.sum())
    return found


def omega_if_dropped(covariances: Sequence[np.ndarray]) -> list[np.ndarray]:
    """One-factor omega of the others when each item is left out of its scale.

    Parameters
    ----------
    covariances : sequence of ndarray (k, k)
        Of each scale, positive definite; scales of as many items are worked out together.

    Returns
    -------
    list of ndarray (k,)
        NaN for two items, and where the model has no solution.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> omega_if_dropped([S])[0].round(4).tolist()
    [0.75, 0.75, 0.75, 0.75]
    """
    found = [np.full(len(S), np.nan) for S in covariances]
    for k in sorted({len(S) for S in covariances if len(S) > 2}):
        alike = [at for at, S in enumerate(covariances) if len(S) == k]
        keep = np.array([np.delete(np.arange(k), i) for i in range(k)])
        others = [covariances[at][keep[:, :, None], keep[:, None, :]] for at in alike]
        omegas = omega_replicates(np.concatenate(others), None).reshape(-1, k)
        for at, values in zip(alike, omegas, strict=True):
            found[at] = values
    return found


def discrimination(answers: np.ndarray, low: float, high: float) -> np.ndarray:
    """How much higher the upper 27 % by the scale's sum answer than the lower 27 %.

    Parameters
    ----------
    answers : ndarray (n, k)
        Of one scale; the complete respondents count.
    low, high : float
        Ends of the response scale.

    Returns
    -------
    ndarray (k,)
        Difference of means over high − low, from −1 to 1; NaN with fewer than four respondents
        or where the two groups overlap because too many are tied.

    Examples
    --------
    >>> discrimination(np.array([[1.0, 1], [1, 2], [5, 4], [5, 5]]), 1, 5).tolist()
    [1.0, 1.0]
    """
    whole = answers[~np.isnan(answers).any(axis=1)]
    if len(whole) < 4 or not high > low:
        return np.full(answers.shape[1], np.nan)
    sums = whole.sum(axis=1)
    size = max(1, round(GROUP * len(whole)))
    ordered = np.sort(sums)
    border, other = ordered[size - 1], ordered[-size]
    if border >= other:
        return np.full(answers.shape[1], np.nan)
    upper, lower = whole[sums >= other].mean(axis=0), whole[sums <= border].mean(axis=0)
    return np.asarray((upper - lower) / (high - low))
