"""How the answers to single items are distributed, from the answers or from their tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.sufficient import Moments

__all__ = ["describe_answers", "describe_moments", "response_frequencies"]

MOST_CODES = 60


def describe_answers(answers: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """Describe every item by all the answers given to it.

    Parameters
    ----------
    answers : DataFrame (respondents × items)
    low, high : float
        Codes that count as floor and ceiling.

    Returns
    -------
    DataFrame (index item)
        n, missing, mean, sd, median, skew, kurtosis, floor_pct, ceiling_pct.

    Examples
    --------
    >>> describe_answers(pd.DataFrame({"Q1": [1.0, 2, 3, 4]}), 1, 5).loc["Q1", "floor_pct"]
    np.float64(25.0)
    """
    values = answers.to_numpy(dtype=float)
    given = ~np.isnan(values)
    n = given.sum(axis=0)
    some = np.where(n > 0, n, np.nan)
    mean = np.where(given, values, 0.0).sum(axis=0) / some
    deviations = np.where(given, values - mean, 0.0)
    variance = (deviations**2).sum(axis=0) / np.where(n > 1, n - 1.0, np.nan)
    sd = np.sqrt(variance)
    spread = np.where(sd > 1e-12 * np.abs(mean), sd, np.nan)
    ordered = np.sort(values, axis=0)  # missing answers come last
    middle = [ordered[np.maximum(k, 0), np.arange(values.shape[1])] for k in ((n - 1) // 2, n // 2)]
    return pd.DataFrame(
        {
            "n": n,
            "missing": len(values) - n,
            "mean": mean,
            "sd": sd,
            "median": np.where(n > 0, (middle[0] + middle[1]) / 2, np.nan),
            "skew": (deviations**3).sum(axis=0) / some / spread**3,
            "kurtosis": (deviations**4).sum(axis=0) / some / spread**4 - 3,
            "floor_pct": 100 * (values == low).sum(axis=0) / some,
            "ceiling_pct": 100 * (values == high).sum(axis=0) / some,
        },
        index=pd.Index(answers.columns, name="item"),
    )


def describe_moments(source: Moments, low: float | None, high: float | None) -> pd.DataFrame:
    """Describe every item by what its moments hold of it.

    Parameters
    ----------
    source : Moments
        With tables everything can be described, without them n, missing, mean and sd.
    low, high : float or None
        None where there are no tables to see the codes in.

    Returns
    -------
    DataFrame (index item)
        As :func:`describe_answers`, of the complete respondents; NaN where not known.

    Examples
    --------
    >>> from svqkit.psychometrics.moments import moments
    >>> held = moments(pd.DataFrame({"Q1": [1, 2, 3, 4]}), tables=True)
    >>> describe_moments(held, 1, 5).loc["Q1", ["median", "floor_pct"]].tolist()
    [2.5, 25.0]
    """
    table = pd.DataFrame(index=pd.Index(source.columns, name="item"))
    table["n"], table["missing"] = source.n, source.missing_counts
    table["mean"], table["sd"] = source.mean, source.sd
    rest = ["median", "skew", "kurtosis", "floor_pct", "ceiling_pct"]
    table[rest] = np.nan
    if source.tables is None:
        return table
    for item in source.columns:
        codes, counts = _margin(source, item)
        n, sd = counts.sum(), float(source.sd[item])
        deviations = codes - float(source.mean[item])
        ranks = np.searchsorted(np.cumsum(counts), [(n - 1) // 2, n // 2], side="right")
        third, fourth = (float((counts * deviations**power).sum() / n) for power in (3, 4))
        table.loc[item, rest] = [
            float(codes[ranks].mean()),
            third / sd**3 if sd > 0 else np.nan,
            fourth / sd**4 - 3 if sd > 0 else np.nan,
            100 * float(counts[codes == low].sum()) / n,
            100 * float(counts[codes == high].sum()) / n,
        ]
    return table


def _margin(source: Moments, item: str) -> tuple[np.ndarray, np.ndarray]:
    tables = source.tables
    if tables is None:
        raise DataError("these moments have no tables; build them with tables=True")
    i = tables.columns.index(item)
    place = tables.positions[i, : tables.sizes[i]]
    return np.asarray(tables.levels[i], dtype=float), tables.margins[place]


def response_frequencies(items: Any) -> pd.DataFrame:
    """Count how often each response was given to each item.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments with tables
        Response codes, up to 60 different ones.

    Returns
    -------
    DataFrame (index item)
        A column for each code that occurs in any item, ascending, in percent of the answers to
        the item; then n (answers) and missing_pct (of all respondents). With moments the
        percentages are of the complete respondents. NaN for an item without answers.

    Raises
    ------
    DataError
        If there are too many different answers to be response codes, none at all, or moments
        have no tables.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 2, 3], "Q2": [3, 3, 1, None]})
    >>> response_frequencies(answers).loc["Q1"].tolist()
    [25.0, 50.0, 25.0, 4.0, 0.0]
    """
    if isinstance(items, Moments):
        n_total = items.n_total
        missing = items.missing_counts
        margins = {item: pd.Series(*_margin(items, item)[::-1]) for item in items.columns}
    else:
        answers = as_items(items)
        n_total, missing = len(answers), answers.isna().sum()
        margins = {str(item): answers[item].value_counts() for item in answers.columns}
        missing.index = missing.index.astype(str)
    codes = sorted({float(code) for counts in margins.values() for code in counts.index})
    if not codes:
        raise DataError("there are no answers at all")
    if len(codes) > MOST_CODES:
        raise DataError(
            f"there are {len(codes)} different answers; frequencies are shown of at most "
            f"{MOST_CODES} response codes"
        )
    table = pd.DataFrame(margins).T.reindex(columns=codes)
    n = table.sum(axis=1)
    shares = 100 * table.fillna(0).div(n.where(n > 0), axis=0)
    shares.columns = pd.Index([int(c) if c == int(c) else c for c in codes], dtype=object)
    shares["n"] = n.astype(int)
    shares["missing_pct"] = 100 * missing / n_total
    return shares.rename_axis("item")
