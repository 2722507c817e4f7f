"""What each predictor adds to a fit, averaged over all orders in which predictors can enter."""

from __future__ import annotations

from math import factorial

import numpy as np

__all__ = ["logit_deviances", "logit_importance", "shapley"]

STEPS, SETTLED, FAR = 40, 1e-6, 15.0
"""Newton's steps at most, the last one's length (what is then left is of the order of its square),
and the slope (a standard deviation's log odds) that counts as without end."""


def shapley(explained: np.ndarray) -> np.ndarray:
    """Average each predictor's gain over all orders of entry.

    The Shapley value of the game whose worth is the fit: for R² the LMG measure (Lindeman, Merenda
    & Gold 1980), for a pseudo-R² general dominance (Azen & Traxel 2009).

    Parameters
    ----------
    explained : ndarray (2^k, …)
        Fit of each subset of predictors; bit j of its place says that predictor j is in it.

    Returns
    -------
    ndarray (…, k)
        Sums to the fit of all predictors less that of none.

    Examples
    --------
    >>> shapley(np.array([0.0, 0.3, 0.2, 0.4])).round(3).tolist()
    [0.25, 0.15]
    """
    k = len(explained).bit_length() - 1
    subsets = np.arange(1 << k)
    sizes = np.array([int(subset).bit_count() for subset in subsets])
    share = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in range(k)])
    found = []
    for j in range(k):
        without = subsets[(subsets >> j & 1) == 0]
        gains = explained[without | 1 << j] - explained[without]
        found.append(np.tensordot(share[sizes[without]], gains, axes=1))
    return np.stack(found, axis=-1)


def logit_deviances(X: np.ndarray, y: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Fit a logit on every subset of predictors, in many samples at once.

    Newton's steps for all samples of a subset together: their information matrices are one product
    of counts with the predictors' products.

    Parameters
    ----------
    X : ndarray (n, k)
    y : ndarray (n,)
        0 and 1.
    counts : ndarray (b, n)
        How often each respondent is in each sample.

    Returns
    -------
    ndarray (2^k, b)
        −2 log likelihood; NaN where a sample's events are separated or all of one kind.

    Examples
    --------
    >>> y = np.array([0.0, 1.0, 0.0, 1.0])
    >>> logit_deviances(np.array([[1.0], [2.0], [3.0], [4.0]]), y, np.ones((1, 4))).round(4).tolist()
    [[5.5452], [4.695]]
    """
    n, k = X.shape
    spread = X.std(axis=0)
    Z = np.column_stack([np.ones(n), (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)])
    everybody = np.ones((1, n))
    whole: dict[int, np.ndarray] = {0: np.zeros(k + 1)}
    found = np.empty((1 << k, len(counts)))
    for subset in range(1 << k):
        inside = [0, *(j + 1 for j in range(k) if subset >> j & 1)]
        near = whole[subset & (subset - 1)][inside]
        own, _ = _newton(Z[:, inside], y, everybody, near)
        whole[subset] = np.zeros(k + 1)
        whole[subset][inside] = np.where(np.isfinite(own[0]) & (np.abs(own[0]) < FAR), own[0], 0.0)
        _, found[subset] = _newton(Z[:, inside], y, counts, whole[subset][inside])
    return found


def _newton(
    Z: np.ndarray, y: np.ndarray, counts: np.ndarray, near: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fit many samples from the same start: slopes (b, q), and −2 log likelihood (b,)."""
    q = Z.shape[1]
    row, column = np.triu_indices(q)
    products = Z[:, row] * Z[:, column]
    ridge = 1e-12 * np.eye(q)
    wanted = (counts * y) @ Z
    b = np.tile(near, (len(counts), 1))
    share = wanted[:, 0] / counts.sum(axis=1)
    usable = (share > 0) & (share < 1)
    done = ~usable
    with np.errstate(over="ignore"):
        for _ in range(STEPS):
            at = np.flatnonzero(~done)
            if not len(at):
                break
            chosen = counts if len(at) == len(counts) else counts[at]
            p = 1 / (1 + np.exp(-(b[at] @ Z.T)))
            expected = chosen * p
            pull = wanted[at] - expected @ Z
            sums = (expected * (1 - p)) @ products
            H = np.empty((len(at), q, q))
            H[:, row, column] = H[:, column, row] = sums
            size = np.trace(H, axis1=1, axis2=2)[:, None, None]
            step = np.linalg.solve(H + (size + 1e-300) * ridge, pull[..., None])[..., 0]
            length = np.abs(step).max(axis=1)
            b[at] += step * np.minimum(1.0, 5.0 / np.maximum(length, 1e-300))[:, None]
            done[at] = (length < SETTLED) | (np.abs(b[at]).max(axis=1) > FAR)
        entropy = (counts * np.log1p(np.exp(b @ Z.T))).sum(axis=1)
    deviance = 2 * (entropy - (wanted * b).sum(axis=1))
    lost = ~usable | ~done | (np.abs(b).max(axis=1) > FAR) | ~np.isfinite(deviance)
    return b, np.where(lost, np.nan, deviance)


def logit_importance(X: np.ndarray, y: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Divide McFadden's R² among predictors.

    Parameters
    ----------
    X : ndarray (n, k)
    y : ndarray (n,)
    counts : ndarray (b, n)

    Returns
    -------
    ndarray (b, k)
        Sums to 1 − deviance / deviance without predictors; NaN where a logit has no end.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(200, 2))
    >>> y = (X[:, 0] + rng.logistic(size=200) > 0).astype(float)
    >>> found = logit_importance(X, y, np.ones((1, 200)))[0]
    >>> bool(found[0] > 10 * found[1])
    True
    """
    deviance = logit_deviances(X, y, counts)
    return shapley(1 - deviance / deviance[0])
