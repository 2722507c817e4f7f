"""What a model may miss, level by level: the misspecifications of dynamic fit cut-offs.

McNeish and Wolf (2023): with one factor, residual correlations of .3 between pairs of items, among a
third, two thirds and all of them; with several factors, cross-loadings of the weakest items, one
more a level, as in Hu and Bentler (1999).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from svqkit.errors import ModelError

__all__ = ["Level", "Standardised", "misspecifications"]

RESIDUAL_CORRELATION = 0.3
MARGIN = 0.95
"""Part of the largest possible cross-loading that may be used, so that some residual is left."""


@dataclass(frozen=True)
class Standardised:
    """A standardised measurement model: loadings (p × m), factor correlations, residual covariances.

    ``free`` names the items that load on one factor only and have no residual covariance.
    """

    items: tuple[str, ...]
    factors: tuple[str, ...]
    loadings: np.ndarray
    correlations: np.ndarray
    residuals: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """Correlations of the items; residual variances fill up to 1."""
        found = self.loadings @ self.correlations @ self.loadings.T + self.residuals
        found[np.diag_indices_from(found)] = 1.0
        return found

    @property
    def alone(self) -> list[int]:
        """Items that load on one factor only and have no residual covariance."""
        single = (self.loadings != 0).sum(axis=1) == 1
        off = self.residuals - np.diag(np.diag(self.residuals))
        return [int(at) for at in np.flatnonzero(single & (off == 0).all(axis=1))]


@dataclass(frozen=True)
class Level:
    """One level: what is added to the model up to here, how large, and what is then true."""

    level: int
    added: tuple[str, ...]
    magnitudes: tuple[float, ...]
    covariance: np.ndarray


def _pairs_of_one_factor(model: Standardised) -> list[tuple[int, int]]:
    """Pair the items from the weakest up; with five, the fifth stays alone."""
    strength = np.abs(model.loadings[:, 0])
    order = sorted(model.alone, key=lambda at: (strength[at], at))
    if len(order) < 4:
        raise ModelError(
            f"only {len(order)} items have no residual covariance: residual correlations are added "
            "to pairs of at least four"
        )
    paired = order[: 2 * (len(order) // 2)] if len(order) > 4 else order[:2]
    return list(zip(paired[::2], paired[1::2], strict=True))


def _steps_of_one_factor(count: int) -> list[int]:
    """How many pairs each level has: a third, two thirds and all (fewer with 4 or 5 items)."""
    if count < 3:
        return list(range(1, count + 1))
    return [count // 3, 2 * count // 3, count]


def _one_factor(model: Standardised) -> list[Level]:
    pairs = _pairs_of_one_factor(model)
    levels = []
    residuals = model.residuals.copy()
    share = 1.0 - np.diag(model.loadings @ model.correlations @ model.loadings.T)
    if (share <= 0).any():
        raise ModelError("an item has no residual variance left, so no residual can be correlated")
    added: list[str] = []
    steps = _steps_of_one_factor(len(pairs))
    for level, (before, now) in enumerate(pairwise([0, *steps]), start=1):
        for left, right in pairs[before:now]:
            covariance = RESIDUAL_CORRELATION * np.sqrt(share[left] * share[right])
            residuals[left, right] = residuals[right, left] = covariance
            added.append(f"{model.items[left]} ~~ {model.items[right]}")
        changed = Standardised(
            model.items, model.factors, model.loadings, model.correlations, residuals.copy()
        )
        sizes = (RESIDUAL_CORRELATION,) * len(added)
        levels.append(Level(level, tuple(added), sizes, changed.covariance))
    return levels


def _weakest(model: Standardised) -> list[tuple[int, int]]:
    """Take each factor's weakest free item, those of factors with three items or more first."""
    found = []
    for factor in range(len(model.factors)):
        mine = [at for at in model.alone if model.loadings[at, factor] != 0]
        if not mine:
            continue
        item = min(mine, key=lambda at: (abs(model.loadings[at, factor]), at))
        few = int((model.loadings[:, factor] != 0).sum() <= 2)
        found.append((few, abs(model.loadings[item, factor]), item, factor))
    needed = len(model.factors) - 1
    if len(found) < needed:
        raise ModelError(
            f"only {len(found)} factors have an item without cross-loading or residual covariance; "
            f"{needed} are needed"
        )
    return [(item, factor) for _, _, item, factor in sorted(found)[:needed]]


def _reliabilities(model: Standardised) -> np.ndarray:
    """Coefficient H of each factor (Hancock & Mueller 2001)."""
    squares = model.loadings**2
    with np.errstate(divide="ignore"):
        total = np.where(squares < 1, squares / (1.0 - squares), np.inf).sum(axis=0)
    return np.where(np.isinf(total), 1.0, total / (1.0 + total))


def _partners(model: Standardised, weakest: list[tuple[int, int]]) -> dict[int, int]:
    """Give each item the most reliable other factor; no two items join the same two factors."""
    quality = _reliabilities(model)
    used: set[frozenset[int]] = set()
    partners = {}
    for item, factor in sorted(weakest, key=lambda one: abs(model.loadings[one])):
        open_ = [
            other
            for other in range(len(model.factors))
            if other != factor and frozenset((factor, other)) not in used
        ]
        partner = max(open_, key=lambda other: (quality[other], -other))
        used.add(frozenset((factor, partner)))
        partners[item] = partner
    return partners


def _several_factors(model: Standardised) -> list[Level]:
    weakest = _weakest(model)
    partners = _partners(model, weakest)
    loadings = model.loadings.copy()
    levels = []
    added: list[str] = []
    sizes: list[float] = []
    for level, (item, factor) in enumerate(weakest, start=1):
        own, partner = float(model.loadings[item, factor]), partners[item]
        shared = abs(own * model.correlations[factor, partner])
        most = MARGIN * (np.sqrt(shared**2 + 1.0 - own**2) - shared)
        size = min(abs(own), abs(float(most)))
        loadings[item, partner] = size
        added.append(f"{model.factors[partner]} =~ {model.items[item]}")
        sizes.append(size)
        changed = Standardised(
            model.items, model.factors, loadings.copy(), model.correlations, model.residuals
        )
        levels.append(Level(level, tuple(added), tuple(sizes), changed.covariance))
    return levels


def misspecifications(model: Standardised) -> list[Level]:
    """List the levels of misspecification of a model.

    Parameters
    ----------
    model : Standardised

    Returns
    -------
    list of Level
        One factor: one to three levels; m factors: m − 1.

    Raises
    ------
    ModelError
        If too few items are free to be misspecified, or a level is impossible.

    References
    ----------
    McNeish, D., & Wolf, M. G. (2023). Dynamic fit index cutoffs for confirmatory factor analysis
    models. Psychological Methods, 28, 61–88. As the authors' R package ``dynamic``.

    Examples
    --------
    >>> loadings = np.array([[0.8, 0], [0.7, 0], [0.5, 0], [0, 0.8], [0, 0.7], [0, 0.6]])
    >>> model = Standardised(tuple("abcdef"), ("f", "g"), loadings,
    ...                      np.array([[1, 0.4], [0.4, 1]]), np.zeros((6, 6)))
    >>> [(one.added, one.magnitudes) for one in misspecifications(model)]
    [(('g =~ c',), (0.5,))]
    """
    levels = _one_factor(model) if len(model.factors) == 1 else _several_factors(model)
    for one in levels:
        if np.linalg.eigvalsh(one.covariance)[0] <= 0:
            raise ModelError(
                f"level {one.level} ({', '.join(one.added)}) is impossible: the covariances would "
                "not be positive definite"
            )
    return levels
