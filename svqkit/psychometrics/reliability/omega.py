"""Omega of one scale: the share of its sum score's variance that one factor explains.

The denominator is the **observed** variance of the sum score, as in semTools' ``compRelSEM``; the
model's own (implied) variance, which other programs use, differs where the model does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from svqkit.psychometrics.extraction.one_factor import OneFactor, information, one_factor_ml

__all__ = ["Omega", "fit_together", "omega", "omega_replicates", "replicates"]

SMALLEST_EIGENVALUE = 1e-10
KIND = "omega total, one-factor ML model, observed variance (as semTools::compRelSEM)"
KIND_TWO = "omega total, two items with equal loadings (equals alpha)"


class Omega(NamedTuple):
    """Omega of one scale.

    Parameters
    ----------
    value, low, high : float
        NaN where it is not defined.
    kind : str
        Which omega, in words; empty where not defined.
    loadings, uniquenesses : ndarray (k,)
        Standardised.
    note : str
        What the reader must know; empty if nothing.
    fitted : OneFactor or None
        To start bootstrap replicates from.
    gradient : ndarray (k, k) or None
        G of dω = tr(G dR), the change of omega with the correlations; None where not defined.
    """

    value: float
    low: float
    high: float
    kind: str
    loadings: np.ndarray
    uniquenesses: np.ndarray
    note: str
    fitted: OneFactor | None
    gradient: np.ndarray | None = None


def omega(S: np.ndarray, n: int, level: float, fitted: OneFactor | None = None) -> Omega:
    """Omega of a scale's sum score with its delta-method interval.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances of items that vary.
    n : int
        Complete respondents.
    level : float
        Confidence of the interval.
    fitted : OneFactor, optional
        One factor of its correlations, where it has been fitted already (:func:`fit_together`).

    Returns
    -------
    Omega

    Notes
    -----
    ω = (Σλ)²/σ²_sum (McDonald 1999, eq. 6.20), symmetric interval ± z·se. Under the model, with
    normal answers, an estimate ω(S) has variance 2 tr(GΣGΣ)/n, where dω = tr(G dS): the expected
    information gives the part of G through the loadings, and the observed σ²_sum adds its own.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> S = np.outer(l, l); np.fill_diagonal(S, 1)
    >>> round(omega(S, 200, 0.95).value, 4)
    0.7494
    """
    k = len(S)
    nothing = np.full(k, np.nan)
    if k < 2:
        note = "one item: omega and alpha are not defined; repeat the question in other words"
        return Omega(np.nan, np.nan, np.nan, "", nothing, nothing, note, None)
    sd = np.sqrt(np.diag(S))
    R = S / np.outer(sd, sd)
    if np.linalg.eigvalsh(R)[0] < SMALLEST_EIGENVALUE:
        note = "the items determine each other exactly; omega is not defined"
        return Omega(np.nan, np.nan, np.nan, "", nothing, nothing, note, None)
    if k == 2:
        return _two_items(S, n, level)
    if fitted is None:
        fitted = one_factor_ml(R[None])
    loadings, uniquenesses = fitted.loadings[0], fitted.uniquenesses[0]
    if not fitted.converged[0]:
        note = "the one-factor model did not converge; omega is not defined"
        return Omega(np.nan, np.nan, np.nan, "", nothing, nothing, note, None)
    value = float((sd @ loadings) ** 2 / S.sum())
    sigma = np.outer(loadings, loadings) + np.diag(uniquenesses)
    try:
        G = _influence(loadings, sigma, sd, float(S.sum()))
    except np.linalg.LinAlgError:
        # Several loadings explain the correlations equally well, so the estimate is arbitrary.
        note = "too few of the items correlate for one factor to be found; omega is not defined"
        return Omega(np.nan, np.nan, np.nan, "", nothing, nothing, note, None)
    low, high = _wald(value, G, sigma, n, level)
    return Omega(value, low, high, KIND, loadings, uniquenesses, "", fitted, G)


def fit_together(covariances: Mapping[str, np.ndarray]) -> dict[str, OneFactor]:
    """Fit one factor to each of several scales, those of as many items at once.

    Parameters
    ----------
    covariances : mapping of scale to ndarray (k, k)

    Returns
    -------
    dict
        What :func:`omega` needs; without the scales that have fewer than three items, a constant
        item, or items that determine each other.

    Examples
    --------
    >>> S = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> fit_together({"one": S, "two": 4 * S})["two"].loadings.round(4).tolist()
    [[0.7071, 0.7071, 0.7071]]
    """
    alike: dict[int, dict[str, np.ndarray]] = {}
    for name, S in covariances.items():
        sd = np.sqrt(np.diag(S))
        if len(S) > 2 and (sd > 0).all():
            alike.setdefault(len(S), {})[name] = S / np.outer(sd, sd)
    found = {}
    for matrices in alike.values():
        R = np.stack(list(matrices.values()))
        definite = np.linalg.eigvalsh(R)[:, 0] >= SMALLEST_EIGENVALUE
        names = [name for name, fine in zip(matrices, definite, strict=True) if fine]
        if names:
            together = one_factor_ml(R[definite])
            for at, name in enumerate(names):
                found[name] = OneFactor(*(part[at : at + 1] for part in together))
    return found


def _two_items(S: np.ndarray, n: int, level: float) -> Omega:
    shared, total = float(S[0, 1]), float(S.sum())
    nothing = np.full(2, np.nan)
    if shared <= 0:
        note = "two items that do not correlate positively; omega is not defined"
        return Omega(np.nan, np.nan, np.nan, "", nothing, nothing, note, None)
    value = 4 * shared / total
    G = np.array([[0.0, 2.0], [2.0, 0.0]]) / total - value / total * np.ones((2, 2))
    low, high = _wald(value, G, S, n, level)
    loadings = np.sqrt(shared / np.diag(S))
    note = "two items: loadings set equal, so omega equals alpha"
    unique = 1 - loadings**2
    G = G * np.sqrt(np.outer(np.diag(S), np.diag(S)))
    return Omega(value, low, high, KIND_TWO, loadings, unique, note, None, G)


def _influence(loadings: np.ndarray, sigma: np.ndarray, sd: np.ndarray, total: float) -> np.ndarray:
    """G with dω = tr(G dR) for the one-factor model, in the metric of the correlations."""
    W = np.linalg.inv(sigma)
    k = len(loadings)
    sum_loading = float(sd @ loadings)
    wanted = np.concatenate([2 * sum_loading / total * sd, np.zeros(k)])
    q = np.linalg.solve(information(loadings[None], W[None])[0], wanted)
    turn = np.outer(q[:k], loadings)
    through = W @ (turn + turn.T + np.diag(q[k:])) @ W / 2
    return np.asarray(through - sum_loading**2 / total**2 * np.outer(sd, sd))


def _wald(
    value: float, G: np.ndarray, sigma: np.ndarray, n: int, level: float
) -> tuple[float, float]:
    product = G @ sigma
    se = float(np.sqrt(max(2 * np.trace(product @ product) / n, 0)))
    z = float(ndtri(0.5 + level / 2))
    return value - z * se, value + z * se


def omega_replicates(S: np.ndarray, fitted: OneFactor | None) -> np.ndarray:
    """Omega of many covariance matrices of the same items.

    Parameters
    ----------
    S : ndarray (b, k, k)
    fitted : OneFactor or None
        The whole sample's estimate; None for two items.

    Returns
    -------
    ndarray (b,)
        NaN where a replicate has no solution.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> S = np.outer(l, l); np.fill_diagonal(S, 1)
    >>> omega_replicates(S[None], one_factor_ml(S[None])).round(4)
    array([0.7494])
    """
    return replicates(S, fitted)[0]


def replicates(S: np.ndarray, fitted: OneFactor | None) -> tuple[np.ndarray, np.ndarray]:
    """Omega of many covariance matrices of the same items, with their loadings.

    Parameters
    ----------
    S : ndarray (b, k, k)
    fitted : OneFactor or None
        As :func:`omega_replicates`.

    Returns
    -------
    values : ndarray (b,)
    loadings : ndarray (b, k)
        Standardised; NaN where a replicate has no solution.

    Examples
    --------
    >>> S = np.array([[[1.0, 0.64], [0.64, 1.0]]])
    >>> replicates(S, None)[1].round(6)
    array([[0.8, 0.8]])
    """
    values, loadings = np.full(len(S), np.nan), np.full(S.shape[:2], np.nan)
    total = S.sum(axis=(1, 2))
    variances = np.einsum("bii->bi", S)
    finite = np.isfinite(S).all(axis=(1, 2))
    usable = finite & (variances > 0).all(axis=1) & (total > 0)
    if S.shape[-1] == 2:
        usable &= S[:, 0, 1] > 0
        values[usable] = 4 * S[usable, 0, 1] / total[usable]
        loadings[usable] = np.sqrt(S[usable, 0, 1][:, None] / variances[usable])
        return values, loadings
    sd = np.sqrt(np.where(usable[:, None], variances, 1.0))
    R = np.where(usable[:, None, None], S, np.eye(S.shape[-1])) / (sd[:, :, None] * sd[:, None, :])
    usable &= np.linalg.eigvalsh(R)[:, 0] > 1e-9
    found = one_factor_ml(R[usable], fitted)
    sums = (sd[usable] * found.loadings).sum(axis=1)
    values[usable] = np.where(found.converged, sums**2 / total[usable], np.nan)
    loadings[usable] = np.where(found.converged[:, None], found.loadings, np.nan)
    return values, loadings
