"""Item analysis: how each item behaves, alone and with its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.alpha import alpha_if_dropped, item_rest
from svqkit.psychometrics.answers import as_items, check_dimensions
from svqkit.psychometrics.extraction import smc
from svqkit.psychometrics.moments import Moments, moments

__all__ = ["item_analysis"]


def item_analysis(
    items: Any,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    *,
    scale: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """Describe every item: its distribution, and how it goes with the others of its scale.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
    dimensions : mapping of scale to items, optional
        All items are one scale if not given. Items of no scale come last, without the columns
        that compare them with others.
    scale : (low, high), optional
        The lowest and highest code, for floor and ceiling; the lowest and highest answer to any
        item if not given.

    Returns
    -------
    DataFrame (index item)
        dimension (if given), n, missing, mean, sd, median, skew, kurtosis, floor_pct and
        ceiling_pct (0 to 100, of the answers given), r_drop, alpha_if_dropped, smc. NaN where a
        number is not defined.

    Raises
    ------
    DataError
        If a scale names an absent item, or moments are given: medians need single answers.
    ValueError
        If ``scale`` is not low < high.

    Notes
    -----
    The distribution rests on all answers to the item; r_drop (item with the sum of the others),
    alpha_if_dropped and smc on the respondents complete on the scale. Skew and excess kurtosis
    are psych's type 3, moments over powers of the sample standard deviation (Joanes & Gill 1998,
    *The Statistician* 47, 183-189: b₁, b₂ − 3).

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 3, 4], "Q2": [2, 2, 3, 5], "Q3": [1, 3, 3, None]})
    >>> item_analysis(answers, scale=(1, 5)).loc["Q1", ["n", "mean", "floor_pct"]].tolist()
    [4.0, 2.5, 25.0]
    """
    if isinstance(items, Moments):
        raise DataError("item analysis needs single answers, not moments; pass the table")
    answers = as_items(items)
    low, high = _ends(answers, scale)
    names = list(answers.columns)
    scales = {"": names} if dimensions is None else check_dimensions(dimensions, names)
    parts = [_scale_table(answers, name, columns, low, high) for name, columns in scales.items()]
    placed = {item for columns in scales.values() for item in columns}
    rest = [name for name in names if name not in placed]
    if rest:
        parts.append(_described(answers[rest], low, high).assign(dimension=None))
    table = pd.concat([part for part in parts if len(part)]).reindex(columns=_columns())
    return table.drop(columns="dimension") if dimensions is None else table


def _columns() -> list[str]:
    described = "n missing mean sd median skew kurtosis floor_pct ceiling_pct"
    return ["dimension", *described.split(), "r_drop", "alpha_if_dropped", "smc"]


def _ends(answers: pd.DataFrame, scale: tuple[float, float] | None) -> tuple[float, float]:
    if scale is not None:
        low, high = (float(end) for end in scale)
        if not low < high:
            raise ValueError(f"scale must be (low, high) with low < high, not {scale!r}")
        return low, high
    values = answers.to_numpy()
    if values.size == 0 or np.isnan(values).all():
        raise DataError("there are no answers at all")
    return float(np.nanmin(values)), float(np.nanmax(values))


def _scale_table(
    answers: pd.DataFrame, name: str, columns: list[str], low: float, high: float
) -> pd.DataFrame:
    table = _described(answers[columns], low, high)
    found = moments(answers[columns])
    if found.n > 1 and len(columns) > 1:
        S, R = found.cov.to_numpy(), found.corr.to_numpy()
        table["r_drop"] = item_rest(S)
        table["alpha_if_dropped"] = alpha_if_dropped(S)
        if np.isfinite(R).all() and np.linalg.eigvalsh(R)[0] > 1e-10:
            table["smc"] = smc(R)
    return table.assign(dimension=name)


def _described(answers: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    n = answers.notna().sum()
    deviations = answers - answers.mean()
    sd = answers.std(ddof=1)
    spread = sd.where(sd > 1e-12 * answers.mean().abs())
    given = n.where(n > 0)
    return pd.DataFrame(
        {
            "n": n,
            "missing": len(answers) - n,
            "mean": answers.mean(),
            "sd": sd,
            "median": answers.median(),
            "skew": (deviations**3).mean() / spread**3,
            "kurtosis": (deviations**4).mean() / spread**4 - 3,
            "floor_pct": 100 * (answers == low).sum() / given,
            "ceiling_pct": 100 * (answers == high).sum() / given,
        }
    ).rename_axis("item")
