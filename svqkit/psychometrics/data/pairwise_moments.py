"""Means and covariances from all answers to each pair of items."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.sufficient import Moments, build_moments

__all__ = ["pairwise_moments"]


def pairwise_moments(table: pd.DataFrame) -> Moments:
    """Compute each covariance from the respondents who answered both items.

    Parameters
    ----------
    table : DataFrame (respondents × items)
        NaN where missing.

    Returns
    -------
    Moments
        ``n`` is that of the pair answered by fewest, so that errors are not made too small.

    Raises
    ------
    DataError
        If two items were answered together by fewer than two respondents.

    Notes
    -----
    As R's ``cov(use = "pairwise")``, which ``psych::alpha`` takes. Correlations are these
    covariances over each item's own standard deviation; ``cor(use = "pairwise")`` takes the
    standard deviations of the pair. Such a matrix may be one that no answers can have, not
    positive definite; and unlike EM it is biased where gaps depend on other answers.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1.0, 2, 3, 4, None], "b": [2.0, 1, 5, None, 3]})
    >>> found = pairwise_moments(answers)
    >>> found.n, found.cov.round(4).loc["a"].tolist()
    (3, [1.6667, 1.5])
    """
    items = as_items(table)
    answers = items.to_numpy()
    there = ~np.isnan(answers)
    counts = there.T.astype(float) @ there
    names = list(items.columns)
    _refuse_strangers(counts, names)
    centre = np.where(there, answers, 0.0).sum(axis=0) / np.diag(counts)
    deviations = np.where(there, answers - centre, 0.0)
    sums = deviations.T @ there
    covariance = (deviations.T @ deviations - sums * sums.T / counts) / (counts - 1)
    n = int(counts.min())
    found = build_moments(names, n, len(items), centre, covariance * (n - 1), (~there).sum(axis=0))
    return replace(found, missing="pairwise")


def _refuse_strangers(counts: np.ndarray, names: list) -> None:
    if len(names) == 0:
        raise DataError("there are no items: the table has no columns")
    few = np.diag(counts) < 2
    if few.any():
        name = names[int(np.argmax(few))]
        raise DataError(f"fewer than two respondents answered {name!r}; leave it out", column=name)
    if counts.min() < 2:
        i, j = (int(k) for k in np.argwhere(counts < 2)[0])
        raise DataError(
            f"fewer than two respondents answered both {names[i]!r} and {names[j]!r}, so they have "
            "no covariance; leave one of them out",
            column=names[i],
        )
