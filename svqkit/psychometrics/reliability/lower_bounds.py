"""Lower bounds to the reliability of a sum score, and how far its items are one thing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.psychometrics.extraction.extraction import minres_batch, smc
from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.greatest_lower_bound import greatest_lower_bound
from svqkit.psychometrics.reliability.split_half import (
    MOST_EXACT,
    Halves,
    coefficients_of_halves,
    every_split,
    half_variances,
    largest_split,
    sampled_splits,
)

__all__ = [
    "bound_replicates",
    "guttman_bounds",
    "scale_bounds",
    "scale_splits",
    "unidimensionality",
]

SEED = 20
SMALLEST_EIGENVALUE = 1e-10
ROWS = ("minimum", "mean", "maximum", "odd-even", "first-second")


def guttman_bounds(S: np.ndarray) -> dict[str, float]:
    """Guttman's λ1, λ2, λ3, λ5 and λ6 of a sum score.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances; correlations give the bounds of the sum of standardised items.

    Returns
    -------
    dict
        lambda1, lambda2, lambda3 (alpha), lambda5, lambda6; NaN for one item or a sum without
        variance, lambda6 also where items determine each other or do not vary.

    Notes
    -----
    Guttman (1945, *Psychometrika* 10, 255-282). On covariances as SPSS prints them; psych uses
    correlations. λ3 ≤ λ2 always, and λ1 ≤ λ3 unless alpha is negative.

    Examples
    --------
    >>> S = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    >>> {name: round(value, 4) for name, value in guttman_bounds(S).items()}
    {'lambda1': 0.5, 'lambda2': 0.75, 'lambda3': 0.75, 'lambda5': 0.7357, 'lambda6': 0.6667}
    """
    k, total = len(S), float(S.sum())
    names = ("lambda1", "lambda2", "lambda3", "lambda5", "lambda6")
    if k < 2 or total <= 0:
        return dict.fromkeys(names, np.nan)
    own = np.diag(S)
    squares = S**2 - np.diag(own**2)
    first = float(1 - own.sum() / total)
    second = first + float(np.sqrt(squares.sum() * k / (k - 1))) / total
    fifth = first + 2 * float(np.sqrt(squares.sum(axis=0).max())) / total
    return dict(
        zip(names, (first, second, float(alpha(S)), fifth, _lambda6(S, total)), strict=True)
    )


def _lambda6(S: np.ndarray, total: float) -> float:
    own = np.diag(S)
    if (own <= 0).any():
        return np.nan
    R = S / np.sqrt(np.outer(own, own))
    if np.linalg.eigvalsh(R)[0] < SMALLEST_EIGENVALUE:
        return np.nan
    return float(1 - (own * (1 - smc(R))).sum() / total)


def bound_replicates(S: np.ndarray) -> dict[str, np.ndarray]:
    """λ2, λ6 and the mean correlation of many covariance matrices of the same items.

    Parameters
    ----------
    S : ndarray (b, k, k)

    Returns
    -------
    dict of ndarray (b,)
        lambda2, lambda6, mean_r; NaN where an item does not vary, the sum has no variance or, for
        lambda6, the matrix is singular.

    Examples
    --------
    >>> S = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    >>> {name: values.round(4).tolist() for name, values in bound_replicates(S[None]).items()}
    {'lambda2': [0.75], 'lambda6': [0.6667], 'mean_r': [0.5]}
    """
    b, k, _ = S.shape
    found = {name: np.full(b, np.nan) for name in ("lambda2", "lambda6", "mean_r")}
    own, total = np.einsum("bii->bi", S), S.sum(axis=(1, 2))
    usable = np.isfinite(total) & (total > 0) & (own > 0).all(axis=1)
    if k < 2 or not usable.any():
        return found
    S, own, total = S[usable], own[usable], total[usable]
    squares = (S**2).sum(axis=(1, 2)) - (own**2).sum(axis=1)
    found["lambda2"][usable] = 1 - (own.sum(axis=1) - np.sqrt(squares * k / (k - 1))) / total
    sd = np.sqrt(own)
    R = S / (sd[:, :, None] * sd[:, None, :])
    found["mean_r"][usable] = (R.sum(axis=(1, 2)) - k) / (k * (k - 1))
    definite = np.linalg.eigvalsh(R)[:, 0] >= SMALLEST_EIGENVALUE
    usable[usable] = definite
    unique = (own[definite] * (1 - smc(R[definite]))).sum(axis=1)
    found["lambda6"][usable] = 1 - unique / total[definite]
    return found


def unidimensionality(R: np.ndarray) -> dict[str, float]:
    """How near the correlations are to equal ones, and to those of one factor.

    Parameters
    ----------
    R : ndarray (k, k)
        Correlations.

    Returns
    -------
    dict
        tau (fit of equal correlations), congeneric (fit of one minres factor) and their product
        unidimensional; NaN for fewer than three items or where not defined.

    Notes
    -----
    Revelle & Condon (2025, *Behavior Research Methods*), as ``psych::unidim`` without reversing
    items: 1 − Σ residual²/Σ r² over different items.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> round(unidimensionality(R)["congeneric"], 6)
    1.0
    """
    k = len(R)
    nothing = dict.fromkeys(("unidimensional", "tau", "congeneric"), np.nan)
    if k < 3 or not np.isfinite(R).all() or np.linalg.eigvalsh(R)[0] < SMALLEST_EIGENVALUE:
        return nothing
    r = R[np.triu_indices(k, 1)]
    if not (r**2).sum():
        return nothing
    loadings = minres_batch(R[None], 1)[0][0]
    left = (R - loadings @ loadings.T)[np.triu_indices(k, 1)]
    tau = float(1 - ((r - r.mean()) ** 2).sum() / (r**2).sum())
    congeneric = float(1 - (left**2).sum() / (r**2).sum())
    return {"unidimensional": tau * congeneric, "tau": tau, "congeneric": congeneric}


def scale_bounds(S: np.ndarray, R: np.ndarray) -> dict[str, float | str]:
    """One row of ``Reliability.bounds``.

    Parameters
    ----------
    S, R : ndarray (k, k)
        Covariances and correlations of a scale's items.

    Returns
    -------
    dict
        lambda1 … lambda6, glb, glb_gap, mean_r, median_r, sd_r, unidimensional, tau, congeneric,
        lambda4_from.

    Examples
    --------
    >>> S = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> round(scale_bounds(S, S)["glb"], 4)
    0.75
    """
    k, total = len(S), float(S.sum())
    row: dict[str, float | str] = dict(guttman_bounds(S))
    said = ""
    row["lambda4"] = np.nan
    if k > 1 and total > 0:
        if k <= MOST_EXACT:
            row["lambda4"], said = largest_split(S), "all splits"
        else:
            row["lambda4"] = sampled_splits(S, np.random.default_rng(SEED))[1]
            said = "searched: a larger one may exist"
    glb = greatest_lower_bound(S)
    row["glb"], row["glb_gap"] = glb.value, glb.gap
    r = R[np.triu_indices(k, 1)]
    known = k > 1 and np.isfinite(r).all()
    row["mean_r"] = float(r.mean()) if known else np.nan
    row["median_r"] = float(np.median(r)) if known else np.nan
    row["sd_r"] = float(r.std(ddof=1)) if known and len(r) > 1 else np.nan
    row.update(unidimensionality(R))
    row["lambda4_from"] = said
    order = [f"lambda{i}" for i in range(1, 7)]
    return {name: row[name] for name in [*order, *(n for n in row if n not in order)]}


def scale_splits(S: np.ndarray) -> pd.DataFrame:
    """Split-half coefficients of one scale: over all splits, and of the two customary ones.

    Parameters
    ----------
    S : ndarray (k, k)

    Returns
    -------
    DataFrame (index split: minimum, mean, maximum, odd-even, first-second)
        splits (how many), r, spearman_brown, guttman; the first three rows over all splits into
        halves, or over 10,000 random ones beyond 24 items. NaN for one item.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> scale_splits(S).loc["mean", ["splits", "guttman"]].round(4).tolist()
    [3.0, 0.8]
    """
    k, total = len(S), float(S.sum())
    columns = ["splits", *Halves._fields]
    table = pd.DataFrame(np.nan, index=pd.Index(ROWS, name="split"), columns=columns)
    table["splits"] = 0
    if k < 2 or total <= 0:
        return table
    if k <= MOST_EXACT:
        batches = list(every_split(S))
        found = [np.concatenate([getattr(b, name) for b in batches]) for name in Halves._fields]
    else:
        found = list(sampled_splits(S, np.random.default_rng(SEED))[0])
    count = len(found[0]) // (2 if k % 2 == 0 and k <= MOST_EXACT else 1)
    for name, values in zip(Halves._fields, found, strict=True):
        known = values[np.isfinite(values)]
        if len(known) == len(values):
            table.loc[list(ROWS[:3]), name] = [known.min(), known.mean(), known.max()]
    table.loc[list(ROWS[:3]), "splits"] = count
    customary = np.zeros((2, k))
    customary[0, ::2] = 1
    customary[1, : (k + 1) // 2] = 1
    pair = coefficients_of_halves(*half_variances(S, customary), total)
    for name, values in zip(Halves._fields, pair, strict=True):
        table.loc[list(ROWS[3:]), name] = values
    table.loc[list(ROWS[3:]), "splits"] = 1
    return table
