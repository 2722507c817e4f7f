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
_ALIKE = 1e-9
"""A sum of 1 − r below this is no disagreement but rounding."""


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
    Shannon (1948); Zeleny (1982), ch. 7. Tested against R and pymcdm.

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
    if _constant(array).all():
        raise DataError("no indicator differs between units: entropy has nothing to weigh by")
    scaled = _scaled(array)
    weights, without = _by(_uneven, scaled, fewest=2)
    found = _weights(weights, without, scores)
    found.insert(2, "entropy", 1 - _uneven(scaled))
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
        If a cell is missing, an indicator is constant, all correlations are 1, or there are fewer
        than three units.

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
    constant = scores.columns[_constant(array)]
    if len(constant):
        raise DataError(
            f"indicator {constant[0]!r} is {scores[constant[0]].iloc[0]:g} for all units: a constant "
            "has no correlations. Leave it out, or measure it more finely",
            column=constant[0],
        )
    scaled = _scaled(array)
    conflict = _conflict(scaled)
    if conflict.max() < _ALIKE:
        raise DataError(
            "all indicators rise and fall together exactly (every correlation is 1), so CRITIC has "
            "nothing to weigh by: keep one of them"
        )
    weights, without = _by(_contrast, scaled, fewest=3)
    found = _weights(weights, without, scores)
    found.insert(2, "sd", _stretched(scaled).std(axis=0, ddof=1))
    found.insert(3, "conflict", conflict)
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


def _scaled(array: np.ndarray) -> np.ndarray:
    """Bring each indicator near 1 by a power of 2, which loses no digit and cannot overflow."""
    return np.asarray(np.ldexp(array, -np.frexp(np.abs(array).max(axis=0))[1]))


def _constant(array: np.ndarray) -> np.ndarray:
    return np.asarray(np.isclose(array, array[:1], rtol=1e-12, atol=0).all(axis=0))


def _uneven(array: np.ndarray) -> np.ndarray:
    """Give 1 − e of each indicator, by deviations d from its mean: no digits lost where d is small.

    With p = (1 + d) / m it is Σ ((1 + d) ln(1 + d) − d) / (m ln m), since deviations sum to 0.
    """
    from scipy.special import xlog1py

    mean = array.mean(axis=0)
    d = array / np.where(mean > 0, mean, 1.0) - 1
    found = (xlog1py(1 + d, d) - d).mean(axis=0) / np.log(len(array))
    return np.asarray(np.where(_constant(array), 0.0, np.maximum(found, 0.0)))


def _contrast(array: np.ndarray) -> np.ndarray:
    """Give CRITIC's C of each indicator, in the sum of all; 0 throughout where all say the same."""
    try:
        from pymcdm import weights
    except ImportError:
        raise MissingExtraError("improve", "pymcdm") from None
    if _conflict(array).max() < _ALIKE:
        return np.zeros(array.shape[1])
    return np.maximum(weights.critic_weights(_stretched(array)), 0.0)


def _stretched(array: np.ndarray) -> np.ndarray:
    return np.asarray((array - array.min(axis=0)) / np.ptp(array, axis=0))


def _conflict(array: np.ndarray) -> np.ndarray:
    """Sum 1 − r over the other indicators."""
    return np.asarray((1 - np.corrcoef(array.T)).sum(axis=0))


def _by(
    weigh: Callable[[np.ndarray], np.ndarray], array: np.ndarray, fewest: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weigh all units, and all but each one where that leaves enough that differ."""
    without = []
    for left_out in range(len(array)):
        rest = np.delete(array, left_out, axis=0)
        if len(rest) < fewest or (fewest > 2 and _constant(rest).any()):
            continue
        found = weigh(rest)
        if found.sum() > 0:
            without.append(found / found.sum())
    ranges = np.array(without) if without else np.full((1, array.shape[1]), np.nan)
    whole = weigh(array)
    return whole / whole.sum(), ranges


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
