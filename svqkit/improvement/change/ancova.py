"""Analysis of covariance: second measurements compared among people who started alike."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.t_tests import by_t

__all__ = ["Ancova", "ancova", "retained"]


@dataclass(frozen=True)
class Ancova:
    """An adjusted difference.

    Attributes
    ----------
    estimate, se, low, high, p, df : float
        Trained less comparison at the same first value.
    adjusted : DataFrame (index: trained, comparison)
        ``mean low high n`` at the mean first value of all.
    slope : float
        Of the second on the first measurement.
    slopes_p : float
        Test of equal slopes in both groups.
    residual_sd : float
        Standard deviation around the two lines.

    Examples
    --------
    >>> before = np.array([1.0, 2, 3, 1, 2, 3])
    >>> after = before + np.array([2.1, 1.9, 2.0, 0.0, 0.1, -0.1])
    >>> round(ancova(before, after, np.repeat([True, False], 3)).estimate, 3)
    2.0
    """

    estimate: float
    se: float
    low: float
    high: float
    p: float
    df: int
    adjusted: pd.DataFrame
    slope: float
    slopes_p: float
    residual_sd: float


def ancova(
    before: np.ndarray, after: np.ndarray, trained: np.ndarray, level: float = 0.95
) -> Ancova:
    """Compare second measurements, adjusted for the first.

    Parameters
    ----------
    before, after : ndarray (n,)
    trained : ndarray (n,) of bool
    level : float

    Returns
    -------
    Ancova

    Raises
    ------
    DataError
        If a group has fewer than three people, or the first values do not differ within the groups.

    References
    ----------
    R: ``lm(after ~ before + trained)``; adjusted means at the overall mean of ``before``. Maxwell,
    Delaney & Kelley (2018), Designing experiments and analyzing data, chapter 9.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> first, group = rng.normal(50, 10, 200), np.arange(200) % 2 == 0
    >>> found = ancova(first, 0.8 * first + 3 * group + rng.normal(0, 5, 200), group)
    >>> found.low < 3 < found.high
    True
    """
    for kind, word in ((True, "trained"), (False, "comparison")):
        if (trained == kind).sum() < 3:
            raise DataError(
                f"{int((trained == kind).sum())} people of the {word} group were measured both "
                "times; three are the least"
            )
    if before.std() <= 1e-12 * np.abs(before).max():
        raise DataError(f"everybody's first value is {before[0]:g}: there is nothing to adjust for")
    centred = before - before.mean()
    X = np.column_stack([np.ones(len(before)), centred, trained.astype(float)])
    if max(before[trained].std(), before[~trained].std()) <= 1e-12 * np.abs(before).max():
        raise DataError(
            "within each group everybody's first value is the same, so first value and group cannot be "
            "told apart"
        )
    bread = np.linalg.inv(X.T @ X)
    b = bread @ (X.T @ after)
    residuals = after - X @ b
    rss, df = float(residuals @ residuals), len(after) - 3
    if rss <= (1e-10 * np.abs(after).max()) ** 2 * len(after):
        raise DataError("second values follow exactly from the first: are they copies?")
    variance = rss / df
    effect = by_t("ANCOVA", float(b[2]), sqrt(variance * bread[2, 2]), df, level)
    rows = {}
    for name, row in (("trained", np.array([1.0, 0, 1])), ("comparison", np.array([1.0, 0, 0]))):
        one = by_t("", float(row @ b), sqrt(variance * float(row @ bread @ row)), df, level)
        rows[name] = [one.estimate, one.low, one.high, int((trained == (name == "trained")).sum())]
    adjusted = pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "low", "high", "n"])
    return Ancova(
        effect.estimate,
        effect.se,
        effect.low,
        effect.high,
        effect.p,
        df,
        adjusted,
        float(b[1]),
        _equal_slopes(centred, after, trained, rss),
        sqrt(variance),
    )


def _equal_slopes(centred: np.ndarray, after: np.ndarray, trained: np.ndarray, rss: float) -> float:
    from scipy.special import fdtrc

    X = np.column_stack([np.ones(len(after)), centred, trained, centred * trained]).astype(float)
    rest = after - X @ np.linalg.lstsq(X, after)[0]
    df = len(after) - 4
    if df < 1 or np.linalg.matrix_rank(X) < 4:
        return float("nan")
    return float(fdtrc(1, df, (rss - rest @ rest) / (rest @ rest / df)))


def retained(
    before: np.ndarray,
    after: np.ndarray,
    later: np.ndarray,
    trained: np.ndarray,
    level: float = 0.95,
) -> tuple[float, float, float]:
    """Share of the adjusted effect that is left at the follow-up, of people measured all times.

    Parameters
    ----------
    before, after, later : ndarray (n,)
    trained : ndarray (n,) of bool
    level : float

    Returns
    -------
    share, low, high : float
        Fieller's interval; infinite ends where the first effect itself may be 0.

    References
    ----------
    Fieller (1954), Journal of the Royal Statistical Society B 16, 175–185.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> first, group = rng.normal(50, 10, 300), np.arange(300) % 2 == 0
    >>> again = first + 8 * group + rng.normal(0, 4, 300)
    >>> last = first + 4 * group + rng.normal(0, 4, 300)
    >>> share, low, high = retained(first, again, last, group)
    >>> bool(low < 0.5 < high)
    True
    """
    from scipy.special import stdtrit

    X = np.column_stack([np.ones(len(before)), before - before.mean(), trained.astype(float)])
    bread = np.linalg.inv(X.T @ X)
    Y = np.column_stack([after, later])
    B = bread @ X.T @ Y
    left, df = Y - X @ B, len(before) - 3
    V = left.T @ left / df * bread[2, 2]
    (first, last), t = B[2], float(stdtrit(df, (1 + level) / 2))
    square = first**2 - t**2 * V[0, 0]
    if square <= 0:
        return float(last / first), -np.inf, np.inf
    middle = first * last - t**2 * V[0, 1]
    root = sqrt(max(middle**2 - square * (last**2 - t**2 * V[1, 1]), 0.0))
    ends = (middle - root) / square, (middle + root) / square
    return float(last / first), float(ends[0]), float(ends[1])
