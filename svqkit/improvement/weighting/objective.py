"""Weights from the data: how much indicators tell units apart (entropy, CRITIC)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, MissingExtraError
from svqkit.improvement.weighting.ratings import numbers_of
from svqkit.improvement.weighting.result import Weights, weight_table

__all__ = ["weights_critic", "weights_entropy"]

_MUCH = 2.5
"""Times an equal share from which a weight by CRITIC is pointed at."""
_LEAST = 1e-300
"""Stands for zero, where p ln p is 0 too; the library takes positive numbers only."""


def weights_entropy(table: Any) -> Weights:
    """Weigh indicators by how unevenly they are spread over units (Shannon's entropy).

    p = x / Σ x within an indicator, e = −Σ p ln p / ln m over the m units, weight ∝ 1 − e.

    Parameters
    ----------
    table : DataFrame or array (units × indicators)
        Scores, all in the same direction and not negative, such as
        ``indicator_scores(…).scores``. An indicator's zero must mean none: adding a constant
        changes the weights.

    Returns
    -------
    Weights
        ``.weights``; ``.table`` with ``weight rank entropy without_low without_high`` (range of the
        weight when any one unit is left out).

    Raises
    ------
    DataError
        If a cell is missing or negative, an indicator is 0 everywhere or there are fewer than two
        units, or no indicator differs between units.

    References
    ----------
    Shannon (1948); Zeleny (1982), ch. 7. Computed by pymcdm (Kizielewicz, Shekhovtsov & Sałabun
    2023); tested against R.

    Examples
    --------
    >>> table = pd.DataFrame({"even": [50, 50, 50], "uneven": [20, 50, 80]})
    >>> weights_entropy(table).weights.round(6).tolist()
    [0.0, 1.0]
    """
    scores = numbers_of(table, "unit", "indicator")
    array = scores.to_numpy()
    if (array < 0).any():
        i, j = np.argwhere(array < 0)[0]
        raise DataError(
            f"indicator {scores.columns[j]!r} is {array[i, j]:g} for unit {scores.index[i]!r}; "
            "entropy is defined for shares of a total, so for nothing negative. Use scores from "
            "0 to 100",
            row=scores.index[i],
            column=scores.columns[j],
        )
    empty = scores.columns[(array.sum(axis=0) == 0)]
    if len(empty):
        raise DataError(
            f"indicator {empty[0]!r} is 0 for all units: its shares have a zero denominator. Leave "
            "it out",
            column=empty[0],
        )
    if np.isclose(array, array[:1], rtol=1e-12, atol=0).all():
        raise DataError("no indicator differs between units: entropy has nothing to weigh by")
    weights, without = _by(_methods().entropy_weights, np.maximum(array, _LEAST), fewest=2)
    shares = array / array.sum(axis=0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    found = _weights(weights, without, scores)
    found.insert(2, "entropy", -(shares * logs).sum(axis=0) / np.log(len(array)))
    return Weights(
        found["weight"],
        found,
        "entropy",
        None,
        None,
        tuple(_remarks(found, scores)),
        "Weight ∝ 1 − e, e = −Σ p ln p / ln m over m units. The data say what differs, not what "
        "matters: an indicator on which all are bad gets no weight. " + _WITHOUT,
    )


def weights_critic(table: Any) -> Weights:
    """Weigh indicators by their spread and by how little they repeat each other (CRITIC).

    C = s Σ (1 − r) over the other indicators, s the standard deviation of the indicator stretched
    to 0 … 1 over the units, r its correlations; weight ∝ C.

    Parameters
    ----------
    table : DataFrame or array (units × indicators)
        Scores in the same direction (more is better), such as ``indicator_scores(…).scores``; with
        raw values a turned direction turns its correlations, and so the weights.

    Returns
    -------
    Weights
        ``.weights``; ``.table`` with ``weight rank sd conflict without_low without_high``
        (``conflict`` is Σ (1 − r)).

    Raises
    ------
    DataError
        If a cell is missing, an indicator is constant, or there are fewer than three units.

    References
    ----------
    Diakoulaki, Mavrotas & Papayannakis (1995), Determining objective weights in multiple criteria
    problems: the CRITIC method, Computers & Operations Research 22, 763–770. Computed by pymcdm;
    tested against R.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 4, 6, 8], "c": [3, 1, 4, 2]})
    >>> weights_critic(table).weights.round(3).tolist()
    [0.25, 0.25, 0.5]
    """
    scores = numbers_of(table, "unit", "indicator", fewest=3)
    array = scores.to_numpy()
    constant = scores.columns[np.isclose(array, array[:1], rtol=1e-12, atol=0).all(axis=0)]
    if len(constant):
        raise DataError(
            f"indicator {constant[0]!r} is {scores[constant[0]].iloc[0]:g} for all units: a constant "
            "has no correlations. Leave it out, or measure it more finely",
            column=constant[0],
        )
    weights, without = _by(_methods().critic_weights, array, fewest=3)
    spread = (array - array.min(axis=0)) / np.ptp(array, axis=0)
    found = _weights(weights, without, scores)
    found.insert(2, "sd", spread.std(axis=0, ddof=1))
    found.insert(3, "conflict", (1 - np.corrcoef(array.T)).sum(axis=0))
    return Weights(
        found["weight"],
        found,
        "CRITIC",
        None,
        None,
        (*_hairsbreadth(found, scores), *_remarks(found, scores)),
        "Weight ∝ s Σ (1 − r): s of the indicator stretched to 0 … 1 over these units, r Pearson's "
        "correlations. Stretching makes a difference of a hair's breadth as wide as any other. "
        + _WITHOUT,
    )


_WITHOUT = "without_low, without_high: the weight's range when any one unit is left out."


def _methods() -> Any:
    try:
        from pymcdm import weights
    except ImportError:
        raise MissingExtraError("improve", "pymcdm") from None
    return weights


def _by(
    weigh: Callable[[np.ndarray], np.ndarray], array: np.ndarray, fewest: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weigh all units, and all but each one where that leaves enough that differ."""
    without = []
    for left_out in range(len(array)):
        rest = np.delete(array, left_out, axis=0)
        varies = np.ptp(rest, axis=0) > 0
        if len(rest) >= fewest and (varies.all() if fewest > 2 else varies.any()):
            without.append(weigh(rest))
    ranges = np.array(without) if without else np.full((1, array.shape[1]), np.nan)
    return np.asarray(weigh(array)), ranges


def _weights(weights: np.ndarray, without: np.ndarray, scores: pd.DataFrame) -> pd.DataFrame:
    named = pd.Series(weights, scores.columns, name="weight").rename_axis("indicator")
    return weight_table(named).assign(
        without_low=without.min(axis=0), without_high=without.max(axis=0)
    )


def _hairsbreadth(found: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    """Point at an indicator that got far more than an equal share, with its range."""
    at = int(found["weight"].argmax())
    top, weight = found.index[at], float(found["weight"].iloc[at])
    times = weight * len(found)
    if times < _MUCH:
        return []
    low, high = scores[top].min(), scores[top].max()
    return [
        f"{top!r} gets {weight:.3f}, {times:.1f} times an equal share, for values "
        f"from {low:.4g} to {high:.4g}: does that difference matter, and is it more than chance?"
    ]


def _remarks(found: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    if len(scores) >= 10:
        return []
    width = found["without_high"] - found["without_low"]
    said = f"Only {len(scores)} units."
    if width.notna().any():
        at = int(width.argmax())
        low, high = (float(found[end].iloc[at]) for end in ("without_low", "without_high"))
        said += (
            f" Leaving one of them out moves the weight of {found.index[at]!r} between "
            f"{low:.3f} and {high:.3f}; "
            "such weights are about these units, not about what matters."
        )
    return [said]
