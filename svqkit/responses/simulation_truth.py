"""What a simulated population implies: the figures that an analysis should find again."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from svqkit.instruments.instrument import Instrument
from svqkit.responses.population import Population, thresholds

__all__ = ["explained_variance", "item_pattern", "truth_of"]


def item_pattern(
    instrument: Instrument, population: Population, form: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Lay out one form's model as arrays.

    An item without a dimension leans a little on every factor.

    Parameters
    ----------
    instrument : Instrument
    population : Population
    form : {"perception", "expectation", "desired", "minimum"}
        Desired and minimum levels follow the expectations' figures, the minimum lower by
        ``population.minimum_shift``.

    Returns
    -------
    ndarray (items × dimensions)
        Loadings.
    ndarray (items,)
        Unique standard deviations.
    ndarray (items,)
        Shifts of the latent means.
    ndarray (codes − 1,)
        Thresholds.

    Raises
    ------
    ValueError
        If an item's loadings explain all of its variance or more.
    """
    perceived = form == "perception"
    own = population.loadings if perceived else population.expectation_loadings
    shifts = population.shifts if perceived else population.expectation_shifts
    correlations = population.correlations if perceived else population.expectation_correlations
    names = list(correlations.index)
    loadings = np.zeros((len(instrument.items), len(names)))
    for row, item in enumerate(instrument.items):
        if item.dimension is None:
            loadings[row] = own[item.code] / len(names)
        else:
            loadings[row, names.index(item.dimension)] = own[item.code]
        if perceived:
            for dimension, value in population.cross_loadings.get(item.code, {}).items():
                loadings[row, names.index(dimension)] = value
    common = np.einsum("ij,jk,ik->i", loadings, correlations.to_numpy(), loadings)
    common += population.method**2
    if (common >= 1).any():
        code = instrument.codes[int(np.argmax(common))]
        raise ValueError(f"the loadings of item {code} explain all of its variance or more")
    shift = np.array([shifts.get(code, 0.0) for code in instrument.codes])
    if form == "minimum":
        shift += population.minimum_shift
    shape = population.shape if perceived else population.expectation_shape
    return loadings, np.sqrt(1 - common), shift, thresholds(shape, len(instrument.scale.codes))


def explained_variance(
    population: Population, coefficients: Mapping[str, float], column: str
) -> tuple[np.ndarray, float]:
    """Weigh the factors for a criterion and say how much of it they explain.

    Parameters
    ----------
    population : Population
    coefficients : mapping of dimension to standardised coefficient
    column : str
        The criterion, for messages.

    Returns
    -------
    ndarray (dimensions,)
    float
        R².

    Raises
    ------
    ValueError
        If a dimension is unknown, or the coefficients explain everything or more.
    """
    names = list(population.correlations.index)
    unknown = [name for name in coefficients if name not in names]
    if unknown:
        raise ValueError(f"outcome {column!r} rests on {unknown[0]!r}, which is no dimension")
    weights = np.array([coefficients.get(name, 0.0) for name in names])
    explained = float(weights @ population.correlations.to_numpy() @ weights)
    if explained >= 1:
        raise ValueError(f"the coefficients of outcome {column!r} explain all of it or more")
    return weights, explained


def _group_shifts(
    instrument: Instrument,
    population: Population,
    groups: Mapping[str, Mapping[str, float]] | None,
) -> list[tuple[float, np.ndarray, np.ndarray]]:
    """Every combination of groups: its share, and its shift of factors and of single items."""
    names, codes = list(population.correlations.index), list(instrument.codes)
    combinations = []
    for members in product(*[shares.items() for shares in (groups or {}).values()]):
        share, factors, items = 1.0, np.zeros(len(names)), np.zeros(len(codes))
        for group, part in members:
            share *= part
            for dimension, effect in population.group_effects.get(group, {}).items():
                factors[names.index(dimension)] += effect
            for code, effect in population.item_effects.get(group, {}).items():
                items[codes.index(code)] += effect
        combinations.append((share, factors, items))
    total = sum(share for share, _, _ in combinations)
    return [(share / total, factors, items) for share, factors, items in combinations]


def _mean_codes(
    instrument: Instrument,
    population: Population,
    form: str,
    groups: Mapping[str, Mapping[str, float]] | None,
) -> dict[str, float]:
    """Compute the population means of the codes of attentive respondents, in closed form."""
    from scipy.special import ndtr

    loadings, _, shift, cuts = item_pattern(instrument, population, form)
    mean = np.zeros(len(instrument.items))
    split = groups if form == "perception" else None
    for share, factors, items in _group_shifts(instrument, population, split):
        latent = shift + items + loadings @ factors
        mean += share * ndtr(latent[:, None] - cuts).sum(axis=1)
    return dict(zip(instrument.codes, (instrument.scale.low + mean).tolist(), strict=True))


def _latent_omega(instrument: Instrument, population: Population) -> dict[str, float]:
    """Reliability of each scale's sum of latent perceptions: common over total variance."""
    loadings, unique, _, _ = item_pattern(instrument, population, "perception")
    correlations = population.correlations.to_numpy()
    result = {}
    for dimension, codes in instrument.mapping.items():
        rows = [instrument.codes.index(code) for code in codes]
        total = loadings[rows].sum(axis=0)
        common = float(total @ correlations @ total)
        habit = (len(rows) * population.method) ** 2
        result[dimension] = common / (common + habit + float((unique[rows] ** 2).sum()))
    return result


def truth_of(
    instrument: Instrument,
    population: Population,
    groups: Mapping[str, Mapping[str, float]] | None,
    careless: Mapping[Any, str],
) -> dict[str, Any]:
    """Gather what is true of the population and of this draw from it.

    Parameters
    ----------
    instrument : Instrument
    population : Population
    groups : mapping of column to mapping of group to share, or None
    careless : mapping of index label to kind

    Returns
    -------
    dict
        Plain values, fit for JSON.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.responses.population import default_population
    >>> servqual = load_instrument("servqual")
    >>> sorted(truth_of(servqual, default_population(servqual), None, {}))[:3]
    ['careless', 'cross_loadings', 'expectation_factor_correlations']
    """
    means = {form: _mean_codes(instrument, population, form, groups) for form in instrument.forms}
    truth: dict[str, Any] = {
        "loadings": dict(population.loadings),
        "expectation_loadings": dict(population.expectation_loadings),
        "factor_correlations": population.correlations.to_dict(),
        "expectation_factor_correlations": population.expectation_correlations.to_dict(),
        "cross_loadings": {code: dict(cross) for code, cross in population.cross_loadings.items()},
        "group_effects": {group: dict(e) for group, e in population.group_effects.items()},
        "item_effects": {group: dict(e) for group, e in population.item_effects.items()},
        "method": population.method,
        "latent_omega": _latent_omega(instrument, population),
        "means": means,
        "outcomes": {
            column: {
                "coefficients": dict(coefficients),
                "r_squared": explained_variance(population, coefficients, column)[1],
            }
            for column, (coefficients, _, _) in population.outcomes.items()
        },
        "importance": dict(population.weights),
        "careless": dict(careless),
    }
    for form, name in (
        ("expectation", "gaps"),
        ("minimum", "adequacy"),
        ("desired", "superiority"),
    ):
        if form in means:
            truth[name] = {
                dimension: float(
                    np.mean([means["perception"][code] - means[form][code] for code in codes])
                )
                for dimension, codes in instrument.mapping.items()
            }
    return truth
