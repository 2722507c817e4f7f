"""The population that simulated answers are drawn from: a stated truth to find again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from svqkit.instruments.instrument import Instrument

__all__ = ["Population", "default_population", "population_for", "thresholds"]

_LOADINGS = (0.80, 0.72, 0.66, 0.76, 0.62, 0.84, 0.70)
_CORRELATIONS = (0.55, 0.48, 0.62, 0.52, 0.66, 0.58, 0.50, 0.60, 0.46, 0.64)


@dataclass(frozen=True)
class Population:
    """Common factors behind both forms, cut into codes.

    Each answer has a latent standard normal variable, loading · factor + unique part; thresholds
    cut it into codes. All factors have variance 1.

    Attributes
    ----------
    loadings : mapping of item to loading on its own dimension (perceptions)
    expectation_loadings : mapping of item to loading (expectations)
    correlations : DataFrame (dimensions × dimensions) of the perception factors
    expectation_correlations : DataFrame, likewise
    link : float
        Correlation between the expectation and the perception factor of one dimension.
    cross_loadings : mapping of item to mapping of dimension to loading (perceptions)
    shifts : mapping of item to shift of its latent mean in standard deviations (perceptions)
    expectation_shifts : likewise
    shape, expectation_shape : (float, float)
        Beta distribution of an average item's answers over the scale, which sets the skew.
    group_effects : mapping of group to mapping of dimension to shift of the perception factor
    outcomes : mapping of column to (coefficients, low, high)
        Standardised regression of the criterion's latent variable on the perception factors.
    halo : float
        Share of the criteria's unexplained variance that they have in common.
    weights : mapping of dimension to importance, summing to 1; empty for none
    minimum_shift : float
        How far the least acceptable lies below the desired level, in standard deviations
        (three-column format).
    method : float
        Loading of every answer, in every form, on one habit of answering (common method variance).
    item_effects : mapping of group to mapping of item to shift of its latent mean (perceptions)
        Differences that do not come from the factor: intercepts that are not invariant.
    """

    loadings: Mapping[str, float]
    expectation_loadings: Mapping[str, float]
    correlations: pd.DataFrame
    expectation_correlations: pd.DataFrame
    link: float = 0.25
    cross_loadings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    shifts: Mapping[str, float] = field(default_factory=dict)
    expectation_shifts: Mapping[str, float] = field(default_factory=dict)
    shape: tuple[float, float] = (4.2, 2.3)
    expectation_shape: tuple[float, float] = (5.0, 0.9)
    group_effects: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    outcomes: Mapping[str, tuple[Mapping[str, float], int, int]] = field(default_factory=dict)
    halo: float = 0.4
    weights: Mapping[str, float] = field(default_factory=dict)
    minimum_shift: float = -1.2
    method: float = 0.0
    item_effects: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def thresholds(shape: tuple[float, float], points: int) -> np.ndarray:
    """Cut points on a standard normal variable that give answers the shape of a Beta.

    Parameters
    ----------
    shape : (float, float)
        Parameters a and b of the Beta distribution over the scale.
    points : int
        Number of codes.

    Returns
    -------
    ndarray (points − 1,)

    Examples
    --------
    >>> thresholds((1, 1), 4).round(3).tolist()
    [-0.674, 0.0, 0.674]
    """
    from scipy.special import betainc, ndtri

    cuts: np.ndarray = ndtri(betainc(*shape, np.arange(1, points) / points))
    return cuts


def default_population(instrument: Instrument) -> Population:
    """State a plausible population for any instrument.

    Loadings .62 to .84, perception factors correlated .46 to .66, expectations high and skewed.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    Population

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> default_population(load_instrument("servqual")).loadings["Q1"]
    0.8
    """
    names = [dimension.name for dimension in instrument.dimensions]
    size = len(names)
    matrix = np.eye(size)
    pairs = [(i, j) for i in range(size) for j in range(i)]
    for number, (i, j) in enumerate(pairs):
        matrix[i, j] = matrix[j, i] = _CORRELATIONS[number % len(_CORRELATIONS)]
    correlations = pd.DataFrame(matrix, index=names, columns=names)
    lowest = float(np.linalg.eigvalsh(matrix)[0])
    # Many dimensions: draw the pattern towards one common correlation. Together with the link to
    # expectations, 0.25, a lowest eigenvalue under 0.17 would be impossible.
    if lowest < 0.2:
        matrix = 0.5 * np.eye(size) + 0.5
        correlations = pd.DataFrame(matrix, index=names, columns=names)
    loading = {c: _LOADINGS[i % len(_LOADINGS)] for i, c in enumerate(instrument.codes)}
    return Population(
        loadings=loading,
        expectation_loadings={code: 0.95 * value for code, value in loading.items()},
        correlations=correlations,
        expectation_correlations=correlations,
        weights=dict.fromkeys(names, 1 / size) if instrument.layout == "blocks" else {},
    )


def population_for(
    instrument: Instrument, population: Population | Mapping[str, Any] | None
) -> Population:
    """Take a population as given, or the default one with some of its figures replaced.

    Parameters
    ----------
    instrument : Instrument
    population : Population, mapping of attribute to value, or None

    Returns
    -------
    Population

    Raises
    ------
    ValueError
        If a key is unknown, an item or dimension lacks a figure, or the figures are impossible
        together.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> population_for(load_instrument("servqual"), {"link": 0.4}).link
    0.4
    """
    if isinstance(population, Population):
        chosen = population
    else:
        given = dict(population or {})
        allowed = {f.name for f in fields(Population)}
        unknown = sorted(set(given) - allowed)
        if unknown:
            raise ValueError(
                f"population has no {unknown[0]!r}; it may say {', '.join(sorted(allowed))}"
            )
        chosen = replace(default_population(instrument), **given)
    names = [dimension.name for dimension in instrument.dimensions]
    for what, table in (
        ("loadings", chosen.loadings),
        ("expectation_loadings", chosen.expectation_loadings),
    ):
        lacking = [code for code in instrument.codes if code not in table]
        if lacking:
            raise ValueError(f"population's {what} lacks item {lacking[0]}")
    for what, matrix in (
        ("correlations", chosen.correlations),
        ("expectation_correlations", chosen.expectation_correlations),
    ):
        if list(matrix.index) != names or list(matrix.columns) != names:
            raise ValueError(f"population's {what} must have the dimensions {names} both ways")
    return chosen
