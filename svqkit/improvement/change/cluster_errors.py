"""Least squares with errors that are alike within a cluster, and the wild cluster bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from svqkit.errors import DataError, MissingExtraError

__all__ = ["ENUMERATED", "Fitted", "clustered_ols", "exactly", "wild_cluster"]

ENUMERATED = 12
"""Up to so many clusters all patterns of signs are used instead of draws."""


@dataclass(frozen=True)
class Fitted:
    """Coefficients with their covariance.

    Attributes
    ----------
    estimate : ndarray (k,)
    covariance : ndarray (k, k)
    df : float
        For t: clusters less one, or n less k where there are no clusters.

    Examples
    --------
    >>> Fitted(np.array([1.0]), np.array([[0.25]]), 9).se.tolist()
    [0.5]
    """

    estimate: np.ndarray
    covariance: np.ndarray
    df: float

    @property
    def se(self) -> np.ndarray:
        """Standard errors."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))  # rounding may leave −1e−20


def clustered_ols(y: np.ndarray, X: np.ndarray, cluster: np.ndarray | None) -> Fitted:
    """Fit least squares with cluster-robust errors (CR1), or HC1 where there are no clusters.

    Parameters
    ----------
    y : ndarray (n,)
    X : ndarray (n, k)
    cluster : ndarray (n,) of int, optional

    Returns
    -------
    Fitted

    Raises
    ------
    DataError
        If columns of X follow from each other, there are no more rows than columns, or nothing is
        left to chance.

    References
    ----------
    statsmodels ``OLS.fit(cov_type="cluster")``; R: ``sandwich::vcovCL(type = "HC1")``.

    Examples
    --------
    >>> X = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    >>> y = np.array([1.0, 2, 3, 3, 4, 5])
    >>> clustered_ols(y, X, np.array([0, 1, 2, 3, 4, 5])).estimate.round(6).tolist()
    [2.0, 2.0]
    """
    n, k = X.shape
    if n <= k:
        raise DataError(f"{n} rows are too few for {k} coefficients")
    if np.linalg.matrix_rank(X) < k:
        raise DataError(
            "the groups and periods cannot be told apart: some group has no rows in some period"
        )
    model = _ols(y, X)
    if exactly(y, X):
        raise DataError(
            "the outcome follows exactly from group and period: chance cannot be judged; is it worked "
            "out, or the same in every row?"
        )
    if cluster is None:
        fit = model.fit(cov_type="HC1", use_t=True)
        return Fitted(np.asarray(fit.params), np.asarray(fit.cov_params()), n - k)
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": cluster}, use_t=True)
    groups = len(np.unique(cluster))
    return Fitted(np.asarray(fit.params), np.asarray(fit.cov_params()), groups - 1)


def exactly(y: np.ndarray, X: np.ndarray) -> bool:
    """Say whether y follows from X without any rest, so that chance cannot be judged.

    Parameters
    ----------
    y : ndarray (n,)
    X : ndarray (n, k)

    Returns
    -------
    bool

    Examples
    --------
    >>> exactly(np.array([1.0, 3, 5]), np.array([[1.0, 0], [1, 1], [1, 2]]))
    True
    """
    left = y - X @ np.linalg.lstsq(X, y)[0]
    return bool(np.abs(left).max() <= 1e-10 * np.abs(y).max())


def _ols(y: np.ndarray, X: np.ndarray) -> Any:
    try:
        from statsmodels.regression.linear_model import OLS
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    return OLS(y, X)


def wild_cluster(
    y: np.ndarray,
    X: np.ndarray,
    cluster: np.ndarray,
    place: int,
    *,
    level: float = 0.95,
    draws: int = 1999,
    seed: int | None = 0,
) -> tuple[float, float, float]:
    """Test and interval of one coefficient by the wild cluster bootstrap with the null imposed.

    Each cluster's residuals under the null keep their size and change their sign together. Up to
    twelve clusters all sign patterns are used, so that nothing is drawn. The interval holds the
    values that the test does not reject.

    Parameters
    ----------
    y : ndarray (n,)
    X : ndarray (n, k)
    cluster : ndarray (n,) of int
        0 to G − 1.
    place : int
        The coefficient.
    level : float
    draws : int
    seed : int, optional

    Returns
    -------
    p, low, high : float
        An end is infinite where no value on that side is rejected.

    References
    ----------
    Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427; interval by
    inversion: MacKinnon, Nielsen & Webb (2023), Journal of Econometrics 232, 272–299.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> X = np.column_stack([np.ones(40), np.arange(40) % 2])
    >>> y = X[:, 1] + rng.normal(size=40)
    >>> p, low, high = wild_cluster(y, X, np.repeat(np.arange(10), 4), 1)
    >>> bool(low < 1 < high)
    True
    """
    groups = int(cluster.max()) + 1
    signs = _signs(groups, draws, seed)
    bread = np.linalg.inv(X.T @ X)
    influence = X @ bread[:, place]
    sums = np.zeros((groups, X.shape[1]))
    np.add.at(sums, cluster, influence[:, None] * X)  # Σ over a cluster of influence × row
    others = np.delete(X, place, axis=1)
    # Residuals without the coefficient, of y and of its column: the null's are linear in its value.
    left_y, left_x = (v - others @ np.linalg.lstsq(others, v)[0] for v in (y, X[:, place]))

    def cluster_parts(residual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        score = np.zeros((groups, X.shape[1]))
        np.add.at(score, cluster, residual[:, None] * X)
        own = np.bincount(cluster, influence * residual, groups)
        return score @ bread, own

    (coef_y, own_y), (coef_x, own_x) = cluster_parts(left_y), cluster_parts(left_x)
    estimate = float(own_y.sum())
    fitted = y - X @ (bread @ (X.T @ y))
    se = float(np.sqrt((np.bincount(cluster, influence * fitted, groups) ** 2).sum()))

    def p_of(value: float) -> float:
        coef, own = coef_y - value * coef_x, own_y - value * own_x
        moved = signs @ coef
        scores = signs * own - moved @ sums.T
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn = np.abs(moved[:, place]) / np.sqrt((scores**2).sum(axis=1))
        seen = abs(estimate - value) / se
        return float((np.nan_to_num(drawn, nan=np.inf) >= seen * (1 - 1e-9)).mean())

    ends = [_end(p_of, estimate, side * se, 1 - level) for side in (-1.0, 1.0)]
    return p_of(0.0), ends[0], ends[1]


def _signs(groups: int, draws: int, seed: int | None) -> np.ndarray:
    if groups <= ENUMERATED:
        return 1.0 - 2.0 * ((np.arange(2**groups)[:, None] >> np.arange(groups)) & 1)
    return np.random.default_rng(seed).choice([-1.0, 1.0], (draws, groups))


def _end(p_of: Any, estimate: float, step: float, alpha: float) -> float:
    """Walk outwards until a value is rejected, then halve the way back."""
    inside, far = estimate, estimate + step
    for _ in range(12):
        if p_of(far) < alpha:
            break
        inside, far = far, estimate + 2 * (far - estimate)
    else:
        return float(np.copysign(np.inf, step))
    for _ in range(30):
        middle = (inside + far) / 2
        inside, far = (inside, middle) if p_of(middle) < alpha else (middle, far)
    return (inside + far) / 2
