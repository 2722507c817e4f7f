"""Charts that remember: EWMA and CUSUM add up small shifts which single points hide."""

from __future__ import annotations

import numpy as np

__all__ = ["cusum", "ewma"]


def ewma(
    values: np.ndarray, center: float, errors: np.ndarray, smoothing: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give exponentially weighted moving averages with their exact standard errors.

    Parameters
    ----------
    values : ndarray (points,)
    center : float
        Where the average starts.
    errors : ndarray (points,)
        Standard error of each value.
    smoothing : float
        Weight of the newest value (lambda), above 0 and at most 1.

    Returns
    -------
    average, error : ndarray (points,)
        zᵢ = λxᵢ + (1 − λ)zᵢ₋₁ and √(λ²σᵢ² + (1 − λ)²·var zᵢ₋₁), which for equal errors is the
        formula in Montgomery.

    References
    ----------
    Roberts (1959), Technometrics 1, 239–250. Montgomery, chapter 9 (The EWMA control chart).

    Examples
    --------
    >>> average, error = ewma(np.array([1.0, 1.0]), 0.0, np.array([1.0, 1.0]), 0.5)
    >>> average.tolist(), error.round(4).tolist()
    ([0.5, 0.75], [0.5, 0.559])
    """
    average, variance = np.empty(len(values)), np.empty(len(values))
    last, var, keep = center, 0.0, 1 - smoothing
    for i, (x, error) in enumerate(zip(values.tolist(), errors.tolist(), strict=True)):
        last = smoothing * x + keep * last
        var = (smoothing * error) ** 2 + keep**2 * var
        average[i], variance[i] = last, var
    return average, np.sqrt(variance)


def cusum(z: np.ndarray, k: float, start: float = 0.0) -> np.ndarray:
    """Give the tabular cumulative sums of standardised values, upward and downward.

    Parameters
    ----------
    z : ndarray (points,)
        Distances from the centre in standard errors.
    k : float
        Reference value: half the shift to detect, in standard errors.
    start : float
        Where both sums start: 0, or half of h for a fast initial response.

    Returns
    -------
    ndarray (points × 4)
        Upward sum C⁺ and downward sum C⁻ (both at least 0), and N⁺ and N⁻, the points since each
        sum was last 0: a sum that signals began to grow N points before.

    References
    ----------
    Page (1954), Biometrika 41, 100–115. Lucas & Crosier (1982), Technometrics 24, 199–205.
    Montgomery, chapter 9 (The tabular cusum).

    Examples
    --------
    >>> cusum(np.array([1.0, 1.0, -2.0]), 0.5).tolist()
    [[0.5, 0.0, 1.0, 0.0], [1.0, 0.0, 2.0, 0.0], [0.0, 1.5, 0.0, 1.0]]
    """
    sums = np.empty((len(z), 4))
    up = down = start
    since_up = since_down = 0
    for i, one in enumerate(z.tolist()):
        up, down = max(0.0, up + one - k), max(0.0, down - one - k)
        since_up = since_up + 1 if up > 0 else 0
        since_down = since_down + 1 if down > 0 else 0
        sums[i] = up, down, since_up, since_down
    return sums
