"""Bootstrap of an exploratory solution: how far its loadings would move with other respondents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.resampled_polychorics import resampled_polychorics
from svqkit.psychometrics.data.resampling import resampled_covariances
from svqkit.psychometrics.extraction.extraction import extract_batch
from svqkit.psychometrics.extraction.matching import nearest_order
from svqkit.psychometrics.rotation.rotated import Rotated, arrange
from svqkit.psychometrics.rotation.rotation import rotate_batch

__all__ = ["Replicates", "Solution", "bootstrap_solution", "intervals"]

SINGULAR = 1e-8
BATCH = 200
FEWEST = 20


class Solution(NamedTuple):
    """The solution of the whole sample, and how it was reached.

    Parameters
    ----------
    method, rotation : str
    normalize : bool or None
    target : ndarray (p, m) or None
    unrotated : ndarray (p, m)
    turn : ndarray (m, m)
        Where the rotation ended.
    rotated : Rotated
        Arranged as it is shown.
    """

    method: str
    rotation: str
    normalize: bool | None
    target: np.ndarray | None
    unrotated: np.ndarray
    turn: np.ndarray
    rotated: Rotated


class Replicates(NamedTuple):
    """Solutions of resampled respondents, laid on that of the whole sample.

    Parameters
    ----------
    loadings : ndarray (b, p, m)
    phi : ndarray (b, m, m)
    failed : int
        Samples left out: singular correlations, or an extraction that did not settle.
    """

    loadings: np.ndarray
    phi: np.ndarray
    failed: int


def bootstrap_solution(
    answers: np.ndarray,
    whole: Solution,
    correlation: str,
    samples: int,
    rng: np.random.Generator,
    *,
    progress: bool = True,
) -> Replicates:
    """Extract and rotate anew for resampled respondents.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    whole : Solution
    correlation : {"pearson", "spearman", "polychoric"}
    samples : int
    rng : numpy.random.Generator
    progress : bool

    Returns
    -------
    Replicates

    Raises
    ------
    DataError
        If fewer than 20 samples have a solution.

    Notes
    -----
    Each unrotated pattern is first turned to that of the whole sample by orthogonal Procrustes
    (Schönemann 1966), which takes away reflections and exchanged factors; the same rotation then
    starts from where it ended for the whole sample, and factors are laid on its factors by Tucker's
    congruence. So the intervals hold sampling error, not the accident of an order.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(80, 1)) * 0.8 + rng.normal(size=(80, 4)) * 0.6
    >>> l = np.full((4, 1), 0.8)
    >>> whole = Solution("minres", "none", None, None, l, np.eye(1), Rotated(l, np.eye(1)))
    >>> bootstrap_solution(x, whole, "pearson", 20, rng, progress=False).loadings.shape
    (20, 4, 1)
    """
    from tqdm.auto import tqdm

    start = np.clip(1 - (whole.unrotated**2).sum(axis=1), 0.01, 0.99)
    kept: list[np.ndarray] = []
    correlated: list[np.ndarray] = []
    bar = tqdm(total=samples, desc="bootstrap", unit="samples", disable=not progress, delay=1)
    with bar:
        for R in _resampled(answers, correlation, samples, rng):
            usable = np.isfinite(R).all(axis=(1, 2))
            usable[usable] = np.linalg.eigvalsh(R[usable])[:, 0] > SINGULAR
            m = whole.unrotated.shape[1]
            found, settled = extract_batch(R[usable], m, whole.method, start)
            loadings, phi = _rotated(found[settled], whole)
            kept.append(loadings)
            correlated.append(phi)
            bar.update(len(R))
    loadings, phi = np.concatenate(kept), np.concatenate(correlated)
    if len(loadings) < FEWEST:
        raise DataError(
            f"only {len(loadings)} of {samples} bootstrap samples had a solution; there are too few "
            "respondents, or items that say the same"
        )
    return Replicates(loadings, phi, samples - len(loadings))


def _rotated(found: np.ndarray, whole: Solution) -> tuple[np.ndarray, np.ndarray]:
    left, _, right = np.linalg.svd(np.swapaxes(found, 1, 2) @ whole.unrotated)
    loadings, phi = rotate_batch(
        found @ (left @ right),
        whole.rotation,
        whole.turn,
        normalize=whole.normalize,
        target=whole.target,
    )
    for i, (pattern, own) in enumerate(zip(loadings, phi, strict=True)):
        order, signs = nearest_order(pattern, whole.rotated.loadings)
        loadings[i], phi[i] = arrange(Rotated(pattern, own), order, signs)
    return loadings, phi


def _resampled(
    answers: np.ndarray, correlation: str, samples: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Correlation matrices of resampled respondents, some at a time."""
    if correlation == "polychoric":
        yield from resampled_polychorics(answers, samples, rng)
        return
    for done in range(0, samples, BATCH):
        b = min(BATCH, samples - done)
        batches = resampled_covariances if correlation == "pearson" else _rank_covariances
        spread = answers.var(axis=0) if correlation == "pearson" else 1.0
        for S in batches(answers, b, rng):
            variance = np.diagonal(S, axis1=1, axis2=2)
            sd = np.sqrt(np.where(variance > 1e-12 * spread, variance, np.nan))
            yield S / (sd[:, :, None] * sd[:, None, :])


def _rank_covariances(
    answers: np.ndarray, samples: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    from scipy.stats import rankdata

    n = len(answers)
    drawn = [rankdata(answers[rng.integers(0, n, n)], axis=0) for _ in range(samples)]
    yield np.stack([np.cov(ranks, rowvar=False) for ranks in drawn])


def intervals(
    estimate: pd.DataFrame, replicates: np.ndarray, level: float, name: str
) -> pd.DataFrame:
    """Give standard errors and percentile intervals of every cell of a table.

    Parameters
    ----------
    estimate : DataFrame (r × c)
    replicates : ndarray (b, r, c)
    level : float
        Such as .95.
    name : str
        What the estimate is called.

    Returns
    -------
    DataFrame (row and column of the cell × the estimate, se, ci_lower, ci_upper)

    Examples
    --------
    >>> made = np.linspace(0, 1, 101)[:, None, None]
    >>> table = intervals(pd.DataFrame({"F1": [0.5]}, ["Q1"]), made, 0.9, "loading")
    >>> table.round(3).iloc[0, 2:].tolist()
    [0.05, 0.95]
    """
    tail = (1 - level) / 2
    lower, upper = np.quantile(replicates, [tail, 1 - tail], axis=0)
    labels = pd.MultiIndex.from_product([estimate.index, estimate.columns])
    cells = {
        name: estimate.to_numpy().ravel(),
        "se": replicates.std(axis=0, ddof=1).ravel(),
        "ci_lower": lower.ravel(),
        "ci_upper": upper.ravel(),
    }
    return pd.DataFrame(cells, index=labels)
