"""The scores that drivers are looked for among, and the outcome they go with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.weighting.derived_scores import LEVELS, SCORES, scores_and_outcome
from svqkit.psychometrics.data.collinearity import refuse_collinear

__all__ = ["Predictors", "binary", "read_predictors"]

MOST = 1e100
"""Largest number whose products still are numbers."""


@dataclass(frozen=True)
class Predictors:
    """Complete respondents: scores (n × k), the outcome, how many were left out, and which columns."""

    scores: pd.DataFrame
    outcome: pd.Series
    left_out: int
    instrument: Any
    no_numbers: tuple[str, ...] = ()


def read_predictors(
    data: Any,
    outcome: str | None,
    predictors: Sequence[str] | None = None,
    *,
    level: str = "dimension",
    score: str = "perception",
) -> Predictors:
    """Take scores and outcome from responses or from a table, complete respondents only.

    Parameters
    ----------
    data : Responses or DataFrame
    outcome : str or None
        Needed with a table; otherwise the first of ``data.outcomes``.
    predictors : sequence of str, optional
        Columns of a table, or scores of responses; all others by default.
    level : {"dimension", "item"}
    score : {"perception", "gap"}

    Returns
    -------
    Predictors

    Raises
    ------
    DataError
        If a column is missing, not numeric, infinite or the same for everybody, respondents are
        too few, or predictors are linearly dependent.

    Examples
    --------
    >>> table = pd.DataFrame({"care": [1, 2, 3, 5, 4], "speed": [2, 1, 3, 2, 4], "again": [1, 2, 3, 4, 5]})
    >>> read_predictors(table, "again").scores.shape
    (5, 2)
    """
    for option, given, known in (("level", level, LEVELS), ("score", score, SCORES)):
        if given not in known:
            raise ValueError(f"{option}={given!r} is unknown; choose from {', '.join(known)}")
    instrument = getattr(data, "instrument", None)
    no_numbers: tuple[str, ...] = ()
    if isinstance(data, pd.DataFrame):
        name, both = _from_table(data, outcome, predictors)
        if predictors is None:
            no_numbers = tuple(str(one) for one in data.columns if one not in both.columns)
    elif instrument is not None:
        name, both = scores_and_outcome(data, outcome, level=level, score=score)
        if predictors is not None:
            both = both[[*_known(predictors, list(both.columns[:-1])), name]]
    else:
        raise TypeError(f"drivers need responses or a DataFrame, not {type(data).__name__}")
    if both.shape[1] < 2:
        raise DataError(f"there is no numeric column beside the outcome {name!r}")
    _check_sizes(both)
    whole = both.dropna()
    n, k = len(whole), whole.shape[1] - 1
    if n <= k + 1:
        raise DataError(
            f"{n} complete respondents cannot carry {k} predictors and an intercept; take fewer "
            "predictors (level='dimension', or predictors=[…]), or ask more customers"
        )
    for column in whole:
        if whole[column].nunique() == 1:
            what = "nothing can be explained" if column == name else "leave it out"
            raise DataError(
                f"{column!r} is the same for all {n} complete respondents; {what}", column=column
            )
    scores = whole.drop(columns=name)
    refuse_collinear(
        np.cov(scores.to_numpy(float).T).reshape(k, k), list(map(str, scores.columns)), ""
    )
    return Predictors(scores, whole[name], len(both) - n, instrument, no_numbers)


def _check_sizes(both: pd.DataFrame) -> None:
    """Refuse columns that nobody answered, and numbers whose squares are none."""
    values = both.to_numpy(float)
    for column, cells in zip(both, values.T, strict=True):
        known = np.abs(cells[~np.isnan(cells)])
        if not len(known):
            raise DataError(f"nobody has a value of {column!r}; leave it out", column=column)
        if np.isinf(known).any():
            raise DataError(f"{column!r} holds an infinite number", column=column)
        if known.max() > MOST or 0 < known.max() < 1 / MOST:
            raise DataError(
                f"{column!r} holds numbers as large or small as {known.max():.3g}; give it in another "
                "unit",
                column=column,
            )


def _from_table(
    data: pd.DataFrame, outcome: str | None, predictors: Sequence[str] | None
) -> tuple[str, pd.DataFrame]:
    if outcome is None:
        raise DataError("with a table say which column is the outcome: outcome='…'")
    if outcome not in data.columns:
        raise DataError(
            f"there is no column {outcome!r}; columns are {', '.join(map(str, data.columns))}",
            column=outcome,
        )
    if data.columns.duplicated().any():
        double = data.columns[data.columns.duplicated()][0]
        raise DataError(f"the column {double!r} stands twice in the table", column=double)
    others = [column for column in data.columns if column != outcome]
    numeric = [c for c in others if pd.api.types.is_numeric_dtype(data[c])]
    numeric = [c for c in numeric if data[c].dtype.kind != "c"]
    chosen = numeric if predictors is None else _known(predictors, others)
    for column in [*chosen, outcome]:
        if not pd.api.types.is_numeric_dtype(data[column]) or data[column].dtype.kind == "c":
            raise DataError(
                f"{column!r} is not numeric; give ratings as numbers, and groups as columns of 0 "
                "and 1 (pandas.get_dummies)",
                column=column,
            )
    return outcome, data[[*chosen, outcome]].astype(float)


def _known(predictors: Sequence[str], there: list[str]) -> list[str]:
    if isinstance(predictors, str):
        raise TypeError("predictors must be a list of names, not one text")
    unknown = [name for name in predictors if name not in there]
    if unknown:
        raise DataError(
            f"there is no predictor {unknown[0]!r}; there is {', '.join(map(str, there))}",
            column=unknown[0],
        )
    double = [name for name in predictors if list(predictors).count(name) > 1]
    if double:
        raise DataError(f"the predictor {double[0]!r} is named twice", column=double[0])
    return list(predictors)


def binary(
    outcome: pd.Series, *, at_least: float | None = None, below: float | None = None
) -> tuple[pd.Series, str]:
    """Make an event of an outcome.

    Parameters
    ----------
    outcome : Series
    at_least, below : float, optional
        One cut point: a top box, or a risk. Without one the outcome must be 0 and 1.

    Returns
    -------
    Series
        1.0 where the event is.
    str
        The event in words.

    Raises
    ------
    DataError
        If the outcome is not 0 and 1, or all respondents are of one kind.
    ValueError
        If both cut points are given, or one is no number.

    Examples
    --------
    >>> binary(pd.Series([9, 6, 10], name="loyalty"), at_least=9)
    (0    1.0
    1    0.0
    2    1.0
    Name: loyalty, dtype: float64, 'loyalty at least 9')
    """
    name = str(outcome.name)
    if at_least is not None and below is not None:
        raise ValueError("give one cut point, at_least=… or below=…")
    for option, cut in (("at_least", at_least), ("below", below)):
        number = isinstance(cut, (int, float, np.number)) and not isinstance(cut, bool)
        if cut is not None and not (number and np.isfinite(cut)):
            raise ValueError(f"{option}={cut!r} must be a number on the scale of {name!r}")
    if at_least is not None:
        event, said = outcome >= at_least, f"{name} at least {at_least:g}"
    elif below is not None:
        event, said = outcome < below, f"{name} below {below:g}"
    else:
        values = sorted(set(outcome))
        if not set(values) <= {0.0, 1.0}:
            raise DataError(
                f"a logit needs an event: {name!r} is not 0 and 1 but {values[0]:g} to "
                f"{values[-1]:g}; say at_least=… (a top box) or below=… (a risk)",
                column=name,
            )
        event, said = outcome == 1.0, name
    n = int(event.sum())
    if n in (0, len(event)):
        who = "nobody" if n == 0 else "everybody"
        raise DataError(
            f"{who} of {len(event)} complete respondents has the event ({said}), so there is "
            "nothing to tell apart; choose another cut point",
            column=name,
        )
    return event.astype(float), said
