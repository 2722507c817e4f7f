"""The greatest lower bound to reliability, solved exactly, with a certificate that it is.

Among all ways to split the items' covariances into true and error parts that are both possible
(no negative variance of any weighted sum), the bound takes the one with most error.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["GreatestLowerBound", "greatest_lower_bound"]

SMALLEST_EIGENVALUE = 1e-10
FIRST_BARRIER = 0.1
LAST_BARRIER = 1e-12
SHRINK = 0.15
SETTLED = 1e-8
MOST_STEPS = 60


class GreatestLowerBound(NamedTuple):
    """The bound of one sum score.

    Parameters
    ----------
    value : float
        NaN for one item or a sum without variance.
    errors : ndarray (k,)
        Error variance of each item, the largest together that the covariances allow.
    gap : float
        Certificate: no lower bound from these covariances is more than this above ``value``
        (the duality gap over the variance of the sum).
    """

    value: float
    errors: np.ndarray
    gap: float


def greatest_lower_bound(S: np.ndarray) -> GreatestLowerBound:
    """Find the largest lower bound to the reliability of a sum that its covariances allow.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances, or correlations for the sum of standardised items.

    Returns
    -------
    GreatestLowerBound

    Notes
    -----
    1 − max Σθ/σ²_sum over θ ≥ 0 with S − diag(θ) positive semidefinite (Jackson & Agunwamba 1977,
    *Psychometrika* 42, 567-578; Bentler & Woodward 1980, *Psychometrika* 45, 249-267). Solved by
    Newton steps on a logarithmic barrier; the barrier's own multipliers bound what is left to
    gain. ``psych::glb.fa`` is an approximation by factor analysis and may lie on either side.
    In samples the bound is too high, much so below some hundred respondents (Ten Berge & Sočan
    2004, *Psychometrika* 69, 613-625).

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> S = np.outer(l, l); np.fill_diagonal(S, 1)
    >>> omega = float(l.sum() ** 2 / S.sum())
    >>> round(greatest_lower_bound(S).value, 6), round(omega, 6)
    (0.749446, 0.749446)
    """
    k, total = len(S), float(S.sum())
    errors = np.zeros(k)
    if k < 2 or not np.isfinite(S).all() or total <= 0:
        return GreatestLowerBound(np.nan, np.full(k, np.nan), np.nan)
    variance = np.diag(S)
    varying = np.flatnonzero(variance > 0)
    sd = np.sqrt(variance[varying])
    R = S[np.ix_(varying, varying)] / np.outer(sd, sd)
    free, reduced = _without_determined(R)
    gap = 0.0
    if len(free):
        shares, gap = _most_error(reduced, sd[free] ** 2)
        errors[varying[free]] = shares * sd[free] ** 2
    return GreatestLowerBound(float(1 - errors.sum() / total), errors, gap / total)


def _without_determined(R: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Items that determine each other have no error; what they leave of the others is definite."""
    values, vectors = np.linalg.eigh(R)
    null = vectors[:, values < SMALLEST_EIGENVALUE]
    determined = (np.abs(null) > 1e-6).any(axis=1)
    free, fixed = np.flatnonzero(~determined), np.flatnonzero(determined)
    if len(fixed) == 0 or len(free) == 0:
        return free, R
    between = R[np.ix_(free, fixed)]
    inside = np.linalg.pinv(R[np.ix_(fixed, fixed)], rcond=SMALLEST_EIGENVALUE, hermitian=True)
    return free, R[np.ix_(free, free)] - between @ inside @ between.T


def _most_error(R: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Maximise Σ w θ with R − diag(θ) ⪰ 0 and θ ≥ 0; how far from the best at most, in Σ w θ.

    At a centre X = μ(R − diag θ)⁻¹ has the diagonal w + μ/θ. Its rows and columns are scaled to
    have it in spite of rounding; then diag(X) ≥ w, as the dual asks, and tr(RX) is above
    everything that any θ reaches.
    """
    scale = float(weights.max())
    w = weights / scale
    theta = np.full(len(R), np.linalg.eigvalsh(R)[0] / 2)
    barrier = FIRST_BARRIER
    best, gap = theta, np.inf
    while barrier >= LAST_BARRIER:
        theta, inverse = _centre(R, w, theta, barrier)
        multipliers = barrier * inverse
        lift = np.sqrt((w + barrier / theta) / np.diag(multipliers))
        found = float(lift @ (R * multipliers) @ lift - w @ theta)
        if found < gap:
            best, gap = theta, found
        barrier *= SHRINK
    return best, max(gap, 0.0) * scale


def _centre(
    R: np.ndarray, w: np.ndarray, theta: np.ndarray, barrier: float
) -> tuple[np.ndarray, np.ndarray]:
    """Newton's method for max w·θ/μ + ln|R − diag θ| + Σ ln θ.

    The function is self-concordant: a step of 1/(1 + decrement) always improves it, so that is
    taken where rounding hides whether a longer one does.
    """
    index = np.arange(len(R))
    value, inverse = _barrier_value(R, w, theta, barrier)
    for _ in range(MOST_STEPS):
        slope = w / barrier - np.diag(inverse) + 1 / theta
        curve = inverse**2
        curve[index, index] += 1 / theta**2
        step = np.linalg.solve(curve, slope)
        decrement = float(np.sqrt(max(float(step @ slope), 0.0)))
        if decrement < SETTLED:
            break
        size: float = 1.0
        safe = 1 / (1 + decrement)
        new, new_inverse = _barrier_value(R, w, theta + step, barrier)
        while new <= value and size > safe:
            size = max(size / 2, safe)
            new, new_inverse = _barrier_value(R, w, theta + size * step, barrier)
        if not np.isfinite(new):  # rounding at the edge of what is possible
            break
        theta, value, inverse = theta + size * step, new, new_inverse
    return theta, inverse


def _barrier_value(
    R: np.ndarray, w: np.ndarray, theta: np.ndarray, barrier: float
) -> tuple[float, np.ndarray]:
    left = R - np.diag(theta)
    if (theta <= 0).any():
        return -np.inf, left
    try:
        root = np.linalg.cholesky(left)
    except np.linalg.LinAlgError:
        return -np.inf, left
    half = np.linalg.inv(root)
    value = w @ theta / barrier + 2 * np.log(np.diag(root)).sum() + np.log(theta).sum()
    return float(value), half.T @ half
