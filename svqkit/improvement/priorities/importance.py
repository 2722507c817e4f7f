"""How much dimensions or items matter: as stated, as expected, or as an outcome reveals it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from svqkit.errors import DataError
from svqkit.gaps.pairs.pairing import dimension_pairs
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.improvement.priorities.influence import (
    correlation_influence,
    mean_influence,
    redrawn_correlations,
    redrawn_means,
)

__all__ = ["Importance", "derived", "expected", "mean_interval", "stated"]


@dataclass(frozen=True)
class Importance:
    """How much k attributes matter, and how that would vary with other respondents.

    ``table`` (index: attribute) has ``importance importance_low importance_high``. ``middle`` is
    the middle of the scale, where there is one, ``ends`` its ends. ``influence`` (n, k): its sum of
    squares over n² is the squared standard error. ``redraw`` takes counts of respondents (b, n) to importance
    (b, k). ``common`` says whether importance is on the scale of performance, ``answered`` how many
    respondents each attribute's importance rests on.
    """

    table: pd.DataFrame
    said: str
    middle: float | None
    influence: np.ndarray
    redraw: Callable[[np.ndarray], np.ndarray]
    common: bool
    answered: pd.Series
    ends: tuple[float, float] = (-1.0, 1.0)


def mean_interval(scores: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Give each column's mean with its interval (Student's t).

    Parameters
    ----------
    scores : DataFrame (respondents × columns)
    level : float in (0, 1)

    Returns
    -------
    DataFrame (index: column)
        ``mean low high``.

    Examples
    --------
    >>> mean_interval(pd.DataFrame({"care": [1.0, 2.0, 3.0]})).round(2).values.tolist()
    [[2.0, -0.48, 4.48]]
    """
    values = scores.to_numpy(float)
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=0) / n
        squares = (np.where(there, values - mean, 0.0) ** 2).sum(axis=0)
        reach = stdtrit(np.maximum(n - 1, 1), (1 + level) / 2) * np.sqrt(squares / (n - 1) / n)
    return pd.DataFrame(
        {"mean": mean, "low": mean - reach, "high": mean + reach}, index=scores.columns
    )


def stated(responses: Any, names: list[str], level: str, ci: float = 0.95) -> Importance:
    """Average what customers said matters.

    Parameters
    ----------
    responses : Responses
        With ``.importance``.
    names : list of str
        Dimensions or items to place.
    level : {"dimension", "item"}
    ci : float in (0, 1)

    Returns
    -------
    Importance
        Its middle is that of the answer scale for ratings, the equal share for points.

    Raises
    ------
    DataError
        If there is no importance at this level.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> points = pd.DataFrame({"care": [60.0, 40.0], "speed": [40.0, 60.0]})
    >>> some = SimpleNamespace(importance=points, importance_kind="points")
    >>> stated(some, ["care", "speed"], "dimension").table["importance"].tolist()
    [50.0, 50.0]
    """
    if responses.importance is None:
        raise DataError(
            "There is no stated importance in these answers. Use importance='derived' with an "
            "outcome, or give importance points or ratings when reading the file."
        )
    ratings = responses.importance_kind == "ratings"
    if ratings:
        rated = responses.importance.astype(float)
        if level == "dimension":
            rated, _ = dimension_pairs(rated, rated, responses.instrument.mapping)
        absent = [name for name in names if name not in rated.columns]
        if absent:
            raise DataError(f"{absent[0]!r} has no importance rating", column=absent[0])
        scale = responses.instrument.scale
        given, middle = rated[names], (scale.low + scale.high) / 2
        ends = float(scale.low), float(scale.high)
        said = "Stated importance: mean ratings."
    elif level == "item":
        raise DataError(
            "Importance points were given to dimensions, not to items. Use level='dimension', or "
            "importance='derived'."
        )
    else:
        given, _ = importance_weights(responses, names)
        middle, ends = 100 / len(names), (0.0, 100.0)
        said = f"Stated importance: mean points out of 100, from {given.notna().all(axis=1).sum()}."
    return _of_means(given, said, middle, ends, ratings, ci)


def expected(expectations: pd.DataFrame | None, scale: Any, ci: float = 0.95) -> Importance:
    """Take what customers expect for what matters, so that the gap is the distance to P = E.

    Parameters
    ----------
    expectations : DataFrame (respondents × attributes) or None
    scale : Scale
        With ``.low`` and ``.high``.
    ci : float in (0, 1)

    Returns
    -------
    Importance

    Raises
    ------
    DataError
        If there are no expectations.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> wanted = pd.DataFrame({"care": [6.0, 7.0]})
    >>> expected(wanted, SimpleNamespace(low=1, high=7)).table["importance"].tolist()
    [6.5]
    """
    if expectations is None:
        raise DataError(
            "there are no expectations in these answers, so importance='gap' has nothing to stand "
            "on; use importance='stated' or importance='derived'"
        )
    said = "Gap-based importance: mean expectation, on the scale of performance."
    ends = float(scale.low), float(scale.high)
    return _of_means(expectations, said, sum(ends) / 2, ends, True, ci)


def _of_means(
    given: pd.DataFrame,
    said: str,
    middle: float,
    ends: tuple[float, float],
    common: bool,
    ci: float,
) -> Importance:
    spread = mean_interval(given, ci).add_prefix("importance_")
    table = spread.rename(columns={"importance_mean": "importance"})
    values = given.to_numpy(float)
    influence, redraw = mean_influence(values), redrawn_means(values)
    return Importance(table, said, middle, influence, redraw, common, given.notna().sum(), ends)


def derived(scores: pd.DataFrame, outcome: pd.Series, name: str, ci: float = 0.95) -> Importance:
    """Correlate each score with an outcome (Pearson; interval by Fisher's z).

    Parameters
    ----------
    scores : DataFrame (respondents × columns)
    outcome : Series
        One number a respondent.
    name : str
        The outcome's name.
    ci : float in (0, 1)

    Returns
    -------
    Importance
        No interval under four respondents.

    Raises
    ------
    DataError
        If a score or the outcome does not vary.

    Examples
    --------
    >>> scores = pd.DataFrame({"care": [1.0, 2.0, 3.0, 5.0]})
    >>> found = derived(scores, pd.Series([2.0, 2.0, 4.0, 5.0]), "satisfaction")
    >>> found.table.round(3).values.tolist()
    [[0.943, -0.19, 0.999]]
    """
    x, y = scores.to_numpy(float), outcome.reindex(scores.index).to_numpy(float)
    both = np.isfinite(x) & np.isfinite(y)[:, None]
    n = both.sum(axis=0)
    for at, column in enumerate(scores.columns):
        if n[at] < 2 or np.ptp(x[both[:, at], at]) == 0 or np.ptp(y[both[:, at]]) == 0:
            raise DataError(f"{column!r} or {name!r} does not vary, so they have no correlation")
    redraw = redrawn_correlations(x, y)
    r = redraw(np.ones((1, len(x))))[0]
    reach = float(ndtri((1 + ci) / 2)) / np.sqrt(np.where(n > 3, n - 3.0, np.nan))
    z = np.arctanh(np.clip(r, -1 + 1e-15, 1 - 1e-15))
    table = pd.DataFrame(
        {
            "importance": r,
            "importance_low": np.tanh(z - reach),
            "importance_high": np.tanh(z + reach),
        },
        index=scores.columns,
    )
    said = f"Derived importance: Pearson correlation with {name!r}, Fisher's interval."
    answered = pd.Series(n, scores.columns)
    return Importance(table, said, None, correlation_influence(x, y), redraw, False, answered)
