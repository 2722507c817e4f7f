"""Bootstrap intervals of penalties and rewards, from counts of respondents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.kano.contrasts import CONTRASTS, Contrasts, impact_asymmetry
from svqkit.gaps.pairs.mean_bootstrap import bootstrap_interval
from svqkit.psychometrics.data.resampling import resampled_counts

__all__ = ["resampled_contrasts"]


def resampled_contrasts(
    fitted: Contrasts, samples: int, rng: np.random.Generator, *, interval: str, ci: float
) -> pd.DataFrame:
    """Put bootstrap intervals around the contrasts and around the impact asymmetry.

    Cut points stay as they are. A sample whose dummies are linearly dependent is left out.

    Parameters
    ----------
    fitted : Contrasts
    samples : int
    rng : numpy.random.Generator
    interval : {"bca", "percentile"}
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index as ``fitted.table``)
        ``penalty_boot_low penalty_boot_high …`` for all contrasts and ``impact_asymmetry``.

    Examples
    --------
    >>> from svqkit.gaps.kano.contrasts import contrasts
    >>> from svqkit.gaps.kano.performance_groups import performance_groups
    >>> frame = pd.DataFrame({"Q1": [1.0] * 20 + [4.0] * 20 + [7.0] * 20})
    >>> groups = performance_groups(frame, np.array([3.0]), np.array([6.0]), "")
    >>> y = np.repeat([2.0, 5.0, 6.0], 20) + np.tile([0.1, -0.1], 30)
    >>> found = resampled_contrasts(contrasts(groups, y, 0.95), 200, np.random.default_rng(1),
    ...                             interval="percentile", ci=0.95)
    >>> bool(found.loc["Q1", "penalty_boot_low"] < -3 < found.loc["Q1", "penalty_boot_high"])
    True
    """
    X, y = fitted.design, fitted.outcome
    n, p = X.shape
    row, column = np.triu_indices(p)
    products = np.column_stack([X[:, row] * X[:, column], X * y[:, None]])
    draws = []
    for counts in resampled_counts(n, samples, rng):
        sums = counts @ products
        moments = np.empty((len(counts), p, p))
        moments[:, row, column] = moments[:, column, row] = sums[:, : len(row)]
        whole = np.linalg.matrix_rank(moments, hermitian=True) == p
        slopes = np.full((len(counts), p), np.nan)
        slopes[whole] = np.linalg.solve(moments[whole], sums[whole, len(row) :, None])[..., 0]
        draws.append(slopes @ fitted.weights.T)
    inverse = np.linalg.inv(X.T @ X)
    slopes = inverse @ (X.T @ y)
    influence = n * (X @ inverse) * (y - X @ slopes)[:, None] @ fitted.weights.T
    every, point = np.concatenate(draws), fitted.weights @ slopes
    places = list(fitted.places)
    for name in [name for name, said in fitted.places if said == "range"]:
        penalty, reward = (places.index((name, said)) for said in ("penalty", "reward"))
        drawn = impact_asymmetry(every[:, penalty], every[:, reward])
        ratio = impact_asymmetry(point[[penalty]], point[[reward]])
        costs, earns = max(-point[penalty], 0.0), max(point[reward], 0.0)
        spread = max(costs + earns, 1e-300) ** 2
        tilted = 2 * (costs * influence[:, reward] + earns * influence[:, penalty]) / spread
        every = np.column_stack([every, drawn])
        influence = np.column_stack([influence, tilted])
        point = np.append(point, ratio)
        places.append((name, "impact_asymmetry"))
    low, high = bootstrap_interval(every, point, influence, interval=interval, level=ci)
    said = [*CONTRASTS, "impact_asymmetry"]
    columns = [f"{one}_boot_{end}" for one in said for end in ("low", "high")]
    table = pd.DataFrame(np.nan, index=fitted.table.index, columns=columns)
    for at, (name, one) in enumerate(places):
        table.loc[name, [f"{one}_boot_low", f"{one}_boot_high"]] = [low[at], high[at]]
    return table
