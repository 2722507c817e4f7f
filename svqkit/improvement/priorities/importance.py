"""How much dimensions or items matter: as customers state it, or as an outcome reveals it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from svqkit.errors import DataError
from svqkit.gaps.pairs.pairing import dimension_pairs
from svqkit.gaps.weighting.stated_weights import importance_weights

__all__ = ["derived", "mean_interval", "stated"]


def mean_interval(scores: pd.DataFrame) -> pd.DataFrame:
    """Give each column's mean with its 95 % interval (Student's t).

    Parameters
    ----------
    scores : DataFrame (respondents × columns)

    Returns
    -------
    DataFrame (index: column)
        ``mean low high``.

    Examples
    --------
    >>> mean_interval(pd.DataFrame({"care": [1.0, 2.0, 3.0]})).round(2).values.tolist()
    [[2.0, -0.48, 4.48]]
    """
    n = scores.notna().sum()
    mean = scores.mean()
    reach = stdtrit(np.maximum(n - 1, 1), 0.975) * scores.std() / np.sqrt(n)
    return pd.DataFrame({"mean": mean, "low": mean - reach, "high": mean + reach})


def stated(responses: Any, names: list[str], level: str) -> tuple[pd.DataFrame, str, float]:
    """Average what customers said matters.

    Parameters
    ----------
    responses : Responses
        With ``.importance``.
    names : list of str
        Dimensions or items to place.
    level : {"dimension", "item"}

    Returns
    -------
    DataFrame (index: name)
        ``importance importance_low importance_high``.
    str
        How it was made, in words.
    float
        The middle: of the answer scale for ratings, the equal share for points.

    Raises
    ------
    DataError
        If there is no importance at this level.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> points = pd.DataFrame({"care": [60.0, 40.0], "speed": [40.0, 60.0]})
    >>> some = SimpleNamespace(importance=points, importance_kind="points")
    >>> stated(some, ["care", "speed"], "dimension")[0]["importance"].tolist()
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
        said = "Stated importance: mean ratings."
    elif level == "item":
        raise DataError(
            "Importance points were given to dimensions, not to items. Use level='dimension', or "
            "importance='derived'."
        )
    else:
        given, _ = importance_weights(responses, names)
        middle = 100 / len(names)
        said = f"Stated importance: mean points out of 100, from {given.notna().all(axis=1).sum()}."
    spread = mean_interval(given).add_prefix("importance_")
    return spread.rename(columns={"importance_mean": "importance"}), said, middle


def derived(scores: pd.DataFrame, outcome: pd.Series, name: str) -> tuple[pd.DataFrame, str]:
    """Correlate each score with an outcome (Pearson; 95 % interval by Fisher's z).

    Parameters
    ----------
    scores : DataFrame (respondents × columns)
    outcome : Series
        One number a respondent.
    name : str
        The outcome's name.

    Returns
    -------
    DataFrame (index: column)
        ``importance importance_low importance_high``; no interval under four respondents.
    str
        How it was made, in words.

    Raises
    ------
    DataError
        If a score or the outcome does not vary.

    Examples
    --------
    >>> scores = pd.DataFrame({"care": [1.0, 2.0, 3.0, 5.0]})
    >>> derived(scores, pd.Series([2.0, 2.0, 4.0, 5.0]), "satisfaction")[0].round(3).values.tolist()
    [[0.943, -0.19, 0.999]]
    """
    r = scores.corrwith(outcome)
    if r.isna().any():
        flat = str(r.index[r.isna()][0])
        raise DataError(f"{flat!r} or {name!r} does not vary, so they have no correlation")
    n = scores.notna().mul(outcome.notna(), axis=0).sum()
    reach = float(ndtri(0.975)) / np.sqrt((n - 3).where(n > 3))
    z = np.arctanh(r.clip(-1 + 1e-15, 1 - 1e-15))
    table = pd.DataFrame(
        {
            "importance": r,
            "importance_low": np.tanh(z - reach),
            "importance_high": np.tanh(z + reach),
        }
    )
    return table, f"Derived importance: Pearson correlation with {name!r}, Fisher's interval."
