"""The five gaps as tables of one form: a row a dimension, then the total."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtr

from svqkit.gaps.organisation.contrasts import COLUMNS, distance_from_top, independent_gap
from svqkit.gaps.organisation.design import TOTAL
from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.pairing import dimension_pairs
from svqkit.psychometrics.missingness.missing_tests import holm

__all__ = [
    "direct_rows",
    "holm_adjusted",
    "knowledge_rows",
    "paired_rows",
    "scale_scores",
    "with_total",
]


def scale_scores(answers: pd.DataFrame, mapping: dict[str, list[str]]) -> pd.DataFrame:
    """Average each respondent's answers over a scale's items, where at least half are there.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
    mapping : dict of scale to item codes

    Returns
    -------
    DataFrame (respondents × scales)

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [5.0, None], "b": [6.0, 7.0], "c": [None, None]})
    >>> scale_scores(answers, {"care": ["a", "b", "c"]})["care"].tolist()
    [5.5, nan]
    """
    codes = list(dict.fromkeys(code for members in mapping.values() for code in members))
    own = answers[codes].astype(float)
    return dimension_pairs(own, own, mapping)[0]


def with_total(scores: pd.DataFrame) -> pd.DataFrame:
    """Add the mean over the dimensions, for those who have a score on each.

    Parameters
    ----------
    scores : DataFrame (respondents × dimensions)

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> with_total(pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, None]}))["total"].tolist()
    [2.0, nan]
    """
    return scores.assign(**{TOTAL: scores.mean(axis=1, skipna=False)})


def holm_adjusted(table: pd.DataFrame) -> pd.DataFrame:
    """Adjust p over the rows of one gap by Holm; the total is a family of its own.

    Parameters
    ----------
    table : DataFrame (index: dimension or item)
        With ``p``.

    Returns
    -------
    DataFrame
        With ``p_holm`` after ``p``.

    Examples
    --------
    >>> holm_adjusted(pd.DataFrame({"p": [0.01, 0.04, 0.03]}, index=["a", "b", "total"]))["p_holm"].tolist()
    [0.02, 0.04, 0.03]
    """
    adjusted = table["p"].to_numpy(dtype=float).copy()
    single = np.array([name != TOTAL for name in table.index], dtype=bool)
    adjusted[single] = holm(adjusted[single])
    found = table.copy()
    found.insert(list(found.columns).index("p") + 1, "p_holm", adjusted)
    return found


def paired_rows(perceived: pd.DataFrame, expected: pd.DataFrame, ci: float) -> pd.DataFrame:
    """Gap 5: perceived minus expected, paired over the customers.

    Parameters
    ----------
    perceived, expected : DataFrame (customers × dimensions or items)
    ci : float in (0, 1)

    Returns
    -------
    DataFrame
        As ``independent_gap``; d is d_av with its noncentral interval, whose unit (the root of the
        mean variance) is that of the d of independent samples.

    Examples
    --------
    >>> p = pd.DataFrame({"care": [5.0, 4.0, 6.0]})
    >>> paired_rows(p, p.add([1.0, 2.0, 0.0], axis=0), 0.95)[["value", "n_a"]].values.tolist()
    [[-1.0, 3.0]]
    """
    table = describe_pairs(perceived, expected, ci)
    t, df = table["t"].to_numpy(), table["df"].to_numpy()
    n = table["n"].astype(float)
    table = table.assign(
        value=table["gap"], n_a=n, n_b=n, p=2 * stdtr(df, -np.abs(t)),
        mean_a=table["perception"], mean_b=table["expectation"],
    )  # fmt: skip
    table = table.rename(columns={"dav": "d", "dav_low": "d_low", "dav_high": "d_high"})
    return holm_adjusted(table[[*COLUMNS, "d", "d_low", "d_high"]])


def knowledge_rows(believed: pd.DataFrame, expected: pd.DataFrame, ci: float) -> pd.DataFrame:
    """Gap 1: managers' view of customers' expectations minus the expectations themselves.

    Parameters
    ----------
    believed : DataFrame (managers × dimensions or items)
    expected : DataFrame (customers × the same columns)
    ci : float in (0, 1)

    Returns
    -------
    DataFrame
        As ``independent_gap``, with ``p_holm``.

    Examples
    --------
    >>> managers = pd.DataFrame({"care": [5.0, 6.0]})
    >>> customers = pd.DataFrame({"care": [6.0, 7.0, 6.5]})
    >>> knowledge_rows(managers, customers, 0.95)["value"].tolist()
    [-1.0]
    """
    return holm_adjusted(independent_gap(believed, expected, ci))


def direct_rows(ratings: pd.DataFrame, scale: Any, ci: float) -> pd.DataFrame:
    """Gaps 2, 3 and 4: how far the ratings stay below the top of their scale.

    Parameters
    ----------
    ratings : DataFrame (respondents × dimensions)
    scale : Scale
        ``high`` is the end without a gap.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame
        As ``distance_from_top``, with ``p_holm`` (NaN: nothing is tested).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> ratings = pd.DataFrame({"care": [5.0, 6.0]})
    >>> direct_rows(ratings, SimpleNamespace(low=1, high=7), 0.95)["value"].tolist()
    [-1.5]
    """
    return holm_adjusted(distance_from_top(ratings, float(scale.high), ci))
